"""Spreadsheets as secretariats keep them."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from tests.gateways.schedules.told import findings, read, told

EVENT = {
    "zone": "Asia/Shanghai",
    "languages": ("en", "zh"),
    "first_day": date(2026, 12, 19),
    "last_day": date(2026, 12, 20),
}


def test_a_workbook_with_a_sheet_a_day_and_real_times() -> None:
    book = Workbook()
    first = book.active
    first.title = "19 December"
    first.append(["Programme of the Forum"])
    first.append(["No.", "Time", "Agenda item", "Speaker", "Title", "Organisation", "Country"])
    first.append([1, "9:00-9:30", "Opening", "Mr. LIU Huanxin", "Director", "NRRA", "China"])
    first.append([2, time(9, 30), "Tea break"])
    second = book.create_sheet("20 December")
    second.append(["Start", "End", "Title", "Title (zh)", "Room"])
    second.append([datetime(2026, 12, 20, 10, 0), 0.5, "Closing", "闭幕", "Hall A"])  # noqa: DTZ001  a wall time
    hidden = book.create_sheet("Notes")
    hidden.append(["Ask the ministry"])
    out = io.BytesIO()
    book.save(out)

    schedule = read(out.getvalue(), **EVENT)

    assert told(schedule) == [
        "19 09:00-09:30 Opening",
        "  Mr. *LIU* Huanxin | Director | NRRA | CN",
        "19 09:30-10:00 Tea break",
        "20 10:00-12:00 Closing / 闭幕 @ Hall A",
    ]
    assert [column.heading for column in schedule.columns] == [
        "No.",
        "Time",
        "Agenda item",
        "Speaker",
        "Title",
        "Organisation",
        "Country",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_separated_values_in_every_encoding_and_with_every_sign(encoding: str, sign: str) -> None:
    rows = [
        ("日期", "时间", "议程", "发言人", "会议室"),
        ("2026年12月19日", "上午9:00-10:00", "开幕式", "刘焕鑫 国家乡村振兴局局长", "大厅"),
        ("", "下午2:00-3:00", "论坛", "", ""),
    ]
    data = "\r\n".join(sign.join(row) for row in rows).encode(encoding)

    assert told(read(data, **EVENT)) == [
        "19 09:00-10:00 开幕式 @ 大厅",
        "  *刘*焕鑫 | 局长 | 国家乡村振兴局",
        "19 14:00-15:00 论坛",
    ]


def test_rows_that_are_wrong_say_what_is_wrong_with_them() -> None:
    data = (
        b"Title,Day,Start,End,Kind,Visibility,Remarks\n"
        b"A,2026-12-19,25:00,,,,\n"
        b"B,the day after,9:00,,,,\n"
        b"C,2026-12-19,,,,,\n"
        b",2026-12-19,9:00,10:00,,,\n"
        b"E,2026-12-19,9:00,10:00,party,whoever,internal\n"
        b"F,2026-12-19,18:00,17:00,,,\n"
        b"G,2026-12-19,23:00,0:30,,,\n"
    )

    schedule = read(data, **EVENT)

    assert [row.split(" ")[2] for row in told(schedule)] == ["E", "F", "G"]
    assert findings(schedule) == [
        "column_ignored 0 Remarks",
        "bad_time 2 25:00",
        "bad_day 3 the day after",
        "unknown_word 6 kind party",
        "unknown_word 6 visibility whoever",
        "no_time 4",
        "no_title 5",
        "night_assumed 7 18:00 17:00",
    ]


def test_columns_are_what_somebody_says_they_are() -> None:
    data = b"Was,Wann,Bis\nBegin,9:00,9:30\n"

    assert told(read(data, **EVENT)) == []
    chosen = {"was": "title:zh", "wann": "start", "bis": "end"}
    schedule = read(data, columns=chosen, **EVENT)
    assert [dict(session.title) for session in schedule.sessions] == [{"zh": "Begin"}]
    assert [(column.name, column.meaning) for column in schedule.columns] == list(chosen.items())
