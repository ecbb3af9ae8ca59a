"""The templates of mails, apart from those of pages: they know no request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from forumapp.config import ROOT
from forumapp.i18n import catalogue
from forumapp.i18n.words import issued_as, label
from forumapp.render.letters.dates import dates, instant
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
    made.install_gettext_translations(  # type: ignore[attr-defined]  # the i18n extension adds it
        catalogue.translations(locale), newstyle=True
    )
    filters: Mapping[str, Callable[..., object]] = {
        "tr": lambda text: line(text.pick(locale)),
        "label": lambda code: label(code, locale),
        "line": line,
        "lines": lines,
        "dates": lambda event: dates(event, locale),
        "issued_as": lambda release: issued_as(release.status, release.revision, locale),
        "moment": lambda moment, zone: instant(moment, zone, locale),
    }
    made.filters.update(filters)
    return made


def _folder() -> Path:
    """The folder of the checkout, or of the installed package."""
    beside = ROOT / "templates"
    return (beside if beside.is_dir() else ROOT / "forumapp" / "templates") / "mail"
