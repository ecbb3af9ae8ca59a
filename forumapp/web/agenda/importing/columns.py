"""The columns of a sheet and what each can be taken for."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request

from forumapp.domain.schedules import IGNORED
from forumapp.domain.sheets import Column
from forumapp.http.locale import locale
from forumapp.i18n import findings
from forumapp.i18n.catalogue import language_name
from forumapp.services.events import EventRow

MOST = 60


def meanings(event: EventRow) -> tuple[tuple[str, str], ...]:
    """Everything that a column can hold: its code and its words, texts in each language."""
    return tuple(pair for column in Column for pair in _meanings(column, event))


def _meanings(column: Column, event: EventRow) -> Iterator[tuple[str, str]]:
    words = findings.field(column.value, locale())
    yield column.value, words
    if column.translated:
        for code in event.languages:
            yield f"{column.value}:{code}", f"{words} ({language_name(code, locale())})"


def chosen(event: EventRow) -> dict[str, str]:
    """What the form says that columns are taken for, by their names."""
    known = {code for code, _words in meanings(event)}
    pairs = zip(request.form.getlist("name"), request.form.getlist("meaning"), strict=False)
    return {
        name[:80]: meaning if meaning in known else IGNORED for name, meaning in list(pairs)[:MOST]
    }
