"""The 16th China-ASEAN Forum on Social Development and Poverty Reduction, Nanning, June 2022.

Series, edition, theme, opening day, place, format, organisations, countries, and the two speeches
by LIU Huanxin and Ramo are on public record. Everything else is illustrative, and the page says so.
"""

from __future__ import annotations

from datetime import datetime

from forumapp.cli.demo.attending import Attending
from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.forum2022.agenda import write_agenda
from forumapp.cli.demo.forum2022.days import COUNTRIES, D1, D3
from forumapp.cli.demo.topics import FOREWORD
from forumapp.domain.delegations import DelegationCategory, HostPlace
from forumapp.domain.events import EventFormat, EventKind, EventState, OrganisationRole
from forumapp.domain.text import Translated
from forumapp.models import Event

T = Translated
SERIES = T(
    en="China-ASEAN Forum on Social Development and Poverty Reduction",
    zh="中国—东盟社会发展与减贫论坛",
)
CAPITALS = ("Asia/Bangkok", "Asia/Yangon", "Asia/Jakarta", "Asia/Manila")
NOTICE = T(
    en="A demonstration. On record: edition, theme, day, place, organisations, countries, the "
    "speeches of LIU Huanxin and Ramo; times, rooms, other people and texts are illustrative.",
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
        host_place=HostPlace.FIRST,
        contact_name=T(en="Secretariat of the Forum (illustrative)", zh="论坛秘书处（示例）"),
        contact_email="secretariat@forum.example",
        symbol="CAF-SDPR/16",
        foreword=FOREWORD,
        foreword_by=T(en="The secretariat", zh="秘书处"),
    )
    _organisations(builder)
    main = builder.part(T(en="Main forum", zh="主论坛"), seats_room=150, seats_online=500)
    themes = builder.part(T(en="Thematic exchanges", zh="专题交流"), seats_room=120)
    visit = builder.part(T(en="Field visit", zh="实地考察"), seats_room=60, seats_online=0)
    write_agenda(builder, main, themes, visit)
    Attending(builder.event, until=now).write()
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
