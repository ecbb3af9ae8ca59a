"""Recognising states in running text, English or Chinese, by short, formal and usual names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from forumapp.domain.names import plain_key
from forumapp.i18n.countries import FORMAL, SHORT, country_codes

_USUAL = {
    "BN": "Brunei|Bruneian|文莱国",
    "CN": "PRC|P.R.C.|PR China|P.R. China|P. R. China|Chinese|中华人民共和国",
    "GB": "UK|U.K.|Great Britain",
    "ID": "Indonesian|印尼",
    "IR": "Iran",
    "KH": "Cambodian|Kampuchea",
    "KP": "DPRK|North Korea",
    "KR": "ROK|South Korea|Korea|Korean|韩国",
    "LA": "Lao P.D.R.|Lao|Laos|LPDR|Lao People's Democratic Republic",
    "MM": "Burma|缅甸联邦",
    "MY": "Malaysian",
    "PH": "the Philippines|Philippine|Filipino",
    "RU": "Russia|俄罗斯",
    "SG": "Singaporean",
    "TH": "Thai|泰王国",
    "TL": "Timor Leste|East Timor|东帝汶民主共和国",
    "TR": "Turkey|Turkiye",
    "US": "USA|U.S.A.|U.S.|United States of America|美利坚合众国",
    "VN": "Vietnam|Vietnamese|Viet Nam",
}
_QUOTES = re.compile("['’]")
_NOT_BEFORE = re.compile(r"(?:[-\u2010-\u2015\u2212/]|\bin|\bto|驻)\s*$", re.IGNORECASE)
_NOT_AFTER = re.compile(r"\s*[-\u2010-\u2015\u2212/—](?=\S)")


def country_named(text: str) -> str:
    """The code of the state that a whole text names (`Kingdom of Cambodia`, `KH`), else nothing."""
    text = text.strip(" .()（）")
    if text.upper() in country_codes():
        return text.upper()
    key = _key(text.removeprefix("the ").removeprefix("The "))
    return _by_name().get(key, "")


def country_in(text: str) -> str:
    """The code of the first state that a text speaks of; nothing for none.

    One that is part of a wider name (`ASEAN-China Centre`), or where somebody only is
    (`Representative in China`), doesn't count.
    """
    for found in _pattern().finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if not _NOT_BEFORE.search(before) and not _NOT_AFTER.match(after):
            return _by_name()[_key(found[0])]
    return ""


@cache
def _by_name() -> dict[str, str]:
    return {_key(name): code for code in country_codes() for name in _names(code) if name}


def _names(code: str) -> Iterator[str]:
    for table in (SHORT, FORMAL):
        yield from table.get(code, {}).values()
    for locale in ("en", "zh"):
        yield str(Locale.parse(locale).territories.get(code, ""))
    yield from _USUAL.get(code, "").split("|")


@cache
def _pattern() -> re.Pattern[str]:
    """Any name, the longest first; English ones as whole words, in their own case."""
    names = {name for code in country_codes() for name in _names(code) if name}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pieces = [_piece(name) for name in longest_first]
    return re.compile("|".join(pieces))


def _piece(name: str) -> str:
    words = r"\s+".join(_QUOTES.sub("['’]", re.escape(word)) for word in name.split())
    return rf"(?<!\w){words}(?!\w)" if name[0].isascii() else words


def _key(name: str) -> str:
    return plain_key(name.replace("’", "'"))
