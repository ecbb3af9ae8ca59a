"""Tables as text, with commas, semicolons or tabs between their cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from forumapp.domain.schedules.findings import Code, Unreadable
from forumapp.domain.sheets import let_go
from forumapp.gateways.schedules.cells import Cell
from forumapp.gateways.schedules.collector import MOST_ROWS, TooManyRows
from forumapp.gateways.schedules.columns import heading_of
from forumapp.gateways.schedules.tables import Sheet

_LONGEST_CELL = 200_000
_LOOKED_AT = 30  # rows
_MOST_COLUMNS = 60


def decoded(data: bytes) -> str:
    """The text in the encoding that it is in: UTF-8, UTF-16, GB 18030, else Western European."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def looks_like_table(text: str) -> bool:
    """Whether the first rows have cells beside each other."""
    return "\0" not in text and _delimiter(text) is not None


def sheet(text: str) -> Sheet:
    """The rows, counted before any is read; raises TooManyRows, and Unreadable for no table."""
    delimiter = _delimiter(text)
    if delimiter is None:
        raise Unreadable(Code.UNKNOWN_KIND)
    try:
        if sum(map(any, _reader(text, delimiter))) > MOST_ROWS:
            raise TooManyRows
    except csv.Error:
        raise Unreadable(Code.DAMAGED, kind="CSV") from None
    return Sheet(name="", number=0, rows=_rows(text, delimiter))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows with the numbers that a spreadsheet gives them."""
    try:
        for number, row in enumerate(_reader(text, delimiter), start=1):
            yield number, tuple(let_go(cell) for cell in row[:_MOST_COLUMNS])
    except csv.Error:
        raise Unreadable(Code.DAMAGED, kind="CSV") from None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str | None:
    """The sign that gives a row the most headings that are known, else the most cells."""
    best: tuple[int, int] = (0, 1)
    found = None
    for delimiter in (",", ";", "\t", "|"):
        try:
            rows = [
                row for _, row in zip(range(_LOOKED_AT), _reader(text, delimiter), strict=False)
            ]
        except csv.Error:
            continue
        known = max((sum(heading_of(cell) is not None for cell in row) for row in rows), default=0)
        score = (known, max((len(row) for row in rows), default=0))
        if score > best:
            best, found = score, delimiter
    return found
