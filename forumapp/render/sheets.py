"""Tables as XLSX and CSV in which no cell starts a formula, whatever people wrote into it."""

from __future__ import annotations

import csv as comma_separated
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from forumapp.domain.sheets import held_back, starts_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | date | datetime | time | None

LONGEST_TEXT = 32_767
WIDEST = 60  # characters of a column; beyond them a text is wrapped
_DROPPED = dict.fromkeys(
    (*range(9), *range(0x0B, 0x20), 0x7F, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one row of headings. Aware times are written as text with their offset."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark; an apostrophe holds back what starts a formula."""
    out = io.StringIO()
    writer = comma_separated.writer(out)
    for row in (table.headings, *table.rows):
        writer.writerow([_held_back(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx(table: Table, *, written_at: datetime) -> bytes:
    """A workbook of one sheet; every text is a text cell, marked so that editing keeps it one."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    created = written_at.replace(tzinfo=None)
    book.set_properties({"title": _plain(table.title), "created": created})
    sheet = book.add_worksheet(_sheet_name(table.title))
    _Sheet(sheet, formats=_formats(book)).fill(table)
    book.close()
    return out.getvalue()


class _Sheet:
    """Writes cells by their type, never by what a text looks like."""

    def __init__(self, sheet: Worksheet, *, formats: dict[str, Format]) -> None:
        self._sheet = sheet
        self._formats = formats

    def fill(self, table: Table) -> None:
        for column, heading in enumerate(table.headings):
            self._sheet.write_string(0, column, _cut(_plain(heading)), self._formats["heading"])
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                self._write(number, column, cell)
        self._sheet.freeze_panes(1, 0)
        _on_paper(self._sheet)
        self._sheet.autofilter(0, 0, len(table.rows), max(0, len(table.headings) - 1))
        for column, width in enumerate(_widths(table)):
            self._sheet.set_column(column, column, width)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        value = _value(cell)
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._sheet.write_string(row, column, _cut(value), self._formats[_dress(value)])
        elif isinstance(value, bool):
            self._sheet.write_boolean(row, column, value, self._formats["plain"])
        elif isinstance(value, date | time):
            kind = type(value).__name__
            self._sheet.write_datetime(row, column, value, self._formats[kind])
        else:
            self._sheet.write_number(row, column, value, self._formats["plain"])


def _formats(book: Any) -> dict[str, Format]:
    top = {"valign": "top"}
    return {
        "heading": book.add_format({**top, "bold": True, "bottom": 1, "quote_prefix": True}),
        "plain": book.add_format(top),
        "held": book.add_format({**top, "quote_prefix": True}),
        "long": book.add_format({**top, "text_wrap": True}),
        "held long": book.add_format({**top, "text_wrap": True, "quote_prefix": True}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        "datetime": book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"}),
        "time": book.add_format({**top, "num_format": "hh:mm"}),
    }


def _dress(text: str) -> str:
    """The format of a text: held back where it would start a formula, wrapped where it is long."""
    long = "\n" in text or _width(text) > WIDEST
    if starts_formula(text):
        return "held long" if long else "held"
    return "long" if long else "plain"


def _on_paper(sheet: Worksheet) -> None:
    """A4 across, all columns on one page, the headings on each."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _value(cell: Cell) -> Cell:
    """The cell, as text where a spreadsheet's own type can't hold it."""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, datetime) and (cell.tzinfo or cell.year < 1900):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date) and cell.year < 1900:
        return cell.isoformat()
    if isinstance(cell, float) and cell - cell != 0:  # infinite, or not a number
        return str(cell)
    return cell


def _held_back(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, bool):
        return str(cell).upper()
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return held_back(_plain(cell))


def _plain(text: str) -> str:
    """The text with line feeds alone, and without characters that neither format can carry."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)


def _cut(text: str) -> str:
    """The text at the length that a cell holds; XlsxWriter leaves a longer one out."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _sheet_name(title: str) -> str:
    """At most 31 characters, and none that a sheet's name may not have."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", _plain(title)).split())[:31].strip()
    return name if name and name.casefold() != "history" else "Sheet"


def _widths(table: Table) -> Iterator[int]:
    """A width for each column, in characters."""
    for column, heading in enumerate(table.headings):
        cells = (row[column] for row in table.rows if column < len(row))
        widest = max((_width(_shown(cell)) for cell in cells), default=0)
        yield min(WIDEST, max(8, _width(heading) + 3, widest + 1))


def _shown(cell: Cell) -> str:
    return f"{cell:%H:%M}" if isinstance(cell, time) else str(_value(cell) or "")


def _width(text: str) -> int:
    """The width of the longest line, in narrow characters; beyond the widest it doesn't count."""
    lines = text.split("\n")
    return max(sum(2 if east_asian_width(c) in "WF" else 1 for c in s[:WIDEST]) for s in lines)
