"""The 5th Joint Working Group Meeting on Poverty Reduction of Lancang-Mekong Cooperation, 2021.

Series, edition, day, host, countries, the two forums of the same day and five speakers with what
they gave are on public record. Everything else is illustrative, and the page says so.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.topics import DESCRIPTION, FOREWORD, SPEECH, TOPICS
from forumapp.domain.agenda import SessionKind
from forumapp.domain.delegations import DelegationCategory, HostPlace
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.speakers import SpeakerMode, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person

T = Translated
DAY = date(2021, 11, 10)
COUNTRIES = ("MM", "KH", "CN", "LA", "TH", "VN")
NOTICE = T(
    en="A demonstration. On record: day, host, forums, countries, the parts of XU Jianmin, "
    "Hap Omaly, Khant Zaw, Win Zeyar Tun and TAN Weiping; times, other people and texts are "
    "illustrative.",
    zh="演示内容。会议名称、日期、主办方、同日举行的两个论坛、参与国家以及徐建民、Hap Omaly、"
    "Khant Zaw、Win Zeyar Tun、谭卫平的发言见诸公开报道；会议时间、其他发言人及与会人员均为示例。",
)


def load(now: datetime) -> Event:
    """Write the event, its three parts and its participants down."""
    builder = Builder.begin(
        now=datetime(2021, 11, 9, 9, tzinfo=now.tzinfo),
        series=(
            T(
                en="Joint Working Group on Poverty Reduction, Lancang-Mekong Cooperation",
                zh="澜沧江—湄公河合作减贫联合工作组",
            ),
            None,
        ),
        slug="jwg-2021",
        edition=5,
        kind=EventKind.MEETING,
        title=T(
            en="The 5th Joint Working Group Meeting on Poverty Reduction of the Lancang-Mekong "
            "Cooperation",
            zh="澜沧江—湄公河合作减贫联合工作组第五次会议",
        ),
        notice=NOTICE,
        starts_on=DAY,
        ends_on=DAY,
        zone="Asia/Yangon",
        place=T(en="Online, hosted by Myanmar", zh="线上（缅甸主办）"),
        format=EventFormat.ONLINE,
        languages=("en", "zh"),
        capitals=("Asia/Bangkok", "Asia/Shanghai"),
        accent="#1f5a4a",
        state=EventState.ARCHIVED,
        host_place=HostPlace.FIRST,
        contact_name=T(en="Secretariat of the meeting (illustrative)", zh="会议秘书处（示例）"),
        contact_email="secretariat@forum.example",
        symbol="LMC-JWGPR/5",
        foreword=FOREWORD,
        foreword_by=T(en="The secretariat", zh="秘书处"),
    )
    ministry = T(
        en="Ministry of Cooperatives and Rural Development of Myanmar", zh="缅甸合作社与农村发展部"
    )
    builder.organisation(ministry, OrganisationRole.HOST, 0)
    for country in COUNTRIES:
        host = country == "MM"
        category = DelegationCategory.HOST if host else DelegationCategory.MEMBER
        builder.delegation(country, category, hosting=host)
    _meeting(builder, builder.part(T(en="Joint Working Group meeting", zh="联合工作组会议")))
    pandemic = builder.part(
        T(en="Forum on Pandemic Response Experience Sharing", zh="抗击疫情经验分享论坛")
    )
    _forum(builder, pandemic, "P", "13:00", topic=TOPICS[6], lead=_tan(builder))
    rural = builder.part(T(en="Forum on Regional Rural Development", zh="区域乡村发展论坛"))
    _forum(builder, rural, "R", "14:45", topic=TOPICS[1], lead=builder.people.expert("LA"))
    builder.video()
    _participants(builder)
    return builder.event


def _meeting(builder: Builder, part: Part) -> None:
    people = builder.people
    place: dict[str, Any] = {"part": part, "day": DAY, "languages": ("en",)}
    opening = builder.session(
        "OPEN",
        T(en="Opening", zh="开幕"),
        SessionKind.CEREMONY,
        at="09:00",
        minutes=45,
        **place,
    )
    xu, hap, khant, win = _on_record(builder)
    builder.speakers(
        opening,
        (
            (people.official("MM"), SpeakingPart.MASTER_OF_CEREMONIES, 3),
            (khant, SpeakingPart.ADDRESS, 8),
            (hap, SpeakingPart.ADDRESS, 8),
            (xu, SpeakingPart.OPENING_REMARKS, 8),
            (win, SpeakingPart.ADDRESS, 8),
        ),
        mode=SpeakerMode.VIDEO_LINK,
    )
    items = (
        ("AGENDA", T(en="Adoption of the agenda", zh="通过议程"), "09:45", 15, 0),
        (
            "REPORT",
            T(en="Progress since the fourth meeting", zh="第四次会议以来的进展"),
            "10:00",
            45,
            6,
        ),
        ("PLAN", T(en="Plan of work for the coming year", zh="下一年度工作计划"), "11:00", 45, 6),
        ("ADOPT", T(en="Adoption of the summary record", zh="通过会议纪要"), "11:45", 15, 0),
    )
    builder.session(
        "TEA", T(en="Break", zh="休息"), SessionKind.BREAK, at="10:45", minutes=15, **place
    )
    for code, title, at, minutes, voices in items:
        session = builder.session(code, title, SessionKind.PLENARY, at=at, minutes=minutes, **place)
        chair = [(people.official("MM"), SpeakingPart.CHAIR, 3)]
        turns = [(people.official(c), SpeakingPart.STATEMENT, 7) for c in COUNTRIES[:voices]]
        builder.speakers(
            session,
            (*chair, *turns),
            mode=SpeakerMode.VIDEO_LINK,
            text=SPEECH.format(topic=title["en"]),
        )
    builder.session(
        "LUNCH", T(en="Lunch break", zh="午休"), SessionKind.BREAK, at="12:00", minutes=60, **place
    )


def _forum(
    builder: Builder, part: Part, letter: str, at: str, *, topic: Translated, lead: Person
) -> None:
    people = builder.people
    hour, minute = (int(piece) for piece in at.split(":"))
    place: dict[str, Any] = {"part": part, "day": DAY, "languages": ("en",)}
    first = builder.session(
        f"{letter}1",
        T(en="Presentations", zh="专题发言"),
        SessionKind.PLENARY,
        at=at,
        minutes=60,
        description=DESCRIPTION,
        **place,
    )
    builder.speakers(
        first,
        (
            (people.scholar("TH"), SpeakingPart.MODERATOR, 5),
            (lead, SpeakingPart.PRESENTATION, 15),
            *((people.expert(c), SpeakingPart.PRESENTATION, 12) for c in ("KH", "VN", "MM")),
        ),
        mode=SpeakerMode.VIDEO_LINK,
        topic=topic,
        text=SPEECH.format(topic=topic["en"]),
    )
    second = builder.session(
        f"{letter}2",
        T(en="Questions and discussion", zh="问答与讨论"),
        SessionKind.PLENARY,
        at=f"{hour + 1:02d}:{minute:02d}",
        minutes=30,
        **place,
    )
    builder.speakers(
        second,
        (
            (people.scholar("TH"), SpeakingPart.MODERATOR, 0),
            *((people.official(c), SpeakingPart.PANELLIST, 7) for c in ("LA", "VN", "CN")),
        ),
        mode=SpeakerMode.VIDEO_LINK,
    )


def _on_record(builder: Builder) -> tuple[Person, Person, Person, Person]:
    write = builder.people.on_record
    return (
        write(
            "XU Jianmin",
            family="XU",
            honorific="Mr.",
            title=T(en="Director General, General Department", zh="综合司司长"),
            organisation=T(
                en="National Rural Revitalization Administration of China", zh="国家乡村振兴局"
            ),
            country="CN",
        ),
        write(
            "Hap Omaly",
            family="Hap",
            honorific="H.E.",
            title=T(en="State Secretary", zh="国务秘书"),
            organisation=T(en="Ministry of Rural Development", zh="农村发展部"),
            country="KH",
        ),
        write(
            "Khant Zaw",
            family="",
            honorific="H.E.",
            title=T(en="Permanent Secretary", zh="常务秘书"),
            organisation=T(
                en="Ministry of Cooperatives and Rural Development", zh="合作社与农村发展部"
            ),
            country="MM",
        ),
        write(
            "Win Zeyar Tun",
            family="",
            honorific="Mr.",
            title=T(en="Vice Chair / Deputy Director General", zh="副主席、副司长"),
            organisation=T(
                en="Mekong-Lancang Cooperation National Coordination Unit",
                zh="湄澜合作国家协调机构",
            ),
            country="MM",
        ),
    )


def _tan(builder: Builder) -> Person:
    return builder.people.on_record(
        "TAN Weiping",
        family="TAN",
        honorific="Dr.",
        title=T(en="Deputy Director General", zh="副主任"),
        organisation=T(
            en="International Poverty Reduction Center in China (IPRCC)", zh="中国国际扶贫中心"
        ),
        country="CN",
    )


def _participants(builder: Builder) -> None:
    """About 30 people, every one of them online."""
    speaking = list(builder.event_people())
    builder.register(speaking[:30], online=1.0, days_open=20)
