"""Two saves of one thing, shown beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import gettext as _

from forumapp.domain.errors import Stale
from forumapp.http.locale import date_and_time, locale, short_day
from forumapp.i18n.catalogue import own_name
from forumapp.i18n.words import label

Rows = list[tuple[str, str, str]]


def rows(form: Any, error: Stale) -> Rows:
    """(label, theirs, yours) of every field that differs, for the component `conflict`."""
    found: Rows = []
    for name, yours in error.yours.items():
        theirs = error.theirs.get(name)
        title = str(form[name].label.text) if name in form else name
        if isinstance(yours, Mapping) and isinstance(theirs, Mapping):
            found.extend(_by_language(title, theirs, yours))
        else:
            found.append((title, _shown(form, name, theirs), _shown(form, name, yours)))
    return found


def _by_language(
    title: str, theirs: Mapping[str, str], yours: Mapping[str, str]
) -> Iterable[tuple[str, str, str]]:
    for language in {**theirs, **yours}:
        old, new = theirs.get(language, ""), yours.get(language, "")
        if old != new:
            yield f"{title} · {own_name(language)}", old, new


def _shown(form: Any, name: str, value: Any) -> str:
    """A value as the form would put it: a choice by its words."""
    if isinstance(value, tuple | list):
        return ", ".join(_shown(form, name, item) for item in value)
    choices = (getattr(form[name], "choices", None) if name in form else None) or ()
    known = {str(choice.value): str(choice.label) for choice in choices}
    key = "" if value is None else str(value)
    return known[key] if key in known else printed(value, zone=form.clock)


def printed(value: Any, *, zone: str = "UTC") -> str:
    """A value as a page prints it: codes in words, days and times in the page's language."""
    if isinstance(value, Enum):
        return label(value, locale())
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return date_and_time(value, zone)
    if isinstance(value, date):
        return short_day(value)
    return "" if value is None else str(value)
