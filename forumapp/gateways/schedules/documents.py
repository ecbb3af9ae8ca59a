"""Word agendas: tables of time, item and speaker, or lines that begin with a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from forumapp.domain.schedules.findings import Code, Place, Unreadable
from forumapp.domain.schedules.reading import Ask, FileKind, ReadEvent, ReadSchedule
from forumapp.domain.sheets import Column, Heading, read_span
from forumapp.domain.text import Translated
from forumapp.gateways.schedules.agenda import Draft, settle
from forumapp.gateways.schedules.collector import WHOLE, Collector
from forumapp.gateways.schedules.columns import Layout, heading_of, layout_of
from forumapp.gateways.schedules.dates import Days, Named, is_heading, named, years
from forumapp.gateways.schedules.items import Item, go_on, item_of, people_of, titles
from forumapp.gateways.schedules.people import begins_a_person
from forumapp.gateways.schedules.table_rows import Rows

_BROKEN = (
    BadZipFile,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SyntaxError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)
_CHUNKS = re.compile(r"\t+|\s{2,}|\u3000+")
_KIND = re.compile(  # what a document calls itself, which is no event's title
    r"^(?:(?:draft|provisional|tentative|revised|final|annotated|detailed|indicative)\s+)*"
    r"(?:agenda|programme|program|schedule)(?:\s+of\s+work)?\W*$"
    r"|^(?:会议)?(?:暂定|临时|正式|初步)?(?:议程|日程)(?:表|安排|草案)?\W*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"^[-\u2010-\u2015~]")
_WRAPPERS = tuple(map(qn, ("w:ins", "w:moveTo", "w:sdt", "w:sdtContent", "w:smartTag")))
_REMOVED = tuple(map(qn, ("w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr")))
_MOST_COLUMNS = 30
_HEADINGS_IN = 4  # rows of a table
_DEEPEST = 4


def read(data: bytes, ask: Ask) -> ReadSchedule:
    """The sessions of an agenda that was checked as an archive; raises Unreadable, TooManyRows."""
    from lxml.etree import LxmlError

    try:
        document = Document(io.BytesIO(data))
        _accept_changes(document.element.body)
        reading = _Reading(Collector(ask, FileKind.DOCX))
        reading.read(document)
        return reading.schedule()
    except (LxmlError, *_BROKEN):
        raise Unreadable(Code.DAMAGED, kind="DOCX") from None


def _accept_changes(body: Any) -> None:
    """Take tracked changes as made, and the text out of its containers."""
    for element in list(body.iter(*_REMOVED)):
        element.getparent().remove(element)
    for element in list(body.iter(*_WRAPPERS)):
        parent = element.getparent()
        for child in list(element):
            element.addprevious(child)
        parent.remove(element)


@dataclass
class _Reading:
    collector: Collector
    drafts: list[Draft] = field(default_factory=list)
    day: date | None = None
    title: str = ""
    tables: int = 0
    paragraphs: int = 0
    days: Days = field(init=False)
    _lines: list[str] | None = None  # of the draft that lines go to

    def __post_init__(self) -> None:
        self.days = Days(self.collector.ask)

    def read(self, document: Any) -> None:
        blocks = list(document.iter_inner_content())
        found = years([line for block in blocks for line in _year_lines(block)])
        self.days.year = found[0] if found else None
        for block in blocks:
            if isinstance(block, Table):
                self._close()
                self._table(block)
            else:
                self._paragraph(block)
        self._close()

    def schedule(self) -> ReadSchedule:
        settle(self.drafts, self.collector)
        if not self.drafts:
            self.collector.tell(Code.NO_TABLE, WHOLE)
        return self.collector.schedule(ReadEvent(title=Translated(titles(self.title))))

    def _paragraph(self, paragraph: Paragraph) -> None:
        self.paragraphs += 1
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        for line in paragraph.text.split("\n"):
            self._line(line.strip(" "), heading=style.startswith(("Heading", "Title", "标题")))

    def _line(self, line: str, *, heading: bool) -> None:
        place = Place(0, self.paragraphs)
        if not line.strip():
            return
        self.collector.count_row()
        draft = self._timed(line, place)
        if draft is not None:
            self._close()
            self._lines = []
            self.drafts.append(draft)
        elif is_heading(line) and self._new_day(line, place):
            self._close()
        elif heading or (self._lines is None and not self.drafts):
            self._close()
            self.title = self.title or ("" if _KIND.match(line.strip()) else line.strip())
        elif self._lines is not None:
            self._lines.append(line)

    def _close(self) -> None:
        """Read the lines below a line with a time: people, and texts about it."""
        if self._lines:
            draft = self.drafts[-1]
            item = Item(title=draft.title)
            go_on(item, self._lines)
            draft.speakers += item.speakers
            draft.kept += item.kept
        self._lines = None

    def _timed(self, line: str, place: Place) -> Draft | None:
        """A line such as `09:00-09:30  Opening remarks  H.E. Mr. …, Minister of …`."""
        chunks = [chunk for chunk in _CHUNKS.split(line.strip()) if chunk]
        if len(chunks) > 1 and _DASH.match(chunks[1]):
            chunks = [f"{chunks[0]} {chunks[1]}", *chunks[2:]]
        span = read_span(chunks[0])
        apart = len(chunks) > 1 and span is not None and not span.rest
        if span is None or (span.bare and not apart):
            return None
        rest = [piece for piece in (_bare(span.rest), *chunks[1:]) if piece]
        item = item_of(rest[:1])
        people, unread = people_of(rest[1:])
        return Draft(
            place=place,
            day=self.day,
            starts=span.starts,
            ends=span.ends,
            title=item.title,
            speakers=[*item.speakers, *people],
            kept=item.kept,
            unread=unread,
            twelve_hours="m" not in chunks[0].casefold()[: len(chunks[0]) - len(span.rest)],
        )

    def _new_day(self, line: str, place: Place) -> bool:
        found = named(line)
        dated = self.days.date_of(found) if found else None
        if found is None or dated is None:
            return False
        self.day = dated[0]
        self._check(found, dated, line, place)
        return True

    def _check(self, found: Named, dated: tuple[date, bool], line: str, place: Place) -> None:
        day, guessed = dated
        if guessed:
            self.collector.tell(Code.YEAR_ASSUMED, place, line, day=day.isoformat())
        if found.weekday is not None and found.month and found.weekday != day.weekday():
            self.collector.tell(Code.WEEKDAY_DIFFERS, place, line, text=line, day=day.isoformat())

    def _table(self, table: Table) -> None:
        self.tables += 1
        rows = list(_rows(table))
        layout, below = self._layout(rows)
        if layout is None:
            self.collector.tell(Code.TABLE_PASSED_OVER, Place(self.tables, 1))
            return
        reading = Rows(layout, self.collector, self.days, sheet=self.tables, day=self.day)
        for number, row in enumerate(rows, start=1):
            if any(row):
                self.collector.count_row()
                if number <= below:
                    self._heading_above(row, reading)
                else:
                    reading.add(number, row)
        self.day = reading.day
        self.drafts += reading.drafts

    def _heading_above(self, row: tuple[str, ...], reading: Rows) -> None:
        """A day may stand above the headings of a table."""
        texts = {text for text in row if text}
        for text in texts:
            if is_heading(text) and self._new_day(text, Place(self.tables, 1)):
                reading.day = self.day

    def _layout(self, rows: Sequence[tuple[str, ...]]) -> tuple[Layout | None, int]:
        """The columns by their headings, else by their cells; and how many rows are above."""
        for place, row in enumerate(rows[:_HEADINGS_IN]):
            known = {found.column for text in row if (found := heading_of(text))}
            if len(known) > 1 and known & {Column.TIME, Column.START}:
                layout = layout_of(row, self.collector.ask, self.collector, document=True)
                return (layout if layout.usable else None), place + 1
        meanings = _guessed(rows)
        return (
            (Layout(("",) * len(meanings), meanings, document=True), 0) if meanings else (None, 0)
        )


def _guessed(rows: Sequence[tuple[str, ...]]) -> tuple[Heading | None, ...]:
    """Columns without headings: times in one, people in another, what it is about in the others."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[n] for row in rows if n < len(row) and row[n]] for n in range(width)]
    timed = [_share(cells, lambda cell: read_span(cell) is not None) for cells in columns]
    if not timed or max(timed) < 0.4:
        return ()
    time_column = timed.index(max(timed))
    meanings: list[Heading | None] = [None] * width
    meanings[time_column] = Heading(Column.TIME)
    for n, cells in enumerate(columns):
        if n == time_column or not cells:
            continue
        people = _share(cells, lambda cell: begins_a_person(cell.split("\n")[0])) > 0.4
        titled = Heading(Column.TITLE) in meanings
        meanings[n] = Heading(Column.SPEAKERS) if people and titled else Heading(Column.TITLE)
    return tuple(meanings) if Heading(Column.TITLE) in meanings else ()


def _share(cells: Sequence[str], test: Any) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The texts of the cells on the table's grid: of merged ones, the first place alone."""
    for row in table.rows:
        texts = [""] * row.grid_cols_before
        for cell in row._tr.tc_lst:  # noqa: SLF001  row.cells would repeat what is merged
            continues = cell.vMerge == "continue"
            texts.append("" if continues else "\n".join(_cell_lines(cell)))
            texts += [""] * (min(cell.grid_span, _MOST_COLUMNS) - 1)
        yield tuple(text.strip() for text in texts[:_MOST_COLUMNS])


def _cell_lines(cell: Any, depth: int = 0) -> Iterator[str]:
    """The paragraphs of a cell, and of tables inside it."""
    for child in cell.iterchildren():
        if child.tag == qn("w:p"):
            text = Paragraph(child, None).text  # type: ignore[arg-type]  # asks nothing above it
            yield from text.split("\n")
        elif child.tag == qn("w:tbl") and depth < _DEEPEST:
            for inner in child.iter(qn("w:tc")):
                yield from _cell_lines(inner, depth + 1)


def _year_lines(block: Any) -> list[str]:
    if isinstance(block, Table):
        return [text for row in list(_rows(block))[:3] for text in row]
    return [str(line) for line in block.text.split("\n")]


def _bare(text: str) -> str:
    """What follows a time, without the colon or dash between."""
    return text.strip(" :：-–—|.,，;") if text else ""
