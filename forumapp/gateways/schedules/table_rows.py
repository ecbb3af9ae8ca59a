"""The rows of a sheet as drafts of sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.schedules.findings import Code, Place
from forumapp.domain.schedules.kinds import kind_of
from forumapp.domain.schedules.reading import ReadSpeaker
from forumapp.domain.sheets import (
    Column,
    SpeakerLine,
    code_of,
    read_bool,
    read_span,
    read_speakers,
)
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.agenda import Draft
from forumapp.gateways.schedules.cells import Cell, clock_of, day_of, text_of
from forumapp.gateways.schedules.collector import Collector
from forumapp.gateways.schedules.columns import Layout
from forumapp.gateways.schedules.dates import Days, is_heading, named
from forumapp.gateways.schedules.frab import minutes_of
from forumapp.gateways.schedules.items import (
    Item,
    add_title,
    item_of,
    paired,
    people_of,
    tell_apart,
)
from forumapp.gateways.schedules.people import begins_a_person
from forumapp.i18n.country_words import country_named

_MOST_MINUTES = 600
_PLAIN = (Column.ROOM, Column.VIDEO_ROOM, Column.TRACK, Column.PART)


@dataclass
class Rows:
    """The drafts of one sheet. A day that stands once counts for the rows below it too."""

    layout: Layout
    collector: Collector
    days: Days
    sheet: int
    day: date | None
    drafts: list[Draft] = field(default_factory=list)
    headings: list[tuple[Place, str]] = field(default_factory=list)

    def add(self, number: int, row: tuple[Cell, ...]) -> None:
        place = Place(self.sheet, number)
        cells = list(self._cells(row))
        if self._is_day(row) or self._is_heading(row, place):
            return
        columns = {column for column, _language, cell in cells if text_of(cell)}
        if not columns:
            return
        draft = _Row(place, cells, self).draft()
        self._read_others(draft, row)
        if self._goes_on(columns) and not self._runs_beside(draft):
            self._append(draft)
        else:
            draft.headings, self.headings = self.headings, []
            self.drafts.append(draft)

    def _read_others(self, draft: Draft, row: tuple[Cell, ...]) -> None:
        """What stands in columns of a document that mean nothing known: people, else text."""
        item = Item()
        texts = [text_of(row[n]) for n in self.layout.others if n < len(row)]
        lines = [line.strip() for text in texts for line in text.split("\n")]
        tell_apart(item, [line for line in lines if line and not line.strip("., ").isdigit()])
        draft.speakers += item.speakers
        draft.kept += item.kept

    def _is_heading(self, row: tuple[Cell, ...], place: Place) -> bool:
        """Whether a row has one text alone, where no title would stand: it heads those below."""
        filled = [n for n, cell in enumerate(row) if text_of(cell)]
        texts = {text_of(row[n]) for n in filled}
        if len(texts) != 1 or Column.TIME not in self.layout.columns:
            return False
        text = next(iter(texts))
        meanings = {
            m.column for n in filled if n < len(m_ := self.layout.meanings) and (m := m_[n])
        }
        alone = len(filled) == 1
        if read_span(text) or (Column.TITLE in meanings and alone):
            return False
        if Column.SPEAKERS in meanings and alone and begins_a_person(text):
            return False
        self.headings.append((place, text))
        return True

    def _cells(self, row: tuple[Cell, ...]) -> Iterator[tuple[Column, str, Cell]]:
        for meaning, cell in zip(self.layout.meanings, row, strict=False):
            if meaning is not None:
                yield meaning.column, meaning.language, cell

    def _is_day(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row with one text alone names the day of those below it."""
        texts = {text_of(cell) for cell in row if text_of(cell)}
        if len(texts) != 1 or not is_heading(text := next(iter(texts))):
            return False
        found = named(text)
        dated = self.days.date_of(found) if found else None
        if dated is not None:
            self.day = dated[0]
        return dated is not None

    def _goes_on(self, columns: set[Column]) -> bool:
        """Whether a row without a time says more of the session above, as merged cells do."""
        timed = {Column.TIME, Column.START, Column.END} & columns
        return bool(
            self.drafts
            and not timed
            and Column.TIME in self.layout.columns
            and not columns & {Column.CODE, Column.ID}
        )

    def _runs_beside(self, draft: Draft) -> bool:
        """Whether a row without a time is a session of its own beside the one above, whose time it
        then has: in another room, or called a parallel one.
        """
        above = self.drafts[-1]
        room, other = draft.fields.get("room"), above.fields.get("room")
        if not draft.name or not (
            (room and other and room != other) or kind_of(draft.name) is SessionKind.PARALLEL
        ):
            return False
        draft.beside, draft.wrong = above, above.wrong
        draft.take_times_of(above)
        return True

    def _append(self, more: Draft) -> None:
        above = self.drafts[-1]
        topic = Translated({k: v for k, v in more.title.items() if v})
        if more.speakers:
            above.speakers += (
                replace(one, topic=topic) if topic and not one.topic else one
                for one in more.speakers
            )
        elif more.name:
            above.kept.append(more.name)
        above.kept += more.kept
        above.unread += more.unread


class _Row:
    """One row: its cells by column, and what they come to."""

    def __init__(self, place: Place, cells: list[tuple[Column, str, Cell]], rows: Rows) -> None:
        self._place, self._rows, self._collector = place, rows, rows.collector
        self._columns = rows.layout.columns
        self._cells: dict[Column, Cell] = {}
        self._texts: dict[tuple[Column, str], list[str]] = {}
        for column, language, cell in cells:
            self._cells.setdefault(column, cell)
            self._texts.setdefault((column, language), []).append(text_of(cell))
        self._draft = Draft(place=place, twelve_hours=True)

    def draft(self) -> Draft:
        self._read_titles()
        self._read_day()
        self._read_times()
        self._read_people()
        self._read_description()
        self._draft.fields = dict(self._fields())
        return self._draft

    def _text(self, column: Column) -> str:
        return text_of(self._cells.get(column))

    def _tell(self, code: Code, **facts: str) -> None:
        self._collector.tell(code, self._place, self._draft.name, **facts)

    def _read_titles(self) -> None:
        """Titles by language. One of several lines has people and texts below the title."""
        draft = self._draft
        for (column, language), texts in self._texts.items():
            if column is not Column.TITLE:
                continue
            for text in texts:
                if self._rows.layout.exact and "\n" not in text:
                    draft.title[language] = text
                    continue
                item = item_of(text.split("\n"))
                for own, words in item.title.items():
                    add_title(draft.title, own or language, words)
                draft.speakers += item.speakers
                draft.kept += item.kept

    def _read_day(self) -> None:
        cell, text = self._cells.get(Column.DAY), self._text(Column.DAY)
        found = named(text) if text and day_of(cell) is None else None
        dated = self._rows.days.date_of(found) if found else None
        day = day_of(cell) or (dated[0] if dated else None)
        if day is not None:
            self._rows.day = day
            if dated is not None and dated[1]:
                self._tell(Code.YEAR_ASSUMED, day=day.isoformat())
        elif text:
            self._tell(Code.BAD_DAY, text=text)
            self._draft.wrong = True
            return
        self._draft.day = self._rows.day

    def _read_times(self) -> None:
        draft = self._draft
        if Column.TIME in self._columns:
            self._read_span()
        for column in (Column.START, Column.END):
            text = self._text(column)
            found = clock_of(self._cells.get(column)) if text else None
            if found is None:
                if text:
                    self._tell(Code.BAD_TIME, text=text)
                    draft.wrong = True
            elif column is Column.START:
                draft.starts = found[0]
                draft.twelve_hours = False
            else:
                draft.ends, draft.days_later = found
        if text := self._text(Column.MINUTES):
            draft.minutes = _minutes(self._cells[Column.MINUTES], text)

    def _read_span(self) -> None:
        cell, text = self._cells.get(Column.TIME), self._text(Column.TIME)
        single = clock_of(cell) if not isinstance(cell, str) else None
        if single is not None:
            self._draft.starts = single[0]
            self._draft.twelve_hours = False
            return
        span = read_span(text.replace("\n", " ")) if text else None
        if span is None:
            if text:
                self._tell(Code.BAD_TIME, text=text)
                self._draft.wrong = True
            return
        self._draft.starts, self._draft.ends = span.starts, span.ends
        self._draft.twelve_hours = "m" not in text.casefold()

    def _read_people(self) -> None:
        """The cells of speakers, side by side where there are two, with the columns about them."""
        draft = self._draft
        lists: list[list[ReadSpeaker]] = []
        for (column, _language), texts in self._texts.items():
            if column is Column.SPEAKERS:
                draft.has_speakers = True
                lists += [self._people(text) for text in texts if text]
        people: list[ReadSpeaker] = []
        for one in lists:
            people = paired(people, one)
        draft.speakers += _about(people, self._about_columns())

    def _about_columns(self) -> dict[str, list[str]]:
        columns = (Column.POSITION, Column.ORGANISATION, Column.COUNTRY)
        return {
            column.value: [line for line in self._text(column).split("\n") if line.strip()]
            for column in columns
        }

    def _people(self, cell: str) -> list[ReadSpeaker]:
        """The lines between bars as they say, others as they are understood."""
        found: list[ReadSpeaker] = []
        free: list[str] = []
        for line in read_speakers(cell):
            if line.speaker is None:
                free.append(line.text)
                continue
            for name in line.unread:
                self._tell(Code.UNKNOWN_WORD, column=name, text=line.text)
            found.append(self._exact(line.speaker))
        people, unread = people_of(free)
        self._draft.unread += unread
        return [*found, *people]

    def _exact(self, line: SpeakerLine) -> ReadSpeaker:
        country = country_named(line.country) if line.country else ""
        if line.country and not country:
            self._tell(Code.UNKNOWN_WORD, column="country", text=line.country)
        minutes = line.minutes
        if minutes is not None and minutes > _MOST_MINUTES:
            self._tell(Code.UNKNOWN_WORD, column="minutes", text=str(minutes))
            minutes = None
        return ReadSpeaker(
            printed_name=line.printed_name,
            honorific=line.honorific,
            family_name=line.family_name,
            title=Translated({"": line.title}),
            organisation=Translated({"": line.organisation}),
            country=country,
            part=line.part,
            minutes=minutes,
            mode=line.mode,
            status=line.status,
        )

    def _read_description(self) -> None:
        for (column, language), texts in self._texts.items():
            if column is Column.DESCRIPTION:
                self._draft.has_description = True
                self._draft.description[language] = texts[0]

    def _fields(self) -> Iterator[tuple[str, Any]]:
        for column in _PLAIN:
            if column in self._columns:
                yield column.value, self._text(column)
        if Column.ID in self._columns:
            yield "identity", self._text(Column.ID)
        if Column.CODE in self._columns:
            yield "code", self._text(Column.CODE)
        for column in (Column.LANGUAGES, Column.INTERPRETATION):
            if column in self._columns:
                yield column.value, self._collector.languages(self._text(column))
        yield from self._codes()

    def _codes(self) -> Iterator[tuple[str, Any]]:
        if text := self._text(Column.KIND):
            kind = code_of(SessionKind, text)
            if kind is None:
                self._tell(Code.UNKNOWN_WORD, column="kind", text=text)
            yield "kind", kind
        if text := self._text(Column.VISIBILITY):
            visibility = code_of(Visibility, text)
            if visibility is None:  # better too few readers than too many
                self._tell(Code.UNKNOWN_WORD, column="visibility", text=text)
            yield "visibility", visibility or Visibility.SECRETARIAT
        if Column.ALL_ROOMS in self._columns:
            said = read_bool(self._text(Column.ALL_ROOMS))
            if said is None:
                self._tell(Code.UNKNOWN_WORD, column="all_rooms", text=self._text(Column.ALL_ROOMS))
            yield "all_rooms", said


def _about(people: list[ReadSpeaker], columns: Mapping[str, list[str]]) -> list[ReadSpeaker]:
    """Titles, organisations and countries from columns of their own, line by line."""
    told: list[ReadSpeaker] = []
    for place, one in enumerate(people):
        said = {
            name: lines[place] if len(lines) == len(people) else ""
            for name, lines in columns.items()
        }
        told.append(
            replace(
                one,
                title=Translated({"": said["position"]}) if said["position"] else one.title,
                organisation=Translated({"": said["organisation"]})
                if said["organisation"]
                else one.organisation,
                country=country_named(said["country"]) or one.country,
            )
        )
    return told


def _minutes(cell: Cell, text: str) -> int | None:
    found = clock_of(cell) if not isinstance(cell, str | int) else None
    if found is not None:
        return found[0].hour * 60 + found[0].minute
    digits = "".join(c for c in text if c.isascii() and (c.isdigit() or c == ":"))
    minutes = minutes_of(digits)
    return minutes if minutes and minutes <= 24 * 60 else None
