"""An illustrative coming edition, three weeks after the day it is loaded, to try things on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from forumapp.cli.demo import board, questions
from forumapp.cli.demo.attending import Attending
from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.forum2022 import CAPITALS, SERIES
from forumapp.cli.demo.topics import DESCRIPTION, TOPICS
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.clock import instant, wall
from forumapp.domain.delegations import CredentialStatus, DelegationCategory, HostPlace
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.speakers import SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Room

T = Translated
AHEAD = timedelta(days=21)
COUNTRIES = ("CN", "BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "TL", "VN")
ZONE = "Asia/Shanghai"


def load(now: datetime) -> Event:
    """Write the event down, with registration open until three days before it."""
    first = (wall(now, ZONE) + AHEAD).date()
    builder = Builder.begin(
        now=now,
        series=(SERIES, 2007),
        slug="forum-next",
        edition=None,
        kind=EventKind.FORUM,
        title=T(en="The Coming Forum: an illustrative edition", zh="下一届论坛（示例）"),
        theme=T(en="From Poverty Reduction to Rural Prosperity", zh="从减贫到乡村繁荣"),
        description=T(
            en="Two days for officials, experts, scholars and business representatives of eleven "
            "ASEAN countries and China: some in the hall, the others by video link.",
            zh="为期两天，面向东盟十一国与中国的官员、专家、学者和企业代表，线下线上同步举行。",
        ),
        notice=T(
            en="A demonstration: everything about this edition is illustrative.",
            zh="演示内容：本届论坛的一切信息均为示例。",
        ),
        practical=T(
            en="**Arrival.** Badges are handed out from 08:00 at the main entrance.\n\n"
            "**Online.** Your own page has a Join button for each session; it opens fifteen "
            "minutes before the start.\n\n**Languages.** English and Chinese with interpretation.",
            zh="**报到**：请于8:00起在正门领取证件。\n\n**线上参会**："
            "个人页面设有各场会议的“加入”按钮，会前十五分钟开放。\n\n**语言**：中英文同声传译。",
        ),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        zone=ZONE,
        place=T(en="Nanning, Guangxi, China", zh="中国广西南宁"),
        venue=T(en="Convention centre (illustrative)", zh="会议中心（示例）"),
        format=EventFormat.HYBRID,
        languages=("en", "zh"),
        capitals=CAPITALS,
        accent="#1d4e6b",
        state=EventState.PUBLISHED,
        host_place=HostPlace.FIRST,
        contact_name=T(en="Secretariat of the Forum (illustrative)", zh="论坛秘书处（示例）"),
        contact_email="secretariat@forum.example",
        contact_phone="+86 771 555 0100",
        registration_opens_at=now - timedelta(days=30),
        registration_closes_at=_evening(first - timedelta(days=3)),
        changes_close_at=_evening(first - timedelta(days=1)),
        nominations_close_at=_evening(first - timedelta(days=1)),
        symbol="CAF-SDPR/NEXT",
    )
    _frame(builder)
    main = builder.part(T(en="Forum", zh="论坛"), seats_room=100, seats_online=400)
    side = builder.part(
        T(en="Working lunch on village pilots", zh="村级试点工作午餐会"),
        seats_room=20,
        seats_online=20,
    )
    _agenda(builder, main, side, first)
    builder.video()
    _participants(builder)
    Attending(builder.event, until=now).write()
    questions.ask(builder)
    board.write(builder)
    return builder.event


def _evening(day: date) -> datetime:
    return instant(datetime.combine(day, time(18)), ZONE)


def _frame(builder: Builder) -> None:
    for position, (english, chinese, role) in enumerate(
        (
            ("Host Secretariat (illustrative)", "主办秘书处（示例）", OrganisationRole.HOST),
            ("Partner Institute (illustrative)", "合作机构（示例）", OrganisationRole.PARTNER),
        )
    ):
        builder.organisation(T(en=english, zh=chinese), role, position)
    for country in COUNTRIES:
        host = country == "CN"
        category = DelegationCategory.HOST if host else DelegationCategory.MEMBER
        builder.delegation(
            country,
            category,
            hosting=host,
            quota_room=None if host else 8,
            quota_online=20,
            focal_name="Focal point (illustrative)",
            focal_email=f"focal.{country.lower()}@delegation.example",
            link_version=1,
            invited_at=builder.event.registration_opens_at,
        )
    for country in ("CN", "KH", "LA", "MY", "TH", "VN"):
        builder.credentials(country, CredentialStatus.ACCEPTED)
    for country in ("ID", "PH", "SG"):
        builder.credentials(country, CredentialStatus.PROVISIONAL)
    builder.credentials(
        "MM", CredentialStatus.REJECTED, "The letter names another meeting; please send it anew."
    )


def _agenda(builder: Builder, main: Part, side: Part, first: date) -> None:
    hall = builder.room(T(en="Conference Hall", zh="会议大厅"), capacity=120, seating="Theatre")
    rooms = [
        builder.room(T(en=f"Meeting Room {n}", zh=f"{n}号会议室"), capacity=40) for n in (1, 2)
    ]
    for day_number in range(2):
        day = first + timedelta(days=day_number)
        _day(builder, main, hall, rooms, day=day, number=day_number)
    lunch = builder.session(
        "PILOT",
        T(en="Working lunch: village pilots", zh="工作午餐会：村级试点"),
        SessionKind.PARALLEL,
        day=first,
        at="12:15",
        minutes=75,
        part=side,
        room_id=rooms[0].id,
        description=DESCRIPTION,
    )
    builder.speakers(lunch, ((builder.people.expert("LA"), SpeakingPart.PRESENTATION, 20),))


def _day(
    builder: Builder, main: Part, hall: Room, rooms: list[Room], *, day: date, number: int
) -> None:
    people = builder.people
    place: dict[str, Any] = {"part": main, "day": day, "languages": ("en", "zh")}
    opening, closing = number == 0, number == 1
    if opening:
        ceremony = builder.session(
            "OPEN",
            T(en="Opening ceremony", zh="开幕式"),
            SessionKind.CEREMONY,
            at="09:00",
            minutes=45,
            room_id=hall.id,
            interpretation=("en", "zh"),
            **place,
        )
        builder.speakers(
            ceremony,
            (
                (people.leader("CN"), SpeakingPart.MASTER_OF_CEREMONIES, 3),
                *((people.leader(c), SpeakingPart.ADDRESS, 8) for c in ("CN", "KH", "MM", "TL")),
            ),
        )
    for code, at, minutes, words in (
        ("TEA", "10:30", 15, T(en="Tea break", zh="茶歇")),
        ("LUNCH", "12:00", 90, T(en="Lunch", zh="午餐")),
        ("TEAP", "15:00", 15, T(en="Tea break", zh="茶歇")),
    ):
        builder.session(
            f"{code}{number + 1}", words, SessionKind.BREAK, at=at, minutes=minutes, **place
        )
    plenary = builder.session(
        f"PLEN{number + 1}",
        TOPICS[number],
        SessionKind.PLENARY,
        at="09:45" if opening else "09:00",
        minutes=45 if opening else 90,
        room_id=hall.id,
        interpretation=("en", "zh"),
        description=DESCRIPTION,
        **place,
    )
    builder.speakers(
        plenary,
        (
            (people.scholar("TH"), SpeakingPart.MODERATOR, 5),
            (people.expert("CN"), SpeakingPart.KEYNOTE, 15),
            (people.official("VN"), SpeakingPart.PRESENTATION, 12),
            (people.official("ID"), SpeakingPart.PRESENTATION, 12),
        ),
        topic=TOPICS[number],
        status=SpeakerStatus.CONFIRMED if opening else SpeakerStatus.INVITED,
    )
    for slot, at in enumerate(("10:45", "13:30")):
        for index, room in enumerate(rooms):
            topic = TOPICS[2 + number * 4 + slot * 2 + index]
            parallel = builder.session(
                f"X{number * 4 + slot * 2 + index + 1}",
                topic,
                SessionKind.PARALLEL,
                at=at,
                minutes=75 if slot == 0 else 90,
                room_id=room.id,
                description=DESCRIPTION,
                **place,
            )
            chosen = [COUNTRIES[(number + slot * 3 + index * 5 + i) % 12] for i in range(4)]
            builder.speakers(
                parallel,
                (
                    (people.scholar(chosen[0]), SpeakingPart.CHAIR, 5),
                    *((people.expert(c), SpeakingPart.PRESENTATION, 18) for c in chosen[1:]),
                ),
                topic=topic,
            )
    builder.session(
        f"HEADS{number + 1}",
        T(en="Heads of delegation", zh="代表团团长会议"),
        SessionKind.CLOSED,
        at="15:15",
        minutes=45,
        room_id=rooms[1].id,
        visibility=Visibility.REGISTERED,
        **place,
    )
    if closing:
        session = builder.session(
            "CLOSE",
            T(en="Closing ceremony", zh="闭幕式"),
            SessionKind.CEREMONY,
            at="16:15",
            minutes=45,
            room_id=hall.id,
            **place,
        )
        builder.speakers(session, ((people.leader("TH"), SpeakingPart.CLOSING_REMARKS, 10),))


def _participants(builder: Builder) -> None:
    """80 people, speakers among them."""
    speaking = list(builder.event_people())[:80]
    builder.register(speaking, online=0.55, days_open=28)
    makers = (builder.people.official, builder.people.expert, builder.people.business)
    codes = ("official", "expert", "business")
    for index in range(80 - len(speaking)):
        person = makers[index % 3](COUNTRIES[index % 12])
        waits = index % 6 == 5 and codes[index % 3] != "expert"
        status = RegistrationStatus.PENDING if waits else RegistrationStatus.APPROVED
        code = codes[index % 3]
        builder.register([person], online=0.55, days_open=28, code=code, status=status)
