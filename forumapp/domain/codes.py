"""Lists of people to invite by a personal code: how a row of a table is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line

MOST_ROWS = 2000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "姓名", "名字"),
    "email": ("e-mail", "email", "mail", "e-mail address", "邮箱", "电子邮件", "电子邮箱"),
    "category": ("category", "类别", "参会类别"),
    "delegation": ("delegation", "country", "代表团", "国家"),
    "locale": ("language", "语言", "语种"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedRow:
    """A row as it was typed; `number` is that of its line, the heading being 1."""

    number: int
    name: str = ""
    email: str = ""
    category: str = ""
    delegation: str = ""
    locale: str = ""


def read_rows(text: str) -> tuple[InvitedRow, ...]:
    """The rows of a table with English or Chinese headings, parted by commas, semicolons or tabs.

    Raises Invalid `no_heading`, `no_rows` or `too_many_rows` (table).
    """
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)))
    names = [_column(cell) for cell in lines[0]] if lines else []
    if not {"name", "email"} <= set(names):
        raise Invalid({"table": "no_heading"})
    found = tuple(
        InvitedRow(number=number, **_cells(names, line))
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    )
    if not found:
        raise Invalid({"table": "no_rows"})
    if len(found) > MOST_ROWS:
        raise Invalid({"table": "too_many_rows"})
    return found


def _cells(names: list[str], line: list[str]) -> dict[str, str]:
    return {name: one_line(cell) for name, cell in zip(names, line, strict=False) if name}


def _column(heading: str) -> str:
    words = one_line(heading).casefold()
    return next((name for name, known in COLUMNS.items() if words in known), "")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(("\t", ";", ","), key=first.count)
