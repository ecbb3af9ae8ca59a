"""The programme as a Word document: what stands on it, and how Word is told to treat it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated
from forumapp.i18n.catalogue import gettext
from forumapp.render import word
from tests.programmes import FIRST_DAY, a_programme, a_session, a_speaker

BASE = "https://forum.example"


def written(programme: Programme, *locales: str) -> Any:
    data = word.programme(programme, locales=locales or ("en",), base_url=BASE)
    return Document(io.BytesIO(data))


def cells(row: Any) -> list[str]:
    return [cell.text for cell in row.cells]


def test_the_title_block_says_what_when_where_and_who() -> None:
    document = written(a_programme(sessions=2))

    header = document.sections[0].first_page_header
    assert [p.text for p in header.paragraphs] == [
        "FVP/3/1",
        "Provisional programme, 1 February 2027",
    ]
    assert [p.text for p in document.paragraphs if p.text] == [
        "Third Forum on Village Pilots",
        "Forum on Village Pilots · 3rd edition",
        "From pilots to practice",
        "9 March 2027",
        "Riverside Hall, Riverside, Hybrid: in the room and online",
        "Host: Ministry of Villages",
        "Supporter: Institute of Rural Practice",
        "Times are those of Riverside (UTC+6:30).",
        "Room: Hall 1.",
        "Tuesday, 9 March 2027",
    ]


def test_a_day_is_a_table_of_time_item_and_speakers() -> None:
    (table,) = written(a_programme(sessions=1)).tables

    assert [cells(row) for row in table.rows] == [
        ["Time", "Item", "Speakers"],
        [
            "09:00–10:00\nRoom and online",
            "Opening ceremony",
            (
                "Keynote: H.E. Mr. Sokdara Veasna (វាសនា សុខដារ៉ា), Director, Division 1, Ministry of"
                " Rural Affairs, Cambodia\n“Topic 1”\n"
                "Panellist: Ms. ZHANG Wenhuilan (张文慧兰), Director, Division 2, Ministry of Rural"
                " Affairs, China\n“Topic 2”"
            ),
        ],
    ]


def test_rooms_and_parts_have_columns_where_there_are_several() -> None:
    tables = written(a_programme(sessions=24, parts=2)).tables

    assert len(tables) == 2
    assert cells(tables[0].rows[0]) == ["Time", "Item", "Room", "Part", "Speakers"]
    assert cells(tables[0].rows[1])[2:4] == ["Hall 1", "Part 1"]


def test_two_languages_stand_side_by_side_on_a_page_across() -> None:
    document = written(a_programme(sessions=1), "en", "zh")
    (table,) = document.tables

    assert document.sections[0].page_width > document.sections[0].page_height
    assert cells(table.rows[0]) == [
        "Time 时间",
        "Item",
        gettext("Item", "zh"),
        "Speakers",
        "发言人",
    ]
    assert cells(table.rows[1])[1:3] == ["Opening ceremony", "开幕式"]
    assert "讨论嘉宾：张文慧兰，第2司司长，农村事务部，中国" in cells(table.rows[1])[4]


def test_an_end_on_the_next_day_says_so() -> None:
    starts = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(hours=23)
    night = a_session(1, starts=starts, ends=starts + timedelta(hours=2), online=False)
    programme = replace(a_programme(sessions=1), sessions=(night,))

    (table,) = written(programme).tables

    assert cells(table.rows[1])[0] == "23:00–01:00 (+1)\nIn the room"


def test_the_head_of_a_table_comes_again_and_short_rows_are_not_torn() -> None:
    many = tuple(a_speaker(n, person=n) for n in range(1, 7))
    programme = a_programme(sessions=2)
    first, second = programme.sessions
    full = replace(second, speakers=(*many, a_speaker(7, person=1)))

    head, whole, torn = written(replace(programme, sessions=(first, full))).tables[0].rows

    assert [list(marks(row)) for row in (head, whole, torn)] == [
        ["tblHeader", "cantSplit"],
        ["cantSplit"],
        [],
    ]


def marks(row: Any) -> Iterator[str]:
    properties = row._tr.trPr
    for mark in properties if properties is not None else ():
        yield mark.tag.rpartition("}")[2]


@pytest.mark.parametrize(
    ("text", "font", "language"),
    [
        ("สวัสดี", "Leelawadee UI", "th-TH"),
        ("ສະບາຍດີ", "Leelawadee UI", "lo-LA"),
        ("ពិធីបើក", "Leelawadee UI", "km-KH"),
        ("စုံညီ", "Myanmar Text", "my-MM"),
    ],
)
def test_every_script_has_a_font_that_carries_it(text: str, font: str, language: str) -> None:
    programme = a_programme(sessions=1)
    (session,) = programme.sessions
    titled = replace(session, title=Translated(en=f"Opening {text} now"))

    (table,) = written(replace(programme, sessions=(titled,))).tables

    runs = table.rows[1].cells[1].paragraphs[0].runs
    assert [run.text for run in runs] == ["Opening ", text, " now"]
    properties = runs[1]._element.rPr
    assert properties.rFonts.get(qn("w:cs")) == font
    assert properties.find(qn("w:cs")) is not None
    assert properties.find(qn("w:lang")).get(qn("w:bidi")) == language
    styles = programme_styles(programme)
    assert {style.get(qn("w:eastAsia")) for style in styles} == {"SimSun"}


def programme_styles(programme: Programme) -> list[Any]:
    normal = written(programme).styles["Normal"].element
    return list(normal.iter(qn("w:rFonts")))


def test_pages_are_numbered_and_the_file_says_what_it_is() -> None:
    document = written(a_programme(sessions=1), "zh")

    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        fields = [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
    said = document.core_properties
    assert (said.title, said.subject, said.author, said.language) == (
        "第三届乡村试点论坛",
        "暂定日程",
        "秘书处",
        "zh-Hans",
    )


def test_only_public_sessions_stand_in_it() -> None:
    programme = a_programme(sessions=2)
    first, second = programme.sessions
    hidden = replace(second, visibility=Visibility.SECRETARIAT)

    (table,) = written(replace(programme, sessions=(first, hidden))).tables

    assert len(table.rows) == 2


def test_before_any_session_there_is_the_title_alone() -> None:
    document = written(a_programme(sessions=0, event_format=EventFormat.ONLINE))

    assert document.tables == []


def test_a_draft_before_the_first_release_has_no_date() -> None:
    never = datetime.fromtimestamp(0, UTC)
    facts = a_programme()
    release = replace(facts.release, number=0, symbol="", issued_at=never)

    document = written(replace(facts, release=release))

    header = document.sections[0].first_page_header
    assert [paragraph.text for paragraph in header.paragraphs] == ["Provisional programme"]


def test_the_same_facts_give_the_same_bytes() -> None:
    first, second = (
        word.programme(a_programme(sessions=4), locales=("en", "zh"), base_url=BASE)
        for _ in range(2)
    )
    assert first == second
