"""What Babel keeps of CLDR, and what is asked of it."""

from __future__ import annotations

from datetime import date, timedelta

from babel import Locale, localedata
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from flask import Flask

from forumapp.i18n.catalogue import locales
from forumapp.i18n.cldr import NEVER_ASKED


def test_what_is_never_asked_is_let_go_and_all_else_still_known(app: Flask) -> None:
    kept = {name: set(localedata.load(name)) for name in ("en_GB", *locales())}
    assert {name: found & set(NEVER_ASKED) for name, found in kept.items()} == {
        "en_GB": set(),
        "en": set(),
        "zh": set(),
    }
    said = {
        name: (
            Locale.parse(name).territories["LA"],
            Locale.parse(name).get_display_name("en"),
            format_list(("A", "B", "C"), locale=name),
            format_date(date(2026, 11, 28), "long", locale=name),
            format_timedelta(timedelta(minutes=-5), add_direction=True, locale=name),
        )
        for name in locales()
    }
    assert said == {
        "en": ("Laos", "English", "A, B, and C", "November 28, 2026", "5 minutes ago"),
        "zh": ("老挝", "Chinese", "A、B和C", "2026年11月28日", "5分钟前"),
    }
    assert Locale.parse("km").get_display_name("en") == "Khmer"
