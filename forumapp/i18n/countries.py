"""Names of states as meetings print them.

CLDR names some states otherwise than they name themselves ("Myanmar (Burma)", "Laos"); those of
the region stand here in their short and their formal form, others where the United Nations print
another name (UN Terminology Database); the rest come from CLDR.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel import Locale

from forumapp.i18n.order import sort_key

SHORT: dict[str, dict[str, str]] = {
    "AG": {"en": "Antigua and Barbuda"},
    "BA": {"en": "Bosnia and Herzegovina"},
    "BN": {"en": "Brunei Darussalam", "zh": "文莱"},
    "BO": {"en": "Bolivia (Plurinational State of)"},
    "CD": {"en": "Democratic Republic of the Congo", "zh": "刚果民主共和国"},
    "CG": {"en": "Congo", "zh": "刚果共和国"},
    "CN": {"en": "China", "zh": "中国"},
    "CV": {"en": "Cabo Verde"},
    "FM": {"en": "Micronesia (Federated States of)", "zh": "密克罗尼西亚联邦"},
    "ID": {"en": "Indonesia", "zh": "印度尼西亚"},
    "IR": {"en": "Iran (Islamic Republic of)", "zh": "伊朗"},
    "KH": {"en": "Cambodia", "zh": "柬埔寨"},
    "KN": {"en": "Saint Kitts and Nevis"},
    "KP": {"en": "Democratic People’s Republic of Korea", "zh": "朝鲜"},
    "KR": {
        "en": "Republic of Korea",
        "zh": "韩国",
        "km": "សាធារណរដ្ឋកូរ៉េ",
        "lo": "ສາທາລະນະລັດເກົາຫຼີ",
        "th": "สาธารณรัฐเกาหลี",
    },
    "LA": {"en": "Lao PDR", "zh": "老挝"},
    "LC": {"en": "Saint Lucia"},
    "MD": {"en": "Republic of Moldova"},
    "MM": {
        "en": "Myanmar",
        "zh": "缅甸",
        "km": "មីយ៉ាន់ម៉ា",
        "lo": "ມຽນມາ",
        "th": "เมียนมา",
        "vi": "Myanmar",
    },
    "MY": {"en": "Malaysia", "zh": "马来西亚"},
    "PH": {"en": "Philippines", "zh": "菲律宾"},
    "PS": {"en": "State of Palestine", "zh": "巴勒斯坦国"},
    "RU": {"en": "Russian Federation", "zh": "俄罗斯联邦"},
    "SG": {"en": "Singapore", "zh": "新加坡"},
    "ST": {"en": "Sao Tome and Principe"},
    "SY": {"en": "Syrian Arab Republic", "zh": "阿拉伯叙利亚共和国"},
    "TH": {"en": "Thailand", "zh": "泰国"},
    "TL": {"en": "Timor-Leste", "zh": "东帝汶"},
    "TT": {"en": "Trinidad and Tobago"},
    "TZ": {"en": "United Republic of Tanzania"},
    "US": {"en": "United States of America"},
    "VA": {"en": "Holy See", "zh": "教廷"},
    "VC": {"en": "Saint Vincent and the Grenadines"},
    "VE": {"en": "Venezuela (Bolivarian Republic of)"},
    "VN": {"en": "Viet Nam", "zh": "越南"},
}

FORMAL: dict[str, dict[str, str]] = {
    "BN": {"en": "Brunei Darussalam", "zh": "文莱达鲁萨兰国"},
    "CN": {"en": "People's Republic of China", "zh": "中华人民共和国"},
    "ID": {"en": "Republic of Indonesia", "zh": "印度尼西亚共和国"},
    "KH": {"en": "Kingdom of Cambodia", "zh": "柬埔寨王国"},
    "KR": {"en": "Republic of Korea", "zh": "大韩民国"},
    "LA": {"en": "Lao People's Democratic Republic", "zh": "老挝人民民主共和国"},
    "MM": {"en": "Republic of the Union of Myanmar", "zh": "缅甸联邦共和国"},
    "MY": {"en": "Malaysia", "zh": "马来西亚"},
    "PH": {"en": "Republic of the Philippines", "zh": "菲律宾共和国"},
    "SG": {"en": "Republic of Singapore", "zh": "新加坡共和国"},
    "TH": {"en": "Kingdom of Thailand", "zh": "泰王国"},
    "TL": {"en": "Democratic Republic of Timor-Leste", "zh": "东帝汶民主共和国"},
    "VN": {"en": "Socialist Republic of Viet Nam", "zh": "越南社会主义共和国"},
}

CAPITALS: dict[str, str] = {
    "BN": "Asia/Brunei",
    "CN": "Asia/Shanghai",
    "ID": "Asia/Jakarta",
    "KH": "Asia/Phnom_Penh",
    "LA": "Asia/Vientiane",
    "MM": "Asia/Yangon",
    "MY": "Asia/Kuala_Lumpur",
    "PH": "Asia/Manila",
    "SG": "Asia/Singapore",
    "TH": "Asia/Bangkok",
    "TL": "Asia/Dili",
    "VN": "Asia/Ho_Chi_Minh",
}
_PLACES = {
    "en": {
        "Asia/Brunei": "Bandar Seri Begawan",
        "Asia/Ho_Chi_Minh": "Hanoi",
        "Asia/Shanghai": "Beijing",
    },
    "zh": {
        "Asia/Bangkok": "曼谷",
        "Asia/Brunei": "斯里巴加湾",
        "Asia/Dili": "帝力",
        "Asia/Ho_Chi_Minh": "河内",
        "Asia/Jakarta": "雅加达",
        "Asia/Kuala_Lumpur": "吉隆坡",
        "Asia/Manila": "马尼拉",
        "Asia/Phnom_Penh": "金边",
        "Asia/Shanghai": "北京",
        "Asia/Singapore": "新加坡",
        "Asia/Vientiane": "万象",
        "Asia/Yangon": "仰光",
    },
}
# The members of the United Nations, its two observer states, the Cook Islands and Niue: who can
# send a delegation. ISO 3166-1 knows more codes, of territories and others.
STATES = """
    AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF
    CG CH CI CK CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB
    GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN
    KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX
    MY MZ NA NE NG NI NL NO NP NR NU NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC
    SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY
    UZ VA VC VE VN VU WS YE ZA ZM ZW
""".split()  # noqa: SIM905  a list would take two hundred lines


@cache
def home_zone(zone: str, country: str) -> str:
    """The zone in which somebody lives: theirs, else their capital's; empty if unknown."""
    return zone or CAPITALS.get(country, "")


def country_name(code: str, locale: str, *, formal: bool = False) -> str:
    """A state's name in a locale, short or formal; the code itself where it names none."""
    for table in (FORMAL, SHORT) if formal else (SHORT,):
        if name := table.get(code, {}).get(locale):
            return name
    return str(Locale.parse(locale).territories.get(code, code))


@cache
def country_codes() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes of the states that a person may come for."""
    return tuple(STATES)


@cache
def choices(locale: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the order of its names."""
    return in_order(country_codes(), locale)


def in_order(codes: Iterable[str], locale: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of these countries, in the order of their names."""
    named = ((code, country_name(code, locale)) for code in codes)
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], locale)))


@cache
def zone_place(zone: str, locale: str) -> str:
    """The capital that a zone of the region stands for, else the city in the zone's name."""
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    return _PLACES.get(locale, {}).get(zone) or _PLACES["en"].get(zone, city)
