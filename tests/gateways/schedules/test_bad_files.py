"""Files that are broken, hostile or far too large end soon, with a report."""

from __future__ import annotations

import csv
import io
import json
import resource
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.schedules import Ask, Code, Unreadable
from forumapp.gateways import schedules
from forumapp.isolation import End, Ended, Process
from tests.gateways.schedules.told import TODAY, findings, read, told

MANY = 100_000
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHTER = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a0 "lol">{LAUGHS}]>'
WORKBOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "xl/workbook.xml": "<workbook/>",
}


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def separated(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def an_event(number: int, **more: str) -> dict[str, object]:
    return {
        "id": number,
        "guid": f"g{number}",
        "title": f"Talk {number}",
        "date": f"2026-12-01T{9 + number % 9:02}:00:00+08:00",
        "duration": "00:30",
        **more,
    }


def frab(events: list[dict[str, object]], **conference: str) -> bytes:
    days = [{"date": "2026-12-01", "rooms": {"Hall A": events}}]
    return json.dumps({"schedule": {"conference": {**conference, "days": days}}}).encode()


def calendar(entries: Iterable[str]) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", "")
    return "\r\n".join(lines).encode()


def an_entry(number: int, start: str = ":20261201T090000Z") -> str:
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@x\r\nSUMMARY:Talk {number}\r\nDTSTART{start}\r\n"
        "DURATION:PT1H\r\nEND:VEVENT"
    )


def many_rows(kind: str) -> bytes:
    """A hundred thousand rows in a file of this kind."""
    if kind == "csv":
        return separated([("Title", "Day", "Start"), *[("x", "2026-12-01", "09:00")] * MANY])
    if kind == "xlsx":
        rows = "".join(f'<row><c t="str"><v>x{n**3}</v></c></row>' for n in range(MANY))
        sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
        return zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": sheet})
    if kind == "json":
        return frab([an_event(1)] * MANY)
    if kind == "ics":
        return calendar([an_entry(1)] * MANY)
    event = "<event id='1'><title>x</title><start>09:00</start><duration>1:00</duration></event>"
    return f"<schedule><day date='2026-12-01'><room>{event * MANY}</room></day>".encode()


def refusal(data: bytes) -> Code:
    with pytest.raises(Unreadable) as refused:
        schedules.read_apart(data, Ask(today=TODAY))
    return refused.value.finding.code


def ended(data: bytes) -> object:
    """What reading came to: a schedule, or why there is none."""
    try:
        return read(data)
    except Unreadable as reason:
        return reason.finding


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "xml", "ics"])
def test_a_hundred_thousand_rows_are_refused_before_they_are_read(kind: str) -> None:
    data = many_rows(kind)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert refusal(data) is Code.TOO_MANY_ROWS

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before.ru_utime < 4


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "word/media/image1.png"])
def test_an_archive_that_unpacks_to_far_too_much_is_not_unpacked(part: str) -> None:
    main = {"word/document.xml": "<document/>"} if part.startswith("word") else WORKBOOK

    assert refusal(zipped({**main, part: b"0" * (90 * 2**20)})) is Code.ARCHIVE_BOMB


@pytest.mark.parametrize(
    "data",
    [
        f"{LAUGHTER}<schedule>&a9;</schedule>".encode(),
        f"{LAUGHTER}<schedule>&a9;</schedule>".replace("?>", ' encoding="utf-16"?>').encode(
            "utf-16"
        ),
        b'<!DOCTYPE s SYSTEM "file:///etc/passwd"><schedule/>',
        zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": f"{LAUGHTER}<worksheet>&a9;</worksheet>"}),
        zipped({"word/document.xml": f"{LAUGHTER}<document>&a9;</document>"}),
    ],
    ids=["xml", "utf-16", "external", "xlsx", "docx"],
)
def test_entities_are_never_expanded(data: bytes) -> None:
    assert refusal(data) is Code.ENTITIES


def test_what_takes_too_much_memory_is_given_up() -> None:
    data = b"," * (24 * 2**20)

    assert refusal(data) is Code.OUT_OF_MEMORY


def test_what_never_ends_is_ended_for_its_time(tmp_path: Path) -> None:
    process = Process("tests.gateways.schedules.endless", folder=tmp_path, megabytes=100)
    with pytest.raises(Ended) as ended:
        process.line(60)
    process.end()

    assert ended.value.end is End.TIME


@pytest.mark.parametrize(
    "data",
    [
        b"<schedule>" * 100_000,
        b'{"schedule":' * 100_000,
        calendar([f"BEGIN:VEVENT\r\nSUMMARY:{'a' * 2**22}\r\nEND:VEVENT"]),
        calendar([an_entry(1, ":19000101T000000Z").replace("UID", "RRULE:FREQ=SECONDLY\r\nUID")]),
        b"PK\x03\x04" + b"\xff" * 1000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000,
        frab([an_event(n) for n in range(5)]).replace(b"Hall A", b"\xff\xfe"),
    ],
    ids=["deep xml", "deep json", "long line", "seconds", "zip", "old office", "no utf-8"],
)
def test_other_mischief_ends_with_a_report(data: bytes) -> None:
    assert ended(data)


def test_wrong_zones_are_told_and_the_event_s_own_is_taken() -> None:
    data = calendar(
        [
            "X-WR-TIMEZONE:Mars/Olympus",
            an_entry(1, ";TZID=Nowhere Standard Time:20261201T090000"),
            an_entry(2, ";TZID=China Standard Time:20261201T090000"),
        ]
    )
    assert told(read(data, zone="Asia/Yangon")) == [
        "01 07:30-08:30 Talk 2",
        "01 09:00-10:00 Talk 1",
    ]
    assert findings(read(data, zone="Asia/Yangon")) == [
        "unknown_zone 0 Nowhere Standard Time Asia/Yangon",
        "other_zone 0 Asia/Shanghai Asia/Yangon",
    ]

    named = read(frab([an_event(1)], time_zone_name="Asia/Nowhere"), zone="Asia/Yangon")
    assert told(named) == ["01 08:30-09:00 Talk 1 @ Hall A"]
    assert findings(named)[0] == "unknown_zone 0 Asia/Nowhere Asia/Yangon"


def test_an_identity_that_is_there_twice_makes_two_sessions_unless_they_are_one() -> None:
    first, later = an_event(1), an_event(1, date="2026-12-01T15:00:00+08:00")

    sessions = read(frab([first, later, first]), zone="Asia/Shanghai").sessions

    assert [session.identity for session in sessions] == ["g1", "g1", "g1/20261201T150000"]


WHOLE = {
    "csv": separated(
        [("Title", "Day", "Start", "Speakers"), ("T", "2026-12-01", "9:00", "Dr. A B")]
    ),
    "json": frab([an_event(1), an_event(2)]),
    "xml": b"<schedule><day date='2026-12-01'><room name='A'><event id='1'><title>T</title>"
    b"<start>09:00</start><duration>1:00</duration></event></room></day></schedule>",
    "ics": calendar([an_entry(1), an_entry(2)]),
    "zip": zipped({**WORKBOOK, "word/document.xml": "<document/>"}),
}


@settings(max_examples=80, deadline=None)
@given(kind=st.sampled_from(sorted(WHOLE)), cut=st.floats(0, 1), noise=st.binary(max_size=40))
def test_a_file_that_breaks_off_or_is_damaged_is_read_or_refused(
    kind: str, cut: float, noise: bytes
) -> None:
    whole = WHOLE[kind]
    at = int(len(whole) * cut)
    for data in (whole[:at], whole[:at] + noise + whole[at:], whole[:at] + noise, noise):
        assert ended(data)
