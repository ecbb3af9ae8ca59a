"""What Babel keeps of CLDR: all that it reads, for as long as the process lives."""

from __future__ import annotations

from collections.abc import Iterable

from babel import localedata
from babel.core import get_global

NEVER_ASKED = (
    *("currency_names", "currency_names_plural", "currency_symbols", "compact_currency_formats"),
    *("compact_decimal_formats", "meta_zones", "time_zones", "unit_display_names", "variants"),
)


def keep_little(locales: Iterable[str]) -> None:
    """Let go of what this product never asks of these locales, and of how others may be guessed.

    That is 4 MB in each process.
    """
    get_global("likely_subtags").clear()  # type: ignore[attr-defined]  # it is a dict
    parents = get_global("parent_exceptions")
    for name in dict.fromkeys(("root", *(parents.get(one, one) for one in locales), *locales)):
        data = localedata.load(name)
        for kind in NEVER_ASKED:
            data.pop(kind, None)
