"""Posts and institutions for made-up people, in English and Chinese."""

from __future__ import annotations

from forumapp.domain.text import Translated

MINISTRIES: dict[str, tuple[Translated, ...]] = {
    "CN": (
        Translated(
            en="Department of Rural Revitalization of Guangxi", zh="广西壮族自治区乡村振兴局"
        ),
        Translated(en="Centre for Rural Development Studies", zh="农村发展研究中心"),
    ),
    "KH": (Translated(en="Ministry of Rural Development", zh="农村发展部"),),
    "LA": (
        Translated(en="Department of Rural Development and Cooperatives", zh="农村发展与合作社司"),
        Translated(en="Ministry of Agriculture and Forestry", zh="农林部"),
    ),
    "MM": (
        Translated(en="Ministry of Cooperatives and Rural Development", zh="合作社与农村发展部"),
        Translated(en="Department of Rural Development", zh="农村发展司"),
    ),
    "TH": (
        Translated(
            en="Community Development Department, Ministry of Interior", zh="内政部社区发展厅"
        ),
        Translated(en="Office of Agricultural Economics", zh="农业经济办公室"),
    ),
    "VN": (
        Translated(en="Ministry of Agriculture and Rural Development", zh="农业与农村发展部"),
        Translated(en="National Office for Poverty Reduction", zh="国家减贫办公室"),
    ),
    "ID": (
        Translated(
            en="Ministry of Villages, Development of Disadvantaged Regions and Transmigration",
            zh="村庄、落后地区发展和移民部",
        ),
    ),
    "MY": (Translated(en="Ministry of Rural Development", zh="乡村发展部"),),
    "PH": (
        Translated(en="Department of Social Welfare and Development", zh="社会福利与发展部"),
        Translated(en="National Anti-Poverty Commission", zh="国家反贫困委员会"),
    ),
    "SG": (Translated(en="Ministry of Social and Family Development", zh="社会及家庭发展部"),),
    "BN": (Translated(en="Ministry of Culture, Youth and Sports", zh="文化、青年和体育部"),),
    "TL": (Translated(en="Ministry of Social Solidarity and Inclusion", zh="社会团结与包容部"),),
}

LEADERS = (
    Translated(en="Vice Minister", zh="副部长"),
    Translated(en="Secretary of State", zh="国务秘书"),
    Translated(en="Permanent Secretary", zh="常务秘书"),
)
OFFICIALS = (
    Translated(en="Director General", zh="司长"),
    Translated(en="Deputy Director General", zh="副司长"),
    Translated(en="Director of the Division of International Cooperation", zh="国际合作处处长"),
    Translated(en="Head of Planning", zh="规划处负责人"),
    Translated(en="Programme Officer", zh="项目官员"),
)
EXPERTS = (
    Translated(en="Senior Research Fellow", zh="高级研究员"),
    Translated(en="Team Leader, Village Pilot Project", zh="村级试点项目组组长"),
    Translated(en="Adviser on Rural Livelihoods", zh="农村生计顾问"),
)
SCHOLARS = (
    Translated(en="Professor of Development Economics", zh="发展经济学教授"),
    Translated(en="Associate Professor, Faculty of Agriculture", zh="农学院副教授"),
)
BUSINESS = (
    Translated(en="Managing Director", zh="总经理"),
    Translated(en="Chair, Association of Rural Cooperatives", zh="农村合作社协会主席"),
)
HONORIFICS = {"leader": ("H.E. Ms.", "H.E. Mr."), "scholar": ("Prof.", "Prof.")}
PLAIN = ("Ms.", "Mr.")
OWN_STYLE = ("MM", "BN")  # where a style of address is part of the name: Daw, U, Dayang, Awang
