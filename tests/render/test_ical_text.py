"""Whatever people write comes out of every reader as it went in."""

from __future__ import annotations

from dataclasses import replace

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from forumapp.domain.text import Translated
from forumapp.render import ical
from forumapp.render.wording import line, lines
from tests.programmes import ISSUED_AT, LONG_NAME, a_programme
from tests.render import calendars

BASE = "https://forum.example"
written = st.text(st.characters(exclude_categories=()), max_size=200)

NASTY = (
    'a,b;c:d\\e"f',
    r"C:\New\names\n",
    "ends in a backslash \\",
    "first\r\nATTENDEE:mailto:x@evil.example\r\nsecond",
    "\u2028BEGIN:VEVENT\u2029\x85END:VCALENDAR\x0b",
    "=cmd|' /C calc'!A0",
    "\u202eevil\ufeff\u200b",
    "<script>alert(1)</script>&amp;",
    "👩🏽\u200d🌾" * 25,
    "\udcff\ufffe",
    LONG_NAME,
)


def a_session_file(title: str, room: str, description: str) -> bytes:
    programme = a_programme(sessions=1)
    (session,) = programme.sessions
    (hall,) = programme.rooms
    session = replace(
        session, title=Translated(en=title), description=Translated(en=description), speakers=()
    )
    programme = replace(
        programme,
        event=replace(programme.event, venue=Translated(), place=Translated()),
        sessions=(session,),
        rooms=(replace(hall, name=Translated(en=room)),),
    )
    return ical.session(programme, session, locale="en", base_url=BASE)


def check_round_trip(title: str, room: str, description: str) -> None:
    data = a_session_file(title, room, description)
    summary = line(title) or "S001"
    place = line(room) or "Online (video link)"
    begins = lines(description)

    (strict,) = calendars.read(data).entries
    assert strict.one("SUMMARY").text == summary
    assert strict.one("LOCATION").text == place
    assert strict.one("DESCRIPTION").text.startswith(begins)

    (event,) = Calendar.from_ical(data).events
    assert event["SUMMARY"] == summary
    assert event["LOCATION"] == place
    assert str(event["DESCRIPTION"]).startswith(begins)

    second = vobject.readOne(data.decode())
    assert second.vevent.summary.value == summary
    assert second.vevent.location.value == place
    assert second.vevent.description.value.startswith(begins)


@settings(deadline=None)
@given(title=written, room=written, description=written)
def test_any_text_reads_back_the_same(title: str, room: str, description: str) -> None:
    check_round_trip(title, room, description)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_reads_back_the_same(text: str) -> None:
    check_round_trip(text, text, text)


def an_invitation(name: str, email: str = "delegate@ministry.example") -> bytes:
    invited = ical.Invited(
        uid="registration-1@forum.example",
        sequence=0,
        written_at=ISSUED_AT,
        attendee=ical.Mailbox(name, email),
        organizer=ical.Mailbox(name, "secretariat@forum.example"),
    )
    return ical.invitation(
        a_programme(), invited, method=ical.Method.REQUEST, locale="en", base_url=BASE
    )


def check_name(name: str) -> None:
    data = an_invitation(name)
    expected = line(name).replace('"', "'") or "delegate@ministry.example"

    (entry,) = calendars.read(data).entries
    attendee = entry.one("ATTENDEE")
    assert attendee.parameters["CN"].replace("^^", "^") == expected
    assert attendee.raw == "mailto:delegate@ministry.example"

    (event,) = Calendar.from_ical(data).events
    assert event["ATTENDEE"] == "mailto:delegate@ministry.example"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"

    second = vobject.readOne(data.decode()).vevent.attendee
    assert second.value == "mailto:delegate@ministry.example"
    assert second.params["CN"][0].replace("^^", "^") == expected


@settings(deadline=None)
@given(name=written)
def test_any_name_stands_in_an_invitation(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_name_stands_in_an_invitation(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("email", "written"),
    [
        ("o'brien+forum@x.example", "mailto:o'brien+forum@x.example"),
        ('"a;b"@x.example', "mailto:%22a%3Bb%22@x.example"),
        ("ministère@x.example", "mailto:minist%C3%A8re@x.example"),
    ],
)
def test_an_address_is_written_as_a_uri(email: str, written: str) -> None:
    (entry,) = calendars.read(an_invitation("Delegate", email)).entries
    assert entry.one("ATTENDEE").raw == written


def test_an_address_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="evil"):
        an_invitation("Delegate", "x@x.example\r\nBcc: evil@x.example")
