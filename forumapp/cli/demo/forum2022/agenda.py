"""Its forty sessions; times, rooms and all but two of the speakers are illustrative."""

from __future__ import annotations

from typing import Any

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.forum2022.days import COUNTRIES, D1, D2, D3, pause
from forumapp.cli.demo.forum2022.opening import write_first_day
from forumapp.cli.demo.topics import DESCRIPTION, SPEECH, TOPICS
from forumapp.domain.agenda import SessionKind
from forumapp.domain.speakers import SpeakerMode, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Part, Room, Track

T = Translated


def write_agenda(builder: Builder, main: Part, themes: Part, visit: Part) -> None:
    """Write the sessions, their speakers and everyone who took part down."""
    hall = builder.room(T(en="Conference Hall", zh="会议大厅"), capacity=180, seating="Theatre")
    rooms = [
        builder.room(T(en=f"Meeting Room {n}", zh=f"{n}号会议室"), capacity=40, seating="U-shape")
        for n in range(1, 5)
    ]
    tracks = [
        builder.track(T(en="Livelihoods", zh="生计")),
        builder.track(T(en="Services", zh="公共服务")),
        builder.track(T(en="Markets", zh="市场")),
        builder.track(T(en="Governance", zh="治理")),
    ]
    write_first_day(builder, main, hall)
    _side_meetings(builder, main, rooms)
    _exchanges(builder, themes, rooms, tracks)
    _last_day(builder, main, visit, hall)
    builder.video()
    _participants(builder)


def _exchanges(builder: Builder, part: Part, rooms: list[Room], tracks: list[Track]) -> None:
    people, number = builder.people, 0
    pause(builder, part, "TEA2", "10:30", 15, D2)
    pause(builder, part, "LUNCH2", "12:15", 105, D2)
    pause(builder, part, "TEA3", "15:30", 15, D2)
    for at in ("09:00", "10:45", "14:00", "15:45"):
        for index, room in enumerate(rooms):
            topic = TOPICS[(number + 2) % len(TOPICS)]
            session = builder.session(
                f"X{number + 1}",
                topic,
                SessionKind.PARALLEL,
                day=D2,
                at=at,
                minutes=90,
                part=part,
                room_id=room.id,
                track_id=tracks[index].id,
                languages=("en",),
                interpretation=("zh",),
                description=DESCRIPTION,
            )
            chosen = [COUNTRIES[(number * 3 + i) % len(COUNTRIES)] for i in range(4)]
            builder.speakers(
                session,
                (
                    (people.scholar(chosen[0]), SpeakingPart.CHAIR, 5),
                    *((people.expert(c), SpeakingPart.PRESENTATION, 20) for c in chosen[1:]),
                    (people.official(chosen[0]), SpeakingPart.DISCUSSANT, 10),
                ),
                topic=topic,
                text=SPEECH.format(topic=topic["en"]),
            )
            number += 1


def _side_meetings(builder: Builder, main: Part, rooms: list[Room]) -> None:
    people = builder.people
    for number, room in enumerate(rooms, 1):
        topic = TOPICS[17 + number - 1] if number <= 3 else TOPICS[0]
        session = builder.session(
            f"SIDE{number}",
            T(en=f"Side meeting: {topic['en']}", zh=f"边会：{topic['zh']}"),
            SessionKind.PARALLEL,
            day=D1,
            at="16:30",
            minutes=75,
            part=main,
            room_id=room.id,
            languages=("en",),
            description=DESCRIPTION,
        )
        countries = [COUNTRIES[(number * 2 + i) % len(COUNTRIES)] for i in range(3)]
        builder.speakers(
            session,
            (
                (people.scholar(countries[0]), SpeakingPart.MODERATOR, 5),
                *((people.business(c), SpeakingPart.PANELLIST, 15) for c in countries[1:]),
            ),
            topic=topic,
        )


def _last_day(builder: Builder, main: Part, visit: Part, hall: Room) -> None:
    people = builder.people
    place: dict[str, Any] = {"part": main, "room_id": hall.id, "day": D3, "languages": ("zh", "en")}
    tour = builder.session(
        "TOUR",
        T(en="Tour de table", zh="各代表团发言"),
        SessionKind.PLENARY,
        at="09:00",
        minutes=90,
        **place,
    )
    builder.speakers(
        tour,
        (
            (people.leader("CN"), SpeakingPart.CHAIR, 2),
            *((people.official(c), SpeakingPart.STATEMENT, 7) for c in COUNTRIES[1:]),
        ),
        text=SPEECH.format(topic="Working together"),
    )
    pause(builder, main, "TEA4", "10:30", 20, D3)
    builder.session(
        "ADOPT",
        T(en="Adoption of the initiative", zh="通过倡议"),
        SessionKind.PLENARY,
        at="10:50",
        minutes=40,
        **place,
    )
    closing = builder.session(
        "CLOSE",
        T(en="Closing ceremony", zh="闭幕式"),
        SessionKind.CEREMONY,
        at="11:30",
        minutes=30,
        **place,
    )
    builder.speakers(
        closing,
        (
            (people.leader("CN"), SpeakingPart.CHAIR, 5),
            (people.leader("TH"), SpeakingPart.CLOSING_REMARKS, 8),
            (people.leader("CN"), SpeakingPart.CLOSING_REMARKS, 8),
        ),
        mode=SpeakerMode.ROOM,
    )
    builder.session(
        "PRESS",
        T(en="Meeting the press", zh="媒体见面会"),
        SessionKind.CEREMONY,
        at="12:00",
        minutes=20,
        part=main,
        day=D3,
        room_id=hall.id,
    )
    pause(builder, main, "LUNCH3", "12:00", 90, D3)
    builder.session(
        "VISIT",
        T(en="Visit to a village pilot", zh="考察村级试点"),
        SessionKind.SOCIAL,
        day=D3,
        at="13:30",
        minutes=240,
        part=visit,
    )


def _participants(builder: Builder) -> None:
    """About 150 people: half of them officials, the rest experts, scholars and business."""
    people, countries = builder.people, COUNTRIES
    speaking = list(builder.event_people())
    builder.register(speaking, online=0.4, days_open=40)
    missing = max(0, 150 - len(speaking))
    makers = (("business", people.business), ("scholar", people.scholar), ("expert", people.expert))
    for index in range(missing):
        code, make = makers[index % 3]
        builder.register(
            [make(countries[index % len(countries)])], online=0.4, days_open=40, code=code
        )
