"""Sheets of sessions: our own, and those of secretariats, whose columns are recognised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forumapp.domain.registration import written_in
from forumapp.domain.schedules.findings import Code
from forumapp.domain.schedules.reading import Ask, FileKind, ReadColumn, ReadEvent, ReadSchedule
from forumapp.gateways.schedules.agenda import Draft, settle
from forumapp.gateways.schedules.cells import Cell, text_of
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.columns import Layout, heading_of, layout_of, name_of
from forumapp.gateways.schedules.dates import Days, named
from forumapp.gateways.schedules.table_rows import Rows

_LOOKED_AT = 40  # rows in which headings may stand
_SAMPLES = 3


@dataclass(slots=True)
class Sheet:
    """Rows with their numbers; `number` is the sheet's own where there are several."""

    name: str
    number: int
    rows: Iterator[tuple[int, tuple[Cell, ...]]]


def read(sheets: Sequence[Sheet], ask: Ask, kind: FileKind) -> ReadSchedule:
    """The sessions of the sheets that have headings; raises TooManyRows."""
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
    return len(known) + sum(name_of(text, place) in chosen for place, text in enumerate(texts))


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
                name=name_of(heading, place), heading=heading[:80], samples=samples, meaning=said
            )
