"""Names of states as meetings print them.

CLDR names some states otherwise than they name themselves ("Myanmar (Burma)", "Laos"); those of
the region stand here in their short and their formal form (UN Terminology Database), the rest
come from CLDR.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

SHORT: dict[str, dict[str, str]] = {
    "BN": {"en": "Brunei Darussalam", "zh": "文莱"},
    "CN": {"en": "China", "zh": "中国"},
    "ID": {"en": "Indonesia", "zh": "印度尼西亚"},
    "KH": {"en": "Cambodia", "zh": "柬埔寨"},
    "KR": {"en": "Republic of Korea", "zh": "韩国"},
    "LA": {"en": "Lao PDR", "zh": "老挝"},
    "MM": {"en": "Myanmar", "zh": "缅甸"},
    "MY": {"en": "Malaysia", "zh": "马来西亚"},
    "PH": {"en": "Philippines", "zh": "菲律宾"},
    "SG": {"en": "Singapore", "zh": "新加坡"},
    "TH": {"en": "Thailand", "zh": "泰国"},
    "TL": {"en": "Timor-Leste", "zh": "东帝汶"},
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
_NOT_STATES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


@cache
def country_name(code: str, locale: str, *, formal: bool = False) -> str:
    """A state's name in a locale, short or formal; the code itself where it names none."""
    table = FORMAL if formal else SHORT
    if names := table.get(code) or SHORT.get(code):
        return names.get(locale) or names["en"]
    return str(Locale.parse(locale).territories.get(code, code))


@cache
def country_codes() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes that a person may choose."""
    codes = (str(code) for code in Locale.parse("en").territories)
    return tuple(sorted(c for c in codes if len(c) == 2 and c.isalpha() and c not in _NOT_STATES))


@cache
def choices(locale: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the order of its names."""
    return tuple(
        sorted(((code, country_name(code, locale)) for code in country_codes()), key=lambda c: c[1])
    )


@cache
def zone_place(zone: str, locale: str) -> str:
    """The capital that a zone of the region stands for, else the city in the zone's name."""
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    return _PLACES.get(locale, {}).get(zone) or _PLACES["en"].get(zone, city)
