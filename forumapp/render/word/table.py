"""A day of a programme as a table: time, item, room and part where there are several, speakers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from docx.shared import Emu
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from forumapp.domain.events import EventFormat
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts, SpeakerMode
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.volumes.front import PAUSES
from forumapp.render.volumes.language import marks
from forumapp.render.word.cells import SHADE, grid, mark, one, shade, write_name
from forumapp.render.word.text import write
from forumapp.render.wording import Wording, span

WHOLE = 6  # speakers up to whom a row stays on one page
Fill = Callable[[_Cell, SessionFacts], None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, and what fills a cell of it."""

    heading: str
    share: float
    fill: Fill


class Layout:
    """The columns of one programme's tables, in one language or in two side by side."""

    def __init__(self, programme: Programme, *, locales: tuple[str, ...], base_url: str) -> None:
        self.programme = programme
        self.wordings = tuple(
            Wording(programme, locale=locale, base_url=base_url) for locale in locales
        )
        rooms = {session.room_id for session in programme.sessions if session.room_id}
        parts = {session.part_id for session in programme.sessions}
        self.only_room = next(iter(rooms)) if len(rooms) == 1 else None
        self._rooms, self._parts = len(rooms) > 1, len(parts) > 1
        self.columns = tuple(self._columns())

    @property
    def wide(self) -> bool:
        """Whether they need the page across."""
        return len(self.wordings) > 1

    def _columns(self) -> Iterable[Column]:
        yield Column(self._both(_("Time")), 1.55, self._time)
        for wording in self.wordings:
            yield Column(wording.say(_("Item")), 2.7, _title(wording))
        if self._rooms:
            yield Column(self._both(_("Room")), 1.4, self._each(_room))
        if self._parts:
            yield Column(self._both(_("Part")), 1.5, self._each(Wording.part))
        for place, wording in enumerate(self.wordings):
            heading = wording.say(_("Speakers"))
            yield Column(heading, 3.9, _speakers(wording, second=place > 0))

    def _both(self, message: str) -> str:
        return " ".join(dict.fromkeys(wording.say(message) for wording in self.wordings))

    def _each(self, words: Callable[[Wording, SessionFacts], str]) -> Fill:
        """The text of the first language alone: names are looked up by it when read back."""
        wording = self.wordings[0]
        return lambda cell, session: one(cell, words(wording, session))

    def _time(self, cell: _Cell, session: SessionFacts) -> None:
        """The hours, with (+1) for an end on the next day, and how it can be followed."""
        one(cell, span(session.starts, session.ends), bold=True)
        if mode := self._mode(session):
            write(cell.add_paragraph(), mode, quiet=True)

    def _mode(self, session: SessionFacts) -> str:
        if self.programme.event.format is not EventFormat.HYBRID or session.kind in PAUSES:
            return ""
        if not session.online:
            return self._both(_("In the room"))
        return self._both(_("Room and online") if session.room_id else _("Online"))

    def add(
        self, document: Any, sessions: Iterable[SessionFacts], *, width: int, name: str
    ) -> None:
        """A table of these sessions, whose head comes again on each page that it runs over."""
        columns = [(column.heading, column.share) for column in self.columns]
        table, widths = grid(document, columns, width=width, name=name)
        for session in sessions:
            self._row(table.add_row(), session, widths)

    def _row(self, row: _Row, session: SessionFacts, widths: list[Emu]) -> None:
        if len(session.speakers) <= WHOLE:
            mark(row, "w:cantSplit")
        for cell, column, wide in zip(row.cells, self.columns, widths, strict=True):
            cell.width = wide
            column.fill(cell, session)
            if session.kind in PAUSES:
                shade(cell, SHADE)


def _title(wording: Wording) -> Fill:
    def fill(cell: _Cell, session: SessionFacts) -> None:
        one(cell, wording.title(session), bold=session.kind not in PAUSES)

    return fill


def _room(wording: Wording, session: SessionFacts) -> str:
    return wording.room(session) if session.room_id else ""


def _speakers(wording: Wording, *, second: bool) -> Fill:
    """A line for each who speaks; in the second language, a Chinese name stands by itself."""

    def fill(cell: _Cell, session: SessionFacts) -> None:
        for place, (speaker, person) in enumerate(wording.speaking(session)):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            _introduce(paragraph, speaker, person, wording, alone=second)
            if topic := wording.pick(speaker.topic):
                write(cell.add_paragraph(), f"“{topic}”", italic=True)

    return fill


def _introduce(
    paragraph: Paragraph,
    speaker: SpeakerFacts,
    person: PersonFacts,
    wording: Wording,
    *,
    alone: bool,
) -> None:
    """Keynote: H.E. Mr. LIU Huanxin (刘焕鑫), Administrator, NRRA, China (by video link)."""
    signs, locale = marks(wording.locale), wording.locale
    write(paragraph, f"{label(speaker.part, locale)}{signs.colon}")
    write_name(paragraph, person, alone=alone and locale == "zh")
    post = (
        wording.pick(person.title),
        wording.pick(person.organisation),
        country_name(person.country, locale) if person.country else "",
    )
    write(paragraph, "".join(f"{signs.comma}{words}" for words in post if words))
    if speaker.mode is not SpeakerMode.ROOM:
        write(paragraph, f" ({label(speaker.mode, locale)})", quiet=True)
