"""Rows of nominees, as they are pasted from a spreadsheet: their columns and what a cell means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from forumapp.domain.delegations import Capacity
from forumapp.domain.events import Mode
from forumapp.domain.names import family_in_capitals, plain_key, split_honorific
from forumapp.domain.sheets import let_go

MOST_ROWS = 1000
LONGEST = 1_000_000  # characters of a paste
Code = TypeVar("Code", bound=StrEnum)


class Column(StrEnum):
    """In the order of the template, which holds where a paste has no headings."""

    HONORIFIC = "honorific"
    NAME = "printed_name"
    FAMILY = "family_name"
    NATIVE = "native_name"
    TITLE = "title"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    CAPACITY = "capacity"
    MODE = "mode"


_HEADINGS: Mapping[Column, str] = {
    Column.HONORIFIC: "honorific|prefix|salutation|mr/ms|mr./ms.|称谓|称呼|尊称",
    Column.NAME: "name|full name|name as printed|name in english|participant|nominee|delegate|"
    "姓名|英文姓名|代表姓名|参会人|参会人员|姓名（英文）|姓名(英文)",
    Column.FAMILY: "family name|surname|last name|姓|姓氏",
    Column.NATIVE: "name in own script|name in its own script|name in your own script|"
    "native name|chinese name|"
    "本国文字姓名|中文姓名|中文名|姓名（中文）|姓名(中文)",
    Column.TITLE: "title|position|job title|functional title|designation|title or position|"
    "职务|职位|职务/职称|职称",
    Column.ORGANISATION: "organisation|organization|ministry|institution|agency|affiliation|"
    "ministry or organisation|所属部委或机构|单位|工作单位|机构|部门|所在单位",
    Column.COUNTRY: "country|nationality|国家|国别|国家/地区",
    Column.EMAIL: "e-mail|email|e-mail address|email address|mail|电子邮箱|邮箱|电子邮件|邮件地址",
    Column.PHONE: "telephone|phone|mobile|tel|phone number|电话|手机|联系电话|手机号码|电话号码",
    Column.CAPACITY: "capacity|capacity in the delegation|role|role in the delegation|"
    "团内身份|在代表团中的身份|代表团身份|身份|团内职务|代表团职务",
    Column.MODE: "how|mode|attendance|participation|in the room or online|方式|参会方式|出席方式|"
    "参加方式|线上/线下",
}
_CAPACITIES: Mapping[Capacity, str] = {
    Capacity.HEAD: "head|head of delegation|hod|leader|团长|代表团团长",
    Capacity.DEPUTY_HEAD: "deputy head|deputy head of delegation|deputy|副团长|代表团副团长",
    Capacity.ALTERNATE: "alternate|alternate delegate|候补代表|副代表",
    Capacity.ADVISER: "adviser|advisor|顾问",
    Capacity.EXPERT: "expert|专家",
    Capacity.INTERPRETER: "interpreter|翻译|口译|口译员|译员",
    Capacity.SECURITY: "security|security officer|安保|安全官|警卫",
    Capacity.SUPPORT: "support|support staff|staff|工作人员|后勤|支持人员|随行人员|随员",
    Capacity.DELEGATE: "delegate|member|representative|代表|团员|成员",
}
_MODES: Mapping[Mode, str] = {
    Mode.ROOM: "room|in the room|in person|in-person|on site|onsite|physical|现场|线下|会场|"
    "现场参会|线下参会",
    Mode.ONLINE: "online|virtual|video|by video|remote|线上|线上参会|在线|视频|远程",
}


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row with the number that it has in the paste; what no column holds is empty."""

    number: int
    cells: Mapping[Column, str]

    @property
    def name(self) -> str:
        return self.cells.get(Column.NAME, "")


def template() -> tuple[Column, ...]:
    """The columns in the order that needs no headings."""
    return tuple(Column)


def read_rows(text: str) -> tuple[PastedRow, ...]:
    """The rows of a paste that aren't empty, an honorific before a name taken apart.

    A first row of which two cells or more are headings, English or Chinese, says what the columns
    are; without one they are those of the template.
    """
    table = [[_cell(cell) for cell in row] for row in _reader(text[:LONGEST])]
    rows = [(number, row) for number, row in enumerate(table, 1) if any(row)]
    columns: list[Column | None] = list(Column)
    headings = [_column(cell) for cell in rows[0][1]] if rows else []
    if _is_head(headings):
        columns, rows = headings, rows[1:]
    return tuple(row_of(number, _named(columns, row)) for number, row in rows)


def row_of(number: int, cells: Mapping[Column, str]) -> PastedRow:
    """A row whose name is parted: the honorific before it, the family name in capitals."""
    given = {column: cells.get(column, "") for column in Column}
    if not given[Column.HONORIFIC]:
        given[Column.HONORIFIC], given[Column.NAME] = split_honorific(given[Column.NAME])
    if not given[Column.FAMILY]:
        given[Column.FAMILY] = family_in_capitals(given[Column.NAME])
    return PastedRow(number, given)


def capacity_of(text: str) -> Capacity | None:
    """The capacity that a cell names, in English or Chinese; None for words that mean none."""
    return _known_capacities().get(_key(text)) if text else Capacity.DELEGATE


def mode_of(text: str) -> Mode | None:
    """The way of taking part that a cell names; None for words that mean none."""
    return _known_modes().get(_key(text))


def _reader(text: str) -> Iterable[list[str]]:
    """Cells between tabs, as spreadsheets give them; else between commas or semicolons."""
    head = text[:20_000]
    delimiter = max("\t;,", key=lambda sign: (sign == "\t" and sign in head, head.count(sign)))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()]


def _cell(text: str) -> str:
    return let_go(" ".join(text.split()))


def _named(columns: Iterable[Column | None], row: Iterable[str]) -> dict[Column, str]:
    return {column: cell for column, cell in zip(columns, row, strict=False) if column}


def _is_head(headings: Iterable[Column | None]) -> bool:
    return sum(column is not None for column in headings) > 1


def _column(cell: str) -> Column | None:
    return _known_headings().get(_key(cell))


def _key(text: str) -> str:
    return plain_key(text).strip(" *:：.")


@cache
def _known_headings() -> dict[str, Column]:
    return _by_word(_HEADINGS)


@cache
def _known_capacities() -> dict[str, Capacity]:
    return _by_word(_CAPACITIES)


@cache
def _known_modes() -> dict[str, Mode]:
    return _by_word(_MODES)


def _by_word(words: Mapping[Code, str]) -> dict[str, Code]:
    return {
        _key(word): code
        for code, several in words.items()
        for word in (code.value, *several.split("|"))
    }
