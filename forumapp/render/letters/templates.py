"""The templates of mails, apart from those of pages: they know no request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_interval
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from forumapp.config import ROOT
from forumapp.domain import clock
from forumapp.domain.programme import EventFacts
from forumapp.i18n import catalogue
from forumapp.i18n.words import label
from forumapp.render.wording import line, lines

_GAPS = re.compile(r"\n[ \t]*\n\s*\n")


def page(name: str, locale: str, facts: Mapping[str, Any]) -> str:
    """A template filled in, speaking this language. HTML is escaped, plain text is not."""
    filled = environment(locale).get_template(name).render(facts).strip() + "\n"
    return filled if name.endswith(".html") else _GAPS.sub("\n\n", filled)


@cache
def environment(locale: str) -> Environment:
    """The templates in one language; a name they don't know is an error."""
    made = Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(  # type: ignore[attr-defined]
        catalogue.translations(locale), newstyle=True
    )
    filters: Mapping[str, Callable[..., object]] = {
        "tr": lambda text: line(text.pick(locale)),
        "label": lambda code: label(code, locale),
        "line": line,
        "lines": lines,
        "dates": lambda event: dates(event, locale),
        "moment": lambda moment, zone: instant(moment, zone, locale),
    }
    made.filters.update(filters)
    return made


def dates(event: EventFacts, locale: str) -> str:
    """The days of an event: 9 March 2027, or 9–11 Mar 2027."""
    first, last = event.starts_on, event.ends_on
    if first == last:
        return format_date(first, "long", locale=_british(locale))
    return str(format_interval(first, last, "yMMMd", locale=_british(locale)))


def instant(moment: datetime, zone: str, locale: str) -> str:
    """An aware instant on a zone's clock, with its offset."""
    wall = clock.wall(moment, zone)
    words = f"{format_date(wall.date(), 'long', locale=_british(locale))} {wall:%H:%M}"
    return f"{words} ({clock.offset_label(clock.offset(moment, zone))})"


def _british(locale: str) -> str:
    return "en_GB" if locale == "en" else locale


def _folder() -> Path:
    """The folder of the checkout, or of the installed package."""
    beside = ROOT / "templates"
    return (beside if beside.is_dir() else ROOT / "forumapp" / "templates") / "mail"
