"""The 16th China-ASEAN Forum on Social Development and Poverty Reduction, Nanning, June 2022.

Series, edition, theme, opening day, place, format, organisations, countries, and the two speeches
by LIU Huanxin and Ramo are on public record. Everything else is illustrative, and the page says so.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.topics import DESCRIPTION, FOREWORD, SPEECH, TOPICS
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.delegations import CountryOrder, DelegationCategory
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.speakers import SpeakerMode, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person, Room, Track

T = Translated
SERIES = T(
    en="China-ASEAN Forum on Social Development and Poverty Reduction",
    zh="中国—东盟社会发展与减贫论坛",
)
COUNTRIES = ("CN", "BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN")
CAPITALS = ("Asia/Bangkok", "Asia/Yangon", "Asia/Jakarta", "Asia/Manila")
D1, D2, D3 = date(2022, 6, 28), date(2022, 6, 29), date(2022, 6, 30)
NOTICE = T(
    en="A demonstration. On record: the series and edition, the theme, the opening day, the place, "
    "the organisations, the countries, and the speeches by LIU Huanxin and Ramo. Session times, "
    "rooms, all other speakers and participants are illustrative.",
    zh="演示内容。论坛系列与届次、主题、开幕日期、地点、主办与支持单位、参与国家，"
    "以及刘焕鑫先生和 Ramo 先生的发言见诸公开报道；"
    "会议时间、会场、其他发言人及与会人员均为示例。",
)


def load(now: datetime) -> Event:
    """Write the event, its agenda and its participants down."""
    builder = Builder.begin(
        now=datetime(2022, 6, 27, 9, tzinfo=now.tzinfo),
        series=(SERIES, 2007),
        slug="forum-2022",
        edition=16,
        kind=EventKind.FORUM,
        title=T(
            en="The 16th China-ASEAN Forum on Social Development and Poverty Reduction",
            zh="第十六届中国—东盟社会发展与减贫论坛",
        ),
        theme=T(
            en="Strengthening Poverty Alleviation Exchanges and Building a Prosperous Homeland",
            zh="加强减贫交流合作，共建繁荣美好家园",
        ),
        description=T(
            en="Since 2007 the Forum has brought together those who work against poverty in China "
            "and the ASEAN countries: officials, experts, scholars and business representatives.",
            zh="自2007年以来，本论坛汇聚中国与东盟国家从事减贫工作的政府官员、专家、学者和企业代表。",
        ),
        notice=NOTICE,
        starts_on=D1,
        ends_on=D3,
        zone="Asia/Shanghai",
        place=T(en="Nanning, Guangxi, China", zh="中国广西南宁"),
        venue=T(en="Convention centre (illustrative)", zh="会议中心（示例）"),
        format=EventFormat.HYBRID,
        languages=("en", "zh"),
        capitals=CAPITALS,
        accent="#7a1f2b",
        state=EventState.ARCHIVED,
        country_order=CountryOrder.HOST_FIRST,
        contact_name="Secretariat of the Forum (illustrative)",
        contact_email="secretariat@forum.example",
        symbol="CAF-SDPR/16",
        foreword=FOREWORD,
        foreword_by="The secretariat",
    )
    _organisations(builder)
    main = builder.part(T(en="Main forum", zh="主论坛"), seats_room=150, seats_online=500)
    themes = builder.part(T(en="Thematic exchanges", zh="专题交流"), seats_room=120)
    visit = builder.part(T(en="Field visit", zh="实地考察"), seats_room=60, seats_online=0)
    _agenda(builder, main, themes, visit)
    return builder.event


def _organisations(builder: Builder) -> None:
    co_host, supporter = OrganisationRole.CO_HOST, OrganisationRole.SUPPORTER
    for position, (english, chinese, role) in enumerate(
        (
            (
                "National Rural Revitalization Administration of China",
                "国家乡村振兴局",
                co_host,
            ),
            (
                "People’s Government of Guangxi Zhuang Autonomous Region",
                "广西壮族自治区人民政府",
                co_host,
            ),
            ("ASEAN Secretariat", "东盟秘书处", supporter),
            ("United Nations Development Programme", "联合国开发计划署", supporter),
            (
                "China International Center for Economic and Technical Exchanges",
                "中国国际经济技术交流中心",
                supporter,
            ),
        )
    ):
        builder.organisation(T(en=english, zh=chinese), role, position)
    for country in COUNTRIES:
        host = country == "CN"
        category = DelegationCategory.HOST if host else DelegationCategory.MEMBER
        builder.delegation(country, category, hosting=host, quota_room=None if host else 12)


def _agenda(builder: Builder, main: Part, themes: Part, visit: Part) -> None:
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
    _first_day(builder, main, hall)
    _side_meetings(builder, main, rooms)
    _exchanges(builder, themes, rooms, tracks)
    _last_day(builder, main, visit, hall)
    builder.video()
    _participants(builder)


def _first_day(builder: Builder, main: Part, hall: Room) -> None:
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
            _pause(builder, main, "LUNCH1", "12:00", 120, D1)
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
    _pause(builder, main, "DINNER", "18:30", 90, D1, words=T(en="Welcome dinner", zh="欢迎晚宴"))


def _two(builder: Builder, countries: tuple[str, str]) -> list[tuple[Person, SpeakingPart, int]]:
    return [(builder.people.expert(c), SpeakingPart.PRESENTATION, 15) for c in countries]


def _exchanges(builder: Builder, part: Part, rooms: list[Room], tracks: list[Track]) -> None:
    people, number = builder.people, 0
    _pause(builder, part, "TEA2", "10:30", 15, D2)
    _pause(builder, part, "LUNCH2", "12:15", 105, D2)
    _pause(builder, part, "TEA3", "15:30", 15, D2)
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
    _pause(builder, main, "TEA4", "10:30", 20, D3)
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
    _pause(builder, main, "LUNCH3", "12:00", 90, D3)
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


def _pause(
    builder: Builder,
    part: Part,
    code: str,
    at: str,
    minutes: int,
    day: date,
    *,
    words: Translated | None = None,
) -> None:
    lunch = minutes > 60
    default = T(en="Lunch", zh="午餐") if lunch else T(en="Tea break", zh="茶歇")
    builder.session(
        code, words or default, SessionKind.BREAK, day=day, at=at, minutes=minutes, part=part
    )
