"""The sheet of a programme: what is written into its cells is read out of them again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain import sheets
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.sheets import (
    Column,
    Heading,
    ReadLine,
    SheetRow,
    SpeakerLine,
    code_of,
    headings,
    read_clock,
    read_span,
    read_speakers,
    recognised,
    speakers_cell,
    word,
)
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated, one_line

wall = datetime.fromisoformat
texts = st.text(max_size=30).map(one_line)
minutes = st.integers(0, 600)


def test_the_columns_stand_in_the_order_that_was_agreed() -> None:
    assert headings(("en", "zh")) == (
        "Code",
        "Title",
        "Title (zh)",
        "Kind",
        "Day",
        "Start",
        "End",
        "Room",
        "Video room",
        "All rooms",
        "Part",
        "Track",
        "Languages",
        "Interpretation",
        "Visibility",
        "Description",
        "Description (zh)",
        "Speakers",
        "Id",
    )


@pytest.mark.parametrize("languages", [("en",), ("en", "zh", "km"), ()])
def test_our_own_headings_are_recognised(languages: tuple[str, ...]) -> None:
    written = sheets.layout(languages)
    assert tuple(recognised(heading.words) for heading in written) == written


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Time", Heading(Column.TIME)),
        ("  AGENDA   ITEM ", Heading(Column.TITLE)),
        ("Speaker(s)", Heading(Column.SPEAKERS)),
        ("时间", Heading(Column.TIME)),
        ("议程", Heading(Column.TITLE)),
        ("发言人：", Heading(Column.SPEAKERS)),
        ("Ｔｉｔｌｅ（ｚｈ）", Heading(Column.TITLE, "zh")),
        ("标题（英文）", Heading(Column.TITLE, "en")),
        ("Title Chinese", None),
        ("Title zh", Heading(Column.TITLE, "zh")),
        ("Room (zh)", None),
        ("Remarks", None),
        ("", None),
    ],
)
def test_headings_of_others_are_recognised(text: str, heading: Heading | None) -> None:
    assert recognised(text) == heading


def test_a_session_is_written_in_texts_alone() -> None:
    row = SheetRow(
        key="6f8d2b1c-52a0-4c8e-9f39-0f1f6d2f0a11",
        code="P01",
        title=Translated(en="Opening", zh="开幕"),
        kind=SessionKind.CEREMONY,
        starts=wall("2026-06-28T23:30"),
        ends=wall("2026-06-29T00:30"),
        room="Hall A",
        all_rooms=True,
        languages=("en", "zh"),
        description=Translated(zh="说明"),
        speakers=(
            SpeakerLine(
                part=SpeakingPart.OPENING_REMARKS,
                honorific="H.E. Mr.",
                printed_name="LIU Huanxin",
                family_name="LIU",
                title="Administrator",
                organisation="National Rural Revitalization Administration",
                country="CN",
                minutes=10,
                mode=SpeakerMode.ROOM,
                status=SpeakerStatus.CONFIRMED,
            ),
        ),
    )
    assert dict(zip(headings(("en", "zh")), sheets.cells(row, ("en", "zh")), strict=True)) == {
        "Code": "P01",
        "Title": "Opening",
        "Title (zh)": "开幕",
        "Kind": "Ceremony",
        "Day": "2026-06-28",
        "Start": "23:30",
        "End": "00:30 +1",
        "Room": "Hall A",
        "Video room": "",
        "All rooms": "yes",
        "Part": "",
        "Track": "",
        "Languages": "en zh",
        "Interpretation": "",
        "Visibility": "Public",
        "Description": "",
        "Description (zh)": "说明",
        "Speakers": "Opening remarks | H.E. Mr. LIU Huanxin | Administrator | "
        "National Rural Revitalization Administration | CN | 10 | Room | Confirmed",
        "Id": "6f8d2b1c-52a0-4c8e-9f39-0f1f6d2f0a11",
    }


@pytest.mark.parametrize(
    "kind", [SessionKind, Visibility, SpeakingPart, SpeakerMode, SpeakerStatus]
)
def test_every_code_is_read_as_it_is_written(kind: type[StrEnum]) -> None:
    assert [code_of(kind, word(code)) for code in kind] == list(kind)


speakers = st.builds(
    SpeakerLine,
    part=st.sampled_from(SpeakingPart),
    honorific=st.sampled_from(("", "H.E. Mr.", "Dr.", "Oknha Neak", "Prof.")),
    printed_name=texts.filter(lambda text: bool(text) and "*" not in text),
    title=texts,
    organisation=texts,
    country=st.sampled_from(("", "CN", "KH")),
    minutes=st.none() | minutes,
    mode=st.none() | st.sampled_from(SpeakerMode),
    status=st.none() | st.sampled_from(SpeakerStatus),
)


@given(st.lists(speakers, max_size=5))
def test_speakers_come_back_from_their_cell(lines: list[SpeakerLine]) -> None:
    found = [line.speaker for line in read_speakers(speakers_cell(lines))]
    kept = ("part", "honorific", "printed_name", "title", "organisation", "country", "minutes")
    for name in (*kept, "mode", "status"):
        assert [getattr(line, name) for line in found] == [getattr(line, name) for line in lines]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("LIU Huanxin", "LIU"),
        ("Hap Omaly", "Hap"),
        ("Maria de la Cruz", "de la Cruz"),
        ("Omaly", ""),
    ],
)
def test_a_family_name_comes_back_in_capitals_or_not(name: str, family: str) -> None:
    line = SpeakerLine(part=SpeakingPart.CHAIR, printed_name=name, family_name=family)
    assert [read.speaker for read in read_speakers(speakers_cell([line]))] == [line]


def test_what_a_line_does_not_say_stays_unsaid() -> None:
    assert read_speakers(
        "Moderator: Mr. SOK\n\n| Dr. Aung | | A | B\\|C\nRapporteur | Ms. TAN Li"
    ) == (
        ReadLine(text="Moderator: Mr. SOK"),
        ReadLine(
            text="| Dr. Aung | | A | B\\|C",
            speaker=SpeakerLine(
                honorific="Dr.", printed_name="Aung", organisation="A", country="B|C"
            ),
        ),
        ReadLine(
            text="Rapporteur | Ms. TAN Li",
            speaker=SpeakerLine(honorific="Ms.", printed_name="TAN Li", family_name="TAN"),
            unread=("part",),
        ),
    )


def test_a_line_may_begin_with_the_name() -> None:
    (read,) = read_speakers("Somchai Jaidee | Director | Ministry of Interior | TH")
    assert read.speaker == SpeakerLine(
        printed_name="Somchai Jaidee",
        title="Director",
        organisation="Ministry of Interior",
        country="TH",
    )


@given(st.text())
def test_no_cell_breaks_its_reading(text: str) -> None:
    read_speakers(text)
    read_clock(text)
    read_span(text)
    recognised(text)


@given(st.text())
def test_what_is_held_back_is_let_go_again(text: str) -> None:
    held = sheets.held_back(text)
    assert sheets.let_go(held) == text
    assert not sheets.starts_formula(held)


@given(st.times(), st.integers(0, 24 * 60))
def test_times_come_back_from_their_cells(start: time, length: int) -> None:
    starts = datetime.combine(wall("2026-06-28").date(), start.replace(second=0, microsecond=0))
    ends = starts + timedelta(minutes=length)
    assert read_clock(sheets.clock_cell(starts)) == (starts.time(), 0)
    assert read_clock(sheets.end_cell(starts, ends)) == (
        ends.time(),
        (ends.date() - starts.date()).days,
    )


@pytest.mark.parametrize(
    ("text", "starts", "ends", "rest"),
    [
        ("09:00-09:30", "09:00", "09:30", ""),
        ("9:00–9:30", "09:00", "09:30", ""),
        ("09:00 — 09:30 Opening", "09:00", "09:30", "Opening"),
        ("9.00–9.30 a.m.", "09:00", "09:30", ""),
        ("1.00–2.30 p.m.", "13:00", "14:30", ""),
        ("0900-0930", "09:00", "09:30", ""),
        ("0900 – 0930 hrs", "09:00", "09:30", ""),
        ("上午9:00—9:30", "09:00", "09:30", ""),
        ("下午2:00-3:30", "14:00", "15:30", ""),
        ("上午11:00-1:00", "11:00", "13:00", ""),
        ("9:00 AM to 9:30 AM", "09:00", "09:30", ""),
        ("11:00-1:00 p.m.", "11:00", "13:00", ""),
        ("11:30 a.m. - 12:30", "11:30", "12:30", ""),
        ("8:30 - 12:00 noon", "08:30", "12:00", ""),
        ("９：００～９：３０", "09:00", "09:30", ""),
        ("9 a.m.", "09:00", None, ""),
        ("14h00-14h30", "14:00", "14:30", ""),
        ("9时30分至10时", "09:30", "10:00", ""),
        ("上午9点", "09:00", None, ""),
        ("From 09:00 to 10:00", "09:00", "10:00", ""),
        ("18:30 –", "18:30", None, "–"),
        ("09:00", "09:00", None, ""),
        ("23:00-00:30", "23:00", "00:30", ""),
        ("12:00 midnight", "00:00", None, ""),
    ],
)
def test_times_are_read_as_secretariats_write_them(
    text: str, starts: str, ends: str | None, rest: str
) -> None:
    found = read_span(text)
    assert found is not None
    assert (found.starts, found.ends, found.rest) == (
        time.fromisoformat(starts),
        time.fromisoformat(ends) if ends else None,
        rest,
    )


@pytest.mark.parametrize("text", ["25:00", "Day 1", "3. Adoption", "", "12 June", "9", "Room 9"])
def test_other_numbers_are_no_times(text: str) -> None:
    assert read_span(text) is None


@pytest.mark.parametrize("text", ["2021-2022 work plan", "2022 review", "1.10 Rules"])
def test_years_and_numbered_items_are_told_to_be_doubtful(text: str) -> None:
    found = read_span(text)
    assert found is not None
    assert found.bare
