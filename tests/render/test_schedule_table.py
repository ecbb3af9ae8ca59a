"""The programme as a spreadsheet: what `domain.sheets` states, for everyone and for organisers."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import pytest
from openpyxl import load_workbook

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.programme import Programme
from forumapp.domain.sheets import (
    Column,
    Heading,
    code_of,
    headings,
    read_bool,
    read_speakers,
    recognised,
)
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import locales
from forumapp.i18n.words import label
from forumapp.render import schedule
from forumapp.render.schedule import Format, Wanted, Working
from forumapp.render.sheets import Cell
from tests.programmes import FIRST_DAY, a_programme, a_session, a_speaker

BASE = "https://forum.example"
CODES = (SessionKind, Visibility, SpeakingPart, SpeakerMode, SpeakerStatus)


def rows(
    programme: Programme, locale: str = "en", working: Working | None = None
) -> list[dict[str, Cell]]:
    table = schedule.table(programme, locale=locale, working=working)
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def with_a_night(programme: Programme) -> Programme:
    starts = datetime.combine(FIRST_DAY, time(23, 30))
    night = a_session(9, starts=starts, ends=starts + timedelta(hours=1))
    return replace(programme, sessions=(*programme.sessions, night))


def test_a_public_row_says_what_everyone_may_know() -> None:
    programme = a_programme(sessions=1)

    assert rows(programme, working=None) == [
        {
            "Code": "S001",
            "Title": "Opening ceremony",
            "Title (zh)": "开幕式",
            "Kind": "Ceremony",
            "Day": FIRST_DAY,
            "Start": time(9),
            "End": time(10),
            "Room": "Hall 1",
            "All rooms": "no",
            "Part": "Part 1",
            "Track": "Infrastructure",
            "Languages": "en zh",
            "Interpretation": "en zh",
            "Visibility": "Public",
            "Description": "What was tried, what it cost; what others can use.\n\n"
            "Questions follow.",
            "Description (zh)": "试了什么，花了多少，别处能用什么。\n\n随后提问。",
            "Speakers": "Keynote | H.E. Mr. Sokdara *Veasna* | Director, Division 1 | "
            "Ministry of Rural Affairs | KH | 15 | Room\n"
            "Panellist | Ms. ZHANG Wenhuilan | Director, Division 2 | "
            "Ministry of Rural Affairs | CN | 15 | Room",
            "Id": programme.sessions[0].key,
        }
    ]


def test_a_reader_of_chinese_has_chinese_headings_words_and_names() -> None:
    (row,) = rows(a_programme(sessions=1), "zh")

    assert row["名称"] == "开幕式"
    assert row["名称 (en)"] == "Opening ceremony"
    assert row["类型"] == "仪式"
    assert row["会议室"] == "1号厅"
    assert str(row["发言人"]).startswith("主旨演讲 | H.E. Mr. Sokdara *Veasna* | 第1司司长")


@pytest.mark.parametrize("locale", locales())
def test_every_heading_and_every_word_of_a_language_is_read_again(locale: str) -> None:
    event = replace(a_programme().event, languages=(locale, "km"))
    table = schedule.table(replace(a_programme(), event=event), locale=locale, working=Working())

    assert [recognised(heading) for heading in table.headings] == [
        Heading(column, language)
        for column in list(Column)[: len(headings(("en",)))]
        for language in ("", *(("km",) if column.translated else ()))
    ]
    kinds: tuple[type[StrEnum], ...] = CODES
    assert [code for kind in kinds for code in kind] == [
        code_of(kind, label(code, locale)) for kind in kinds for code in kind
    ]


@pytest.mark.parametrize("locale", locales())
def test_a_session_of_all_rooms_says_so(locale: str) -> None:
    programme = a_programme(sessions=1)
    taking = replace(programme, sessions=(replace(programme.sessions[0], all_rooms=True),))
    column = list(rows(taking, locale)[0]).index(
        next(h for h in rows(taking, locale)[0] if recognised(h) == Heading(Column.ALL_ROOMS))
    )

    assert [
        read_bool(str(list(rows(one, locale)[0].values())[column])) for one in (taking, programme)
    ] == [True, False]


def test_an_end_on_the_next_day_says_so_and_other_times_are_times() -> None:
    row = rows(with_a_night(a_programme(sessions=0)))[0]

    assert (row["Day"], row["Start"], row["End"]) == (FIRST_DAY, time(23, 30), "00:30 +1")


def test_only_organisers_see_hidden_sessions_video_rooms_and_answers() -> None:
    programme = a_programme(sessions=2)
    first, second = programme.sessions
    declined = replace(a_speaker(9, person=3), status=SpeakerStatus.DECLINED)
    hidden = replace(second, visibility=Visibility.SECRETARIAT, speakers=(declined,))
    programme = replace(programme, sessions=(first, hidden))

    everyone = rows(programme)
    organisers = rows(programme, working=Working(video_rooms={first.id: "Main line"}))

    assert [row["Code"] for row in everyone] == ["S001"]
    assert "Video room" not in everyone[0]
    assert [(row["Code"], row["Video room"], row["Visibility"]) for row in organisers] == [
        ("S001", "Main line", "Public"),
        ("S002", "", "Secretariat"),
    ]
    (line,) = read_speakers(str(organisers[1]["Speakers"]))
    assert line.speaker is not None
    assert line.speaker.status is SpeakerStatus.DECLINED


def test_texts_are_kept_apart_by_language_and_never_filled_in() -> None:
    programme = a_programme(sessions=1)
    only_chinese = replace(programme.sessions[0], title=Translated(zh="只有中文"))

    (row,) = rows(replace(programme, sessions=(only_chinese,)))

    assert (row["Title"], row["Title (zh)"]) == ("", "只有中文")


def test_csv_and_workbook_hold_the_same() -> None:
    programme = with_a_night(a_programme(sessions=2))
    wanted = Wanted(locale="en", base_url=BASE)

    text = schedule.file(programme, Format.CSV, wanted).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    sheet = load_workbook(io.BytesIO(schedule.file(programme, Format.XLSX, wanted))).active

    assert sheet is not None
    shown = [[_as_text(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert lines == shown
    assert sheet.freeze_panes == "A2"
    assert [sheet.cell(2, column).number_format for column in (5, 6)] == ["yyyy-mm-dd", "hh:mm"]
    assert [type(sheet.cell(2, column).value) for column in (5, 6)] == [datetime, time]


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def test_what_people_wrote_starts_no_formula() -> None:
    programme = a_programme(sessions=1)
    bad = replace(programme.sessions[0], title=Translated(en='=HYPERLINK("https://evil.example")'))
    programme = replace(programme, sessions=(bad,))
    wanted = Wanted(locale="en", base_url=BASE)

    text = schedule.file(programme, Format.CSV, wanted).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(schedule.file(programme, Format.XLSX, wanted))).active

    assert sheet is not None
    assert ",\"'=HYPERLINK" in text
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", True)


def test_a_programme_without_sessions_has_its_headings() -> None:
    table = schedule.table(a_programme(sessions=0), locale="en")

    assert list(table.headings)[:2] == ["Code", "Title"]
    assert table.rows == []


def test_a_day_is_a_day_of_the_calendar() -> None:
    assert isinstance(rows(a_programme(sessions=1))[0]["Day"], date)
