"""Whole calendars, compared byte by byte with those under tests/golden/ical.

UPDATE_GOLDEN=1 writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated
from forumapp.render import ical
from tests.programmes import FIRST_DAY, ISSUED_AT, LONG_NAME, a_programme, a_session
from tests.render import calendars

FOLDER = Path(__file__).parent.parent / "golden" / "ical"
BASE = "https://forum.example"
ONLINE = EventFormat.ONLINE


def feed(programme: Programme) -> bytes:
    return ical.feed(
        programme,
        locale="en",
        base_url=BASE,
        name="Third Forum on Village Pilots",
        source_url=f"{BASE}/events/forum-test/programme.ics",
    )


def personal(programme: Programme) -> bytes:
    return ical.personal(
        programme,
        locale="en",
        base_url=BASE,
        name="My sessions",
        source_url=f"{BASE}/feeds/token.ics",
        join_url=lambda session: f"{BASE}/j/{session.code}" if session.online else None,
        reminders=True,
    )


def invitation(programme: Programme, method: ical.Method, name: str = "Đặng Thế Nghiêm") -> bytes:
    invited = ical.Invited(
        uid="registration-7@forum.example",
        sequence=method is ical.Method.CANCEL,
        written_at=ISSUED_AT,
        attendee=ical.Mailbox(name, "delegate@ministry.example"),
        organizer=ical.Mailbox("Forum secretariat", "secretariat@forum.example"),
        join_url=f"{BASE}/j/token",
    )
    return ical.invitation(programme, invited, method=method, locale="en", base_url=BASE)


def across_midnight() -> Programme:
    starts = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(hours=22, minutes=30)
    return replace(
        a_programme(), sessions=(a_session(1, starts=starts, ends=starts + timedelta(hours=3)),)
    )


def long_names() -> Programme:
    programme = a_programme(sessions=1)
    (session,) = programme.sessions
    return replace(
        programme,
        sessions=(replace(session, title=Translated(en=LONG_NAME)),),
        rooms=tuple(replace(room, name=Translated(en=LONG_NAME)) for room in programme.rooms),
        people=tuple(replace(p, printed_name=LONG_NAME) for p in programme.people),
    )


GOLDEN: dict[str, Callable[[], bytes]] = {
    "feed": lambda: feed(a_programme()),
    "feed-shanghai": lambda: feed(a_programme(zone="Asia/Shanghai")),
    "feed-empty": lambda: feed(a_programme(sessions=0)),
    "feed-parts-online": lambda: feed(a_programme(parts=3, event_format=ONLINE)),
    "feed-summer-time": lambda: feed(a_programme(sessions=1, zone="Europe/Berlin")),
    "feed-across-midnight": lambda: feed(across_midnight()),
    "feed-long-names": lambda: feed(long_names()),
    "personal": lambda: personal(a_programme()),
    "session": lambda: ical.session(
        a_programme(), a_programme().sessions[0], locale="en", base_url=BASE
    ),
    "request-one-day": lambda: invitation(a_programme(), ical.Method.REQUEST),
    "request-days": lambda: invitation(a_programme(sessions=40), ical.Method.REQUEST),
    "request-long-name": lambda: invitation(a_programme(), ical.Method.REQUEST, LONG_NAME),
    "cancel": lambda: invitation(a_programme(), ical.Method.CANCEL),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_calendar_is_as_it_was(name: str) -> None:
    file, data = FOLDER / f"{name}.ics", GOLDEN[name]()
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_bytes(data)
    assert data == file.read_bytes()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.ics")), ids=lambda file: file.stem)
def test_every_reader_reads_it(file: Path) -> None:
    data = file.read_bytes()
    strict = calendars.read(data)
    assert strict.used_zones() <= set(strict.zone_names)

    first, second = Calendar.from_ical(data), vobject.readOne(data.decode())
    entries = second.contents.get("vevent", [])

    titles = [entry.one("SUMMARY").text for entry in strict.entries]
    assert [event["SUMMARY"] for event in first.events] == titles
    assert [entry.summary.value for entry in entries] == titles
    places = [entry.one("LOCATION").text for entry in strict.entries]
    assert [event["LOCATION"] for event in first.events] == places
    assert [entry.location.value for entry in entries] == places
    assert [event.start for event in first.events] == [entry.dtstart.value for entry in entries]
    assert [event.end for event in first.events] == [entry.dtend.value for entry in entries]
    assert not any(event.errors for event in first.events)
    assert second.validate(raiseException=True)


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in FOLDER.glob("*.ics")} == set(GOLDEN)
