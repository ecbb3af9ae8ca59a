"""Every calendar carries the rules of the zone that it names, and they are right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from forumapp.render import ical
from tests.programmes import a_programme
from tests.render import calendars

BASE = "https://forum.example"
REGION = {
    "Asia/Shanghai": 480,
    "Asia/Brunei": 480,
    "Asia/Kuala_Lumpur": 480,
    "Asia/Manila": 480,
    "Asia/Singapore": 480,
    "Asia/Phnom_Penh": 420,
    "Asia/Vientiane": 420,
    "Asia/Bangkok": 420,
    "Asia/Ho_Chi_Minh": 420,
    "Asia/Jakarta": 420,
    "Asia/Makassar": 480,
    "Asia/Jayapura": 540,
    "Asia/Yangon": 390,
    "Asia/Dili": 540,
}
CHANGING = (
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Accra",
)


def a_feed(zone: str, sessions: int = 3) -> bytes:
    programme = a_programme(sessions=sessions, zone=zone)
    return ical.feed(programme, locale="en", base_url=BASE, name="x", source_url=f"{BASE}/x.ics")


@pytest.mark.parametrize("zone", [*REGION, *CHANGING])
def test_the_zone_that_is_named_is_there_and_no_other(zone: str) -> None:
    feed = calendars.read(a_feed(zone))
    assert feed.used_zones() == {zone}
    assert feed.zone_names == [zone]


@pytest.mark.parametrize("zone", REGION)
def test_zones_without_summer_time_have_one_rule(zone: str) -> None:
    (timezone,) = calendars.read(a_feed(zone)).components("VTIMEZONE")
    (rule,) = timezone.inside
    hours, minutes = divmod(REGION[zone], 60)
    offset = f"+{hours:02d}{minutes:02d}"
    assert rule.name == "STANDARD"
    assert {p.name: p.raw for p in rule.properties if p.name != "TZNAME"} == {
        "DTSTART": "20270101T000000",
        "TZOFFSETFROM": offset,
        "TZOFFSETTO": offset,
    }


@pytest.mark.parametrize("zone", [*REGION, *CHANGING])
def test_every_reader_finds_the_same_instants(zone: str) -> None:
    programme = a_programme(zone=zone)
    expected = [programme.starts_at(session).astimezone(UTC) for session in programme.sessions]
    data = a_feed(zone)
    assert [e.DTSTART.astimezone(UTC) for e in Calendar.from_ical(data).events] == expected
    assert [
        e.dtstart.value.astimezone(UTC) for e in vobject.readOne(data.decode()).vevent_list
    ] == expected


@pytest.mark.parametrize("zone", CHANGING)
def test_the_rules_hold_all_year(zone: str) -> None:
    (carried,) = Calendar.from_ical(a_feed(zone)).timezones
    rules = carried.to_tz(lookup_tzid=False)
    wall = datetime(2027, 1, 1, 0, 30)  # noqa: DTZ001  a wall time
    while wall.year == 2027:
        ours, theirs = wall.replace(tzinfo=rules), wall.replace(tzinfo=ZoneInfo(zone))
        known = theirs.astimezone(UTC).astimezone(theirs.tzinfo).replace(tzinfo=None) == wall
        if known and theirs.utcoffset() == theirs.replace(fold=1).utcoffset():
            assert ours.utcoffset() == theirs.utcoffset(), wall
        wall += timedelta(hours=1)


def test_summer_time_starts_when_the_clock_before_it_says_so() -> None:
    (timezone,) = calendars.read(a_feed("Europe/Berlin")).components("VTIMEZONE")
    assert [
        (c.name, c.one("DTSTART").raw, c.one("TZOFFSETFROM").raw, c.one("TZOFFSETTO").raw)
        for c in timezone.inside
    ] == [
        ("STANDARD", "20270101T000000", "+0100", "+0100"),
        ("DAYLIGHT", "20270328T020000", "+0100", "+0200"),
        ("STANDARD", "20271031T030000", "+0200", "+0100"),
    ]


def test_shanghai_leaves_the_summers_of_1986_to_1991_behind() -> None:
    data = a_feed("Asia/Shanghai", sessions=40)
    assert b"+0900" not in data
    assert b"BEGIN:DAYLIGHT" not in data


def test_an_event_over_new_year_carries_both_years() -> None:
    programme = a_programme(
        sessions=12, zone="Europe/Berlin", starts_on=datetime(2027, 12, 31, tzinfo=UTC).date()
    )
    data = ical.feed(programme, locale="en", base_url=BASE, name="x", source_url=f"{BASE}/x.ics")
    (timezone,) = calendars.read(data).components("VTIMEZONE")
    assert [c.one("DTSTART").raw[:4] for c in timezone.inside] == ["2027"] * 3 + ["2028"] * 2


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_utc_is_written_with_a_z_and_without_rules(zone: str) -> None:
    feed = calendars.read(a_feed(zone))
    assert feed.zone_names == []
    assert feed.used_zones() == set()
    assert feed.entries[0].one("DTSTART").raw == "20270309T090000Z"
