"""schedule.xml and schedule.json as other programs write them, faults and all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gateways.schedules.told import findings, read, told

SHARED = Path(__file__).parents[4] / "shared" / "data"

PENTABARF = """<?xml version="1.0" encoding="utf-8"?>
<schedule>
 <conference><title>A Conference</title><day_change>09:00:00</day_change></conference>
 <day date="2026-12-19" index="1">
  <room name="Janson">
   <event id="1">
    <start>09:30</start><duration>00:25</duration><room>Janson</room>
    <title>Welcome</title><track>Keynotes</track><type>keynote</type><language>en</language>
    <abstract>&lt;p&gt;Hello &lt;b&gt;all&lt;/b&gt;&lt;/p&gt;</abstract>
    <persons><person id="7">Dr. SOK Dara</person><person id="7">Dr. SOK Dara</person></persons>
   </event>
   <event id="2"><start>00:30</start><duration>01:00</duration><title>At night</title></event>
   <event id="3"><start>soon</start><duration>01:00</duration><title>No start</title></event>
   <event id="4"><start>10:00</start><title>No length</title></event>
   <event id="5"><start>11:00</start><duration>00:30</duration><title></title></event>
  </room>
 </day>
"""


def pretalx(**more: Any) -> bytes:
    talk = {
        "id": 10,
        "guid": "11111111-2222-5333-8444-555555555555",
        "code": "ABCDEF",
        "date": "2026-12-19T09:00:00+01:00",
        "start": "09:00",
        "duration": "00:30",
        "title": "A talk",
        "type": "Talk",
        "language": "en",
        "persons": [{"id": 1, "public_name": "Prof. Kim LEE"}, {"name": "Sok Dara"}],
        **more,
    }
    day = {"date": "2026-12-19", "rooms": {"Red Room": [talk]}}
    conference = {"title": "DemoCon", "time_zone_name": "Europe/Berlin", "days": [day]}
    return json.dumps({"schedule": {"conference": conference}}).encode()


def test_a_pentabarf_file_without_versions_identities_and_end() -> None:
    schedule = read(PENTABARF.encode(), zone="Asia/Yangon")

    assert told(schedule) == [
        "19 09:30-09:55 Welcome @ Janson",
        "  Dr. *SOK* Dara",
        "  > Hello all",
        "20 00:30-01:30 At night @ Janson",
    ]
    assert schedule.sessions[0].track == "Keynotes"
    assert [line.split()[0] for line in findings(schedule)] == [
        "no_time",
        "no_duration",
        "no_title",
        "broken_off",
        "markup_removed",
    ]


def test_a_pretalx_file_is_put_on_the_event_s_clock() -> None:
    schedule = read(pretalx(), zone="Asia/Yangon")

    assert told(schedule) == [
        "19 14:30-15:00 A talk @ Red Room",
        "  Prof. Kim *LEE*",
        "  Sok Dara",
    ]
    assert findings(schedule) == ["other_zone 0 Europe/Berlin Asia/Yangon"]


def test_a_new_event_is_on_the_clock_of_its_file() -> None:
    schedule = read(pretalx())

    assert (schedule.event.zone, told(schedule)[0]) == (
        "Europe/Berlin",
        "19 09:00-09:30 A talk @ Red Room",
    )


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"date": "2026-12-19T08:00:00Z"}, "19 09:00-09:30"),
        ({"date": "2026-12-19"}, "19 09:00-09:30"),
        ({"date": "2026-12-19T09:00:00", "duration": 45}, "19 09:00-09:45"),
        ({"duration": "1:00:00"}, "19 09:00-09:00"),
        ({"duration": None, "end": "2026-12-19T10:00:00+01:00"}, "19 09:00-10:00"),
    ],
)
def test_times_and_durations_in_every_form(more: dict[str, Any], line: str) -> None:
    assert told(read(pretalx(**more)))[0].startswith(line)


@pytest.mark.parametrize(
    ("name", "sessions", "people", "told"),
    [
        ("camp2019.xml", 606, 276, {"no_zone", "identity_again", "unknown_word", "markup_removed"}),
        (
            "camp2019.json",
            606,
            276,
            {"no_zone", "identity_again", "unknown_word", "markup_removed"},
        ),
        ("fosdem2019.xml", 775, 730, {"no_zone", "markup_removed"}),
        ("democon.json", 36, 27, {"no_zone", "zone_differs"}),
        ("lca2020.ics", 262, 144, set()),
        ("kielux2020.ics", 24, 0, set()),
    ],
)
def test_real_files(name: str, sessions: int, people: int, told: set[str]) -> None:
    file = SHARED / name
    if not file.exists():
        pytest.skip("the real schedule files are not here")

    schedule = read(file.read_bytes())

    names = {one.printed_name for s in schedule.sessions for one in s.speakers or ()}
    assert (len(schedule.sessions), len(names)) == (sessions, people)
    assert {finding.code.value for finding in schedule.findings} == told
