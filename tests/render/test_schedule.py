"""schedule.xml and schedule.json: the public schemas, our own reading of them, and the content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.text import Translated
from forumapp.render import schedule
from forumapp.render.wording import line
from tests.programmes import FIRST_DAY, LONG_NAME, a_programme, a_session

BASE = "https://forum.example"
SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data"
MIDNIGHT = datetime.combine(FIRST_DAY, datetime.min.time())


def an_xml(programme: Programme, locale: str = "en") -> Element:
    return fromstring(schedule.xml(programme, base_url=BASE, locale=locale))


def a_json(programme: Programme, locale: str = "en") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(schedule.json(programme, base_url=BASE, locale=locale))
    return read


def everything_named(name: str) -> Programme:
    named, programme = Translated(en=name), a_programme(sessions=30, parts=2)
    return replace(
        programme,
        event=replace(programme.event, title=named, theme=named, venue=named, place=named),
        sessions=tuple(replace(s, title=named, description=named) for s in programme.sessions),
        rooms=tuple(replace(room, name=named) for room in programme.rooms),
        tracks=tuple(replace(track, name=named) for track in programme.tracks),
        people=tuple(replace(p, printed_name=name, honorific=name) for p in programme.people),
    )


def with_slug(slug: str, zone: str = "Asia/Yangon") -> Programme:
    programme = a_programme(zone=zone)
    sessions = tuple(
        replace(session, code=code)
        for session, code in zip(programme.sessions, ("A", "A-1", "A.1"), strict=True)
    )
    return replace(programme, event=replace(programme.event, slug=slug), sessions=sessions)


def across_midnight() -> Programme:
    starts = MIDNIGHT + timedelta(hours=22, minutes=30)
    sessions = (a_session(1, starts=starts, ends=starts + timedelta(hours=24)),)
    return replace(a_programme(sessions=1), sessions=sessions)


def crossing_online() -> Programme:
    """Two forums online at the same hour, and one after them."""
    sessions = (
        a_session(1, room=None, part=1),
        a_session(2, room=None, part=2),
        a_session(3, room=None, starts=MIDNIGHT + timedelta(hours=10)),
    )
    programme = a_programme(parts=2, event_format=EventFormat.ONLINE)
    return replace(programme, sessions=sessions)


PROGRAMMES: dict[str, Callable[[], Programme]] = {
    "forty": lambda: a_programme(sessions=40),
    "empty": lambda: a_programme(sessions=0),
    "parts": lambda: a_programme(sessions=20, parts=5),
    "online": lambda: a_programme(sessions=12, event_format=EventFormat.ONLINE),
    "crossing online": crossing_online,
    "long names": lambda: everything_named(LONG_NAME),
    "no names": lambda: everything_named(""),
    "markup": lambda: everything_named("</title><script>&amp;\x00\x0b\ufffe]]>\udcff"),
    "across midnight": across_midnight,
    "short slug": lambda: with_slug("x"),
    "slug of digits": lambda: with_slug("2027-03"),
    "long slug": lambda: with_slug("a-" * 29 + "z"),
    "zone of three names": lambda: with_slug("forum", "America/Argentina/Buenos_Aires"),
    "zone by offset": lambda: with_slug("forum", "Etc/GMT-9"),
    "zone west of Greenwich": lambda: with_slug("forum", "America/St_Johns"),
    "utc": lambda: with_slug("forum", "UTC"),
}
every = pytest.mark.parametrize("name", PROGRAMMES)


def a_schema(name: str) -> Path:
    if not (SCHEMAS / name).exists():
        pytest.skip("public schemas not present")
    return SCHEMAS / name


@pytest.fixture(scope="module")
def xml_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(a_schema("schedule.xml.xsd"))


@pytest.fixture(scope="module")
def json_schema() -> Any:
    found = json.loads(a_schema("schedule.schema.json").read_text())
    return jsonschema.Draft6Validator(found, format_checker=jsonschema.FormatChecker())


@every
def test_xml_passes_the_public_schema(name: str, xml_schema: xmlschema.XMLSchema) -> None:
    xml_schema.validate(an_xml(PROGRAMMES[name]()))


@every
def test_json_passes_the_public_schema(name: str, json_schema: Any) -> None:
    assert list(json_schema.iter_errors(a_json(PROGRAMMES[name]()))) == []


def check_instant(text: str) -> datetime:
    assert re.search(r"[+-]\d\d:\d\d$", text), text
    return datetime.fromisoformat(text)


@every
def test_xml_keeps_the_format_s_rules(name: str) -> None:
    programme = PROGRAMMES[name]()
    root = an_xml(programme)
    assert [child.tag for child in root][:4] == ["generator", "url", "version", "conference"]
    assert re.fullmatch(r"[a-z0-9_-]{4,}", root.findtext("conference/acronym") or "")
    days = root.findall("day")
    assert [day.get("index") for day in days] == [str(n) for n in range(1, len(days) + 1)]
    assert len(days) == int(root.findtext("conference/days") or 0) >= 1
    for day in days:
        begin, end = check_instant(day.get("start", "")), check_instant(day.get("end", ""))
        assert begin < end
        assert day.get("date") == begin.date().isoformat()
        names = [room.get("name") for room in day.findall("room")]
        assert len(names) == len(set(names))
        assert all(names)
        for room in day.findall("room"):
            UUID(room.get("guid"))
            for event in room.findall("event"):
                check_event(event, room.get("name", ""), begin, end)
    events = root.findall("day/room/event")
    assert len(events) == len(programme.sessions)
    for unique in ("id", "guid"):
        assert len({event.get(unique) for event in events}) == len(events)
    assert len({event.findtext("slug") for event in events}) == len(events)


def check_event(event: Element, room: str, begin: datetime, end: datetime) -> None:
    assert int(event.get("id", "")) > 0
    UUID(event.get("guid"))
    assert event.findtext("room") == room
    assert event.findtext("title")
    assert re.fullmatch(r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}", event.findtext("slug") or "")
    assert (event.findtext("url") or "").startswith(f"{BASE}/events/")
    starts = check_instant(event.findtext("date") or "")
    assert event.findtext("start") == f"{starts:%H:%M}"
    hours, minutes = (event.findtext("duration") or "").split(":")
    assert re.fullmatch(r"\d\d", hours)
    assert begin <= starts < starts + timedelta(hours=int(hours), minutes=int(minutes)) <= end
    for tag in ("type", "abstract", "track", "language", "description", "subtitle"):
        assert event.find(tag) is not None
    for person in event.findall("persons/person"):
        int(person.get("id", ""))
        UUID(person.get("guid"))


@every
def test_json_keeps_the_format_s_rules(name: str) -> None:
    programme = PROGRAMMES[name]()
    conference = a_json(programme)["schedule"]["conference"]
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}", conference["acronym"])
    assert conference["daysCount"] == len(conference["days"]) >= 1
    known = {room["name"] for room in conference["rooms"]}
    events = []
    for index, day in enumerate(conference["days"], start=1):
        assert day["index"] == index
        assert check_instant(day["day_start"]) < check_instant(day["day_end"])
        for room, held in day["rooms"].items():
            assert room in known
            assert {event["room"] for event in held} == {room}
            events += held
    assert len(events) == len(programme.sessions)
    for event in events:
        assert event["id"] > 0
        UUID(event["guid"])
        assert re.fullmatch(r"[a-z0-9_-]+[a-z0-9]", event["slug"])
        assert check_instant(event["date"]) < check_instant(event["end"])
        assert all("public_name" not in person for person in event["persons"])


@every
def test_both_formats_tell_the_same(name: str) -> None:
    programme = PROGRAMMES[name]()
    from_xml = [
        (event.get("guid"), event.findtext("date"), event.findtext("room"), event.findtext("slug"))
        for event in an_xml(programme).iterfind("day/room/event")
    ]
    from_json = [
        (event["guid"], event["date"], event["room"], event["slug"])
        for day in a_json(programme)["schedule"]["conference"]["days"]
        for held in day["rooms"].values()
        for event in held
    ]
    assert from_xml == from_json


def test_a_session_is_written_in_the_reader_s_language() -> None:
    (event,) = an_xml(a_programme(sessions=1), "zh").iterfind("day/room/event")
    assert {child.tag: child.text for child in event if child.tag != "persons"} == {
        "room": "1号厅",
        "title": "开幕式",
        "subtitle": None,
        "type": "ceremony",
        "date": "2027-03-09T09:00:00+06:30",
        "start": "09:00",
        "duration": "01:00",
        "abstract": "试了什么，花了多少，别处能用什么。",
        "slug": "forum_test-0001_s001",
        "track": "基础设施",
        "language": "en",
        "description": "随后提问。",
        "url": f"{BASE}/events/forum-test/sessions/S001",
    }
    assert [person.text for person in event.iterfind("persons/person")] == [
        "H.E. Mr. Sokdara Veasna",
        "Ms. ZHANG Wenhuilan",
    ]


def test_sessions_without_a_room_never_overlap_in_one() -> None:
    rooms = [event.findtext("room") for event in an_xml(crossing_online()).iter("event")]
    assert rooms == ["Online", "Online", "Online 2"]
    assert [
        room["name"] for room in a_json(crossing_online())["schedule"]["conference"]["rooms"]
    ] == [
        "Online",
        "Online 2",
    ]


def test_rooms_of_one_name_are_told_apart() -> None:
    programme = a_programme(sessions=40)
    same = tuple(replace(room, name=Translated(en="Hall")) for room in programme.rooms)
    names = {e.findtext("room") for e in an_xml(replace(programme, rooms=same)).iter("event")}
    assert names == {"Hall", "Hall 2", "Hall 3"}


def test_every_day_of_the_event_is_there() -> None:
    programme = a_programme(sessions=1)
    longer = replace(programme.event, ends_on=date(2027, 3, 11))
    days = an_xml(replace(programme, event=longer)).findall("day")
    assert [(day.get("date"), len(day)) for day in days] == [
        ("2027-03-09", 1),
        ("2027-03-10", 0),
        ("2027-03-11", 0),
    ]
    assert days[2].get("start") == "2027-03-11T00:00:00+06:30"
    assert days[2].get("end") == "2027-03-12T00:00:00+06:30"


def test_a_night_belongs_to_the_day_on_which_it_starts() -> None:
    (day,) = an_xml(across_midnight()).findall("day")
    assert day.get("end") == "2027-03-10T22:30:00+06:30"
    assert day.findtext("room/event/duration") == "24:00"


def test_a_duration_is_what_passes_between_two_instants() -> None:
    """In the night to 28 March 2027 Berlin's clock springs from two to three."""
    night = datetime.combine(date(2027, 3, 27), time(23))
    programme = a_programme(sessions=1, zone="Europe/Berlin", starts_on=night.date())
    across = a_session(1, starts=night, ends=night + timedelta(hours=6))

    programme = replace(programme, sessions=(across,))

    assert an_xml(programme).findtext("day/room/event/duration") == "05:00"
    (day,) = a_json(programme)["schedule"]["conference"]["days"]
    (event,) = day["rooms"]["Hall 1"]
    assert (event["date"], event["duration"], event["end"]) == (
        "2027-03-27T23:00:00+01:00",
        "05:00",
        "2027-03-28T05:00:00+02:00",
    )


ZONES = ("Asia/Yangon", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC")
CHANGES = (date(2027, 3, 13), date(2027, 3, 27), date(2027, 4, 3), date(2027, 10, 30))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Programmes of any texts, around the days on which clocks change, in every kind of zone."""
    first = draw(st.sampled_from(CHANGES))
    texts = st.text(st.characters(exclude_categories=()), max_size=60)

    def session(number: int) -> SessionFacts:
        starts = datetime.combine(first, time()) + timedelta(minutes=draw(st.integers(0, 4319)))
        ends = starts + timedelta(minutes=draw(st.integers(1, 1440)))
        room = draw(st.sampled_from((None, 1)))
        made = a_session(number, starts=starts, ends=ends, room=room, online=draw(st.booleans()))
        said = Translated(en=draw(texts), zh=draw(texts))
        return replace(made, title=said, description=said, kind=draw(st.sampled_from(SessionKind)))

    plain = a_programme(sessions=1, zone=draw(st.sampled_from(ZONES)), starts_on=first)
    named = replace(plain.event, title=Translated(en=draw(texts)), theme=Translated(en=draw(texts)))
    held = [session(number) for number in range(1, 1 + draw(st.integers(0, 5)))]
    return replace(
        plain, event=named, sessions=tuple(sorted(held, key=lambda one: (one.starts, one.code)))
    )


@settings(deadline=None, max_examples=40)
@given(programme=programmes(), locale=st.sampled_from(("en", "zh")))
def test_every_programme_passes_the_public_schemas(
    xml_schema: xmlschema.XMLSchema, json_schema: Any, programme: Programme, locale: str
) -> None:
    assert list(xml_schema.iter_errors(an_xml(programme, locale))) == []
    assert list(json_schema.iter_errors(a_json(programme, locale))) == []


@settings(deadline=None, max_examples=40)
@given(programme=programmes())
def test_every_programme_keeps_the_format_s_rules(programme: Programme) -> None:
    told = {}
    for day in an_xml(programme).findall("day"):
        begin, end = check_instant(day.get("start", "")), check_instant(day.get("end", ""))
        for event in day.iterfind("room/event"):
            starts = check_instant(event.findtext("date") or "")
            hours, minutes = (event.findtext("duration") or "").split(":")
            length = timedelta(hours=int(hours), minutes=int(minutes))
            assert begin <= starts <= starts + length <= end
            told[event.get("guid")] = length
    assert told == {
        session.key: max(
            timedelta(), _utc(programme.ends_at(session)) - _utc(programme.starts_at(session))
        )
        for session in programme.sessions
    }


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def test_only_public_sessions_are_told() -> None:
    programme = a_programme()
    first, second, third = programme.sessions
    hidden = replace(
        programme,
        sessions=(
            first,
            replace(second, visibility=Visibility.REGISTERED, title=Translated(en="Not for all")),
            replace(third, visibility=Visibility.SECRETARIAT, title=Translated(en="Staff alone")),
        ),
    )
    shown = replace(
        hidden, sessions=tuple(replace(s, visibility=Visibility.PUBLIC) for s in hidden.sessions)
    )
    for write in (schedule.xml, schedule.json):
        assert b"Not for all" in write(shown, base_url=BASE, locale="en")
        assert b"Staff alone" in write(shown, base_url=BASE, locale="en")
        told = write(hidden, base_url=BASE, locale="en")
        assert b"Not for all" not in told
        assert b"Staff alone" not in told
        assert b"ZHANG" in told


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_reads_back_the_same(text: str) -> None:
    programme = a_programme(sessions=1)
    sessions = tuple(replace(s, title=Translated(en=text)) for s in programme.sessions)
    programme = replace(programme, sessions=sessions)
    title = line(text) or "S001"
    assert an_xml(programme).findtext("day/room/event/title") == title
    (day,) = a_json(programme)["schedule"]["conference"]["days"]
    assert day["rooms"]["Hall 1"][0]["title"] == title


def test_the_same_facts_give_the_same_bytes() -> None:
    for write in (schedule.xml, schedule.json):
        first, second = (
            write(a_programme(sessions=40), base_url=BASE, locale="en") for _ in range(2)
        )
        assert first == second
