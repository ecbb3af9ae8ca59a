"""The first day: the opening, the plenaries, the expert bank."""

from __future__ import annotations

from typing import Any

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.forum2022.days import D1, pause
from forumapp.cli.demo.topics import DESCRIPTION, SPEECH, TOPICS
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Part, Person, Room

T = Translated


def write_first_day(builder: Builder, main: Part, hall: Room) -> None:
    """Write the sessions in the hall down; two of the speakers are on record."""
    people = builder.people
    both: dict[str, Any] = {"languages": ("zh", "en"), "interpretation": ("zh", "en")}
    place: dict[str, Any] = {"part": main, "room_id": hall.id, "day": D1}
    director = people.on_record(
        "LIU Huanxin",
        family="LIU",
        title=T(en="Director", zh="局长"),
        organisation=T(
            en="National Rural Revitalization Administration of China", zh="国家乡村振兴局"
        ),
        country="CN",
    )
    minister = people.on_record(
        "Ramo",
        family="",
        title=T(en="Minister", zh="部长"),
        organisation=T(
            en="Ministry of Cooperatives and Rural Development", zh="合作社与农村发展部"
        ),
        country="MM",
    )
    builder.session(
        "REG", T(en="Registration", zh="报到"), SessionKind.SOCIAL, at="08:00", minutes=55, **place
    )
    opening = builder.session(
        "OPEN",
        T(en="Opening ceremony", zh="开幕式"),
        SessionKind.CEREMONY,
        at="09:00",
        minutes=60,
        **place,
        **both,
    )
    builder.speakers(
        opening,
        (
            (people.leader("CN"), SpeakingPart.MASTER_OF_CEREMONIES, 5),
            (director, SpeakingPart.ADDRESS, 12),
            (minister, SpeakingPart.ADDRESS, 10),
            *((people.leader(c), SpeakingPart.ADDRESS, 8) for c in ("KH", "LA", "VN")),
        ),
    )
    builder.session(
        "PHOTO", T(en="Group photo", zh="合影"), SessionKind.SOCIAL, at="10:00", minutes=20, **place
    )
    for number, (at, minutes) in enumerate((("10:20", 100), ("14:00", 75)), 1):
        if number == 2:
            pause(builder, main, "LUNCH1", "12:00", 120, D1)
        topic = TOPICS[number - 1]
        plenary = builder.session(
            f"PLEN{number}",
            T(en=f"Plenary {number}: {topic['en']}", zh=f"全体会议{number}：{topic['zh']}"),
            SessionKind.PLENARY,
            at=at,
            minutes=minutes,
            description=DESCRIPTION,
            **place,
            **both,
        )
        countries = ("ID", "MY", "PH", "TH", "BN", "SG")[number - 1 :: 2]
        builder.speakers(
            plenary,
            (
                (people.scholar("CN"), SpeakingPart.MODERATOR, 5),
                (people.expert("CN"), SpeakingPart.KEYNOTE, 20),
                *((people.official(c), SpeakingPart.PRESENTATION, 14) for c in countries),
            ),
            topic=topic,
            text=SPEECH.format(topic=topic["en"]),
        )
    bank = builder.session(
        "BANK",
        T(
            en="Announcement of the China-ASEAN Poverty Reduction Expert Bank",
            zh="中国—东盟减贫专家库发布",
        ),
        SessionKind.PLENARY,
        at="15:30",
        minutes=45,
        description=T(
            en="The bank gathers concepts, ideas and practices in poverty reduction and rural "
            "development across countries and fields, for knowledge sharing.",
            zh="专家库汇集各国、各领域减贫与乡村发展的理念、思路和实践，供知识共享。",
        ),
        **place,
        **both,
    )
    builder.speakers(
        bank, ((people.leader("CN"), SpeakingPart.CHAIR, 5), *_two(builder, ("LA", "TH")))
    )
    builder.session(
        "EXPO",
        T(en="Opening of the exhibition", zh="成果展开幕"),
        SessionKind.SOCIAL,
        at="16:15",
        minutes=15,
        **place,
    )
    builder.session(
        "HEADS",
        T(en="Heads of delegation", zh="代表团团长会议"),
        SessionKind.CLOSED,
        at="16:30",
        minutes=60,
        visibility=Visibility.REGISTERED,
        **place,
    )
    pause(builder, main, "DINNER", "18:30", 90, D1, words=T(en="Welcome dinner", zh="欢迎晚宴"))


def _two(builder: Builder, countries: tuple[str, str]) -> list[tuple[Person, SpeakingPart, int]]:
    return [(builder.people.expert(c), SpeakingPart.PRESENTATION, 15) for c in countries]
