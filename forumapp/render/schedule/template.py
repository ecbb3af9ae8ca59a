"""An empty programme's sheet with an example in each column, to be filled in and taken over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from forumapp.domain.agenda import SessionKind
from forumapp.domain.sheets import SheetRow, SpeakerLine, cells, layout
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.render.schedule.table import heading_words, reader_first, sayer, typed
from forumapp.render.sheets import Table


def template(languages: tuple[str, ...], *, first_day: date, locale: str) -> Table:
    """Three sessions of an event in these languages, the reader's first."""
    languages = reader_first(languages, locale)
    columns = layout(languages)
    rows = []
    for row in _examples(languages, first_day, locale):
        texts = cells(row, languages, say=sayer(locale))
        pairs = zip(columns, texts, strict=True)
        rows.append([typed(row, heading, text, locale=locale) for heading, text in pairs])
    return Table(
        title=gettext(_("Template"), locale),
        headings=[heading_words(heading, locale) for heading in columns],
        rows=rows,
    )


def _examples(languages: tuple[str, ...], day: date, locale: str) -> Iterator[SheetRow]:
    def row(title: str, kind: SessionKind, begins: time, ends: time, **more: Any) -> SheetRow:
        return SheetRow(
            key="",
            code="",
            title=Translated({code: gettext(title, code) for code in languages}),
            kind=kind,
            starts=datetime.combine(day, begins),
            ends=datetime.combine(day, ends),
            part=gettext(_("Programme"), locale),
            **more,
        )

    yield row(
        _("Opening ceremony"),
        SessionKind.CEREMONY,
        time(9),
        time(9, 30),
        room=gettext(_("Hall A"), locale),
        languages=languages,
        interpretation=languages[1:],
        speakers=(_host(locale), _guest(locale)),
    )
    yield row(_("Coffee break"), SessionKind.BREAK, time(9, 30), time(10), all_rooms=True)
    yield row(
        _("First plenary"),
        SessionKind.PLENARY,
        time(10),
        time(11, 30),
        room=gettext(_("Hall A"), locale),
        track=gettext(_("Villages"), locale),
        languages=languages[:1],
        description=Translated(
            {code: gettext(_("What the session is about."), code) for code in languages}
        ),
    )


def _host(locale: str) -> SpeakerLine:
    return _speaker(
        "EXAMPLE Maly",
        _("Minister"),
        _("Ministry of Rural Development"),
        locale=locale,
        honorific="H.E. Ms.",
        part=SpeakingPart.OPENING_REMARKS,
        country="KH",
        minutes=10,
        mode=SpeakerMode.ROOM,
        status=SpeakerStatus.CONFIRMED,
    )


def _guest(locale: str) -> SpeakerLine:
    return _speaker(
        "SAMPLE Anan",
        _("Director General"),
        _("Ministry of Agriculture"),
        locale=locale,
        honorific="Mr.",
        part=SpeakingPart.ADDRESS,
        country="TH",
        minutes=8,
        mode=SpeakerMode.VIDEO_LINK,
        status=SpeakerStatus.INVITED,
    )


def _speaker(name: str, title: str, organisation: str, *, locale: str, **more: Any) -> SpeakerLine:
    return SpeakerLine(
        printed_name=name,
        family_name=name.partition(" ")[0],
        title=gettext(title, locale),
        organisation=gettext(organisation, locale),
        **more,
    )
