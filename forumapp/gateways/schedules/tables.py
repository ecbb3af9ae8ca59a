"""Sheets of sessions: our own, and those of secretariats, whose columns are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forumapp.domain.registration import written_in
from forumapp.domain.schedules.findings import Code
from forumapp.domain.schedules.reading import Ask, FileKind, ReadColumn, ReadEvent, ReadSchedule
from forumapp.domain.sheets import Column, Heading, recognised
from forumapp.gateways.schedules.agenda import Draft, settle
from forumapp.gateways.schedules.cells import Cell, text_of
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.dates import Days, named

_LOOKED_AT = 40  # rows in which headings may stand
_SAMPLES = 3
_SEPARATORS = re.compile(
    r"\s*[\n/|]\s*|\s*[(（]|\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+(?=[A-Za-z])"
)
IGNORED = "-"  # a column that nothing is read of, among the columns that were chosen


@dataclass(slots=True)
class Sheet:
    """Rows with their numbers; `number` is the sheet's own where there are several."""

    name: str
    number: int
    rows: Iterator[tuple[int, tuple[Cell, ...]]]


@dataclass(slots=True)
class Layout:
    """The headings of a sheet, and what each column is taken for; a column without is None."""

    headings: tuple[str, ...] = ()
    meanings: tuple[Heading | None, ...] = ()
    samples: list[list[str]] = field(default_factory=list)
    document: bool = False  # of a text, in which a cell says what it likes

    @property
    def exact(self) -> bool:
        """Whether it is laid out as ours, in which a title is nothing but a title."""
        return not self.document and Column.TIME not in self.columns

    @property
    def columns(self) -> set[Column]:
        return {meaning.column for meaning in self.meanings if meaning}

    @property
    def others(self) -> tuple[int, ...]:
        """The columns of a document that mean nothing known: remarks, notes."""
        pairs = enumerate(zip(self.headings, self.meanings, strict=True))
        return tuple(n for n, (words, meaning) in pairs if self.document and words and not meaning)

    @property
    def usable(self) -> bool:
        """Whether rows can come to sessions: with a title, and a time."""
        return Column.TITLE in self.columns and bool(self.columns & {Column.START, Column.TIME})


def heading_of(text: str) -> Heading | None:
    """The column that a heading means, in one language or in two beside each other."""
    whole = recognised(text)
    if whole or len(text) > 80:
        return whole
    pieces = _SEPARATORS.split(text.strip())
    return next((found for piece in pieces if piece and (found := recognised(piece))), None)


def read(sheets: Sequence[Sheet], ask: Ask, kind: FileKind) -> ReadSchedule:
    """The sessions of the sheets that have headings; raises TooManyRows."""
    from forumapp.gateways.schedules.table_rows import Rows

    collector = Collector(ask, kind)
    days = Days(ask)
    drafts: list[Draft] = []
    layouts: list[Layout] = []
    for sheet in sheets:
        found = _found(sheet, ask, collector)
        if found is None:
            continue
        layout, waiting = found
        layouts.append(layout)
        rows = Rows(layout, collector, days, sheet=sheet.number, day=_day_of(sheet.name, days))
        for number, row in waiting:
            _sample(layout, row)
            if layout.usable:
                rows.add(number, row)
        drafts += rows.drafts
    settle(drafts, collector)
    return _schedule(collector, layouts)


def _found(
    sheet: Sheet, ask: Ask, collector: Collector
) -> tuple[Layout, Iterator[tuple[int, tuple[Cell, ...]]]] | None:
    """The layout by the row with the most known headings, and the rows below it.

    A sheet without a usable one is passed over, unless it is all that there is.
    """
    first = list(_filled(sheet.rows, collector, most=_LOOKED_AT))
    if not first:
        return None
    scored = [(_score(row, ask), -place) for place, (_number, row) in enumerate(first)]
    place = -max(scored)[1]
    layout = layout_of(first[place][1], ask, collector)
    rest = first[place + 1 :]

    def waiting() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        yield from rest
        yield from _filled(sheet.rows, collector)

    return layout, waiting()


def _filled(
    rows: Iterable[tuple[int, tuple[Cell, ...]]], collector: Collector, *, most: int | None = None
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows that hold anything, counted."""
    count = 0
    for number, row in rows:
        if any(cell not in (None, "") for cell in row):
            collector.count_row()
            yield number, row
            count += 1
            if count == most:
                return


def _score(row: tuple[Cell, ...], ask: Ask) -> int:
    """How many different columns a row of headings names; those that were chosen count too."""
    texts = [text_of(cell) for cell in row]
    chosen = {name for name in ask.columns if not name.startswith("#")}
    known = {meaning.column for text in texts if (meaning := heading_of(text))}
    return len(known) + sum(_name(text, place) in chosen for place, text in enumerate(texts))


def layout_of(
    row: tuple[Cell, ...], ask: Ask, collector: Collector, *, document: bool = False
) -> Layout:
    """What a row of headings says; what is not known is told, or in a document read as text."""
    headings = tuple(text_of(cell) for cell in row)
    meanings: list[Heading | None] = [
        _chosen(ask.columns, heading, place) for place, heading in enumerate(headings)
    ]
    _tell_title_from_position(headings, meanings, ask)
    seen: set[Heading] = set()
    for place, meaning in enumerate(meanings):
        if meaning in seen and meaning.column not in (Column.SPEAKERS, Column.TITLE):
            collector.tell(Code.COLUMN_TWICE, WHOLE, heading=headings[place])
            meanings[place] = None
        elif meaning is not None:
            seen.add(meaning)
        elif headings[place] and not document:
            collector.tell_once(Code.COLUMN_IGNORED, headings[place], heading=headings[place])
    return Layout(headings, tuple(meanings), document=document)


def _chosen(columns: Mapping[str, str], heading: str, place: int) -> Heading | None:
    """What a person chose for a column, else what its heading says."""
    chosen = columns.get(_name(heading, place))
    if chosen is None:
        return heading_of(heading)
    if chosen == IGNORED:
        return None
    column, _, language = chosen.partition(":")
    try:
        return Heading(Column(column), language)
    except ValueError:
        return None


def _tell_title_from_position(
    headings: Sequence[str], meanings: list[Heading | None], ask: Ask
) -> None:
    """Beside an `Agenda item`, a `Title` is that of the person."""
    titles = [n for n, meaning in enumerate(meanings) if meaning == Heading(Column.TITLE)]
    if len(titles) < 2:
        return
    for place in titles:
        own = headings[place].strip().casefold() == "title"
        if own and _name(headings[place], place) not in ask.columns:
            meanings[place] = Heading(Column.POSITION)


def _name(heading: str, place: int) -> str:
    """What a column is called among those that were chosen."""
    return " ".join(heading.split()).casefold()[:80] or f"#{place + 1}"


def _sample(layout: Layout, row: tuple[Cell, ...]) -> None:
    if len(layout.samples) < _SAMPLES:
        layout.samples.append([" ".join(text_of(cell).split())[:80] for cell in row])


def _day_of(name: str, days: Days) -> date | None:
    """The day that a sheet is named for."""
    found = named(name)
    dated = days.date_of(found) if found else None
    return dated[0] if dated else None


def _schedule(collector: Collector, layouts: Sequence[Layout]) -> ReadSchedule:
    if not any(layout.usable for layout in layouts):
        collector.tell(Code.NO_TABLE, WHOLE)
    shown = next(
        (layout for layout in layouts if layout.usable), layouts[0] if layouts else Layout()
    )
    others = [meaning.language for meaning in shown.meanings if meaning and meaning.language]
    languages = collector.ask.languages
    unnamed = next((code for code in languages if code not in others), "") if others else ""
    read = collector.schedule(ReadEvent(), columns=_columns(shown), language=unnamed)
    if languages:
        return read
    return _with_languages(read, others)


def _with_languages(read: ReadSchedule, others: Iterable[str]) -> ReadSchedule:
    """The languages of an event that is made of the sheet: that of its titles, then those named."""
    texts = "".join(session.title.get("", "") for session in read.sessions)
    first = written_in(texts) if texts else "en"
    languages = tuple(dict.fromkeys((first, *others)))
    return replace(read, language=first, event=replace(read.event, languages=languages))


def _columns(layout: Layout) -> Iterator[ReadColumn]:
    for place, (heading, meaning) in enumerate(zip(layout.headings, layout.meanings, strict=True)):
        cells = (row[place] for row in layout.samples if place < len(row) and row[place])
        samples = tuple(cells)
        if heading or samples:
            said = f"{meaning.column}:{meaning.language}".rstrip(":") if meaning else ""
            yield ReadColumn(
                name=_name(heading, place), heading=heading[:80], samples=samples, meaning=said
            )
