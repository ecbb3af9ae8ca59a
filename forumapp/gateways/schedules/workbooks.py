"""Spreadsheets (XLSX), read row by row."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from forumapp.domain.schedules.findings import Code, Unreadable
from forumapp.gateways.schedules import archives
from forumapp.gateways.schedules.cells import Cell
from forumapp.gateways.schedules.collector import MOST_ROWS, TooManyRows
from forumapp.gateways.schedules.tables import Sheet

_MOST_COLUMNS = 60
_MOST_SHEETS = 40
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
)


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook that was checked; raises Unreadable and TooManyRows."""
    from openpyxl import load_workbook

    try:
        if archives.rows_of(data, MOST_ROWS) > MOST_ROWS:
            raise TooManyRows
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that nobody here needs
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except _BROKEN:
        raise Unreadable(Code.DAMAGED, kind="XLSX") from None
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    single = len(visible) == 1
    return [
        Sheet(name=str(sheet.title), number=0 if single else number, rows=_rows(sheet))
        for number, sheet in enumerate(visible[:_MOST_SHEETS], start=1)
    ]


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
            for number, row in enumerate(rows, start=1):
                yield number, tuple(row)
    except _BROKEN:
        raise Unreadable(Code.DAMAGED, kind="XLSX") from None
