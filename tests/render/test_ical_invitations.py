"""Invitations in mail, and their cancellation."""

from __future__ import annotations

from dataclasses import replace

import pytest
import vobject
from icalendar import Calendar

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme
from forumapp.render import ical
from tests.programmes import ISSUED_AT, a_programme
from tests.render import calendars

BASE = "https://forum.example"
INVITED = ical.Invited(
    uid="5b0a6b1e@forum.example",
    sequence=2,
    written_at=ISSUED_AT,
    attendee=ical.Mailbox("Ms. ZHANG Wenhuilan", "zhang@ministry.example"),
    organizer=ical.Mailbox("Forum secretariat", "secretariat@forum.example"),
    join_url=f"{BASE}/j/token",
)


def an_invitation(
    programme: Programme,
    *,
    method: ical.Method = ical.Method.REQUEST,
    invited: ical.Invited = INVITED,
) -> calendars.Component:
    return calendars.read(
        ical.invitation(programme, invited, method=method, locale="en", base_url=BASE)
    )


def test_request_invites_one_person_to_the_whole_event() -> None:
    calendar = an_invitation(a_programme())
    assert calendar.one("METHOD").raw == "REQUEST"
    assert calendar.used_zones() == set(calendar.zone_names) == {"Asia/Yangon"}
    (entry,) = calendar.entries
    assert {p.name: (p.parameters, p.raw) for p in entry.properties if p.name != "DESCRIPTION"} == {
        "UID": ({}, "5b0a6b1e@forum.example"),
        "DTSTAMP": ({}, "20270201T083000Z"),
        "SEQUENCE": ({}, "2"),
        "DTSTART": ({"TZID": "Asia/Yangon"}, "20270309T090000"),
        "DTEND": ({"TZID": "Asia/Yangon"}, "20270309T123000"),
        "SUMMARY": ({}, "Third Forum on Village Pilots"),
        "LOCATION": ({}, "Riverside Hall / Online (video link)"),
        "URL": ({}, f"{BASE}/events/forum-test/"),
        "ORGANIZER": ({"CN": "Forum secretariat"}, "mailto:secretariat@forum.example"),
        "ATTENDEE": (
            {
                "CN": "Ms. ZHANG Wenhuilan",
                "CUTYPE": "INDIVIDUAL",
                "ROLE": "REQ-PARTICIPANT",
                "PARTSTAT": "NEEDS-ACTION",
                "RSVP": "TRUE",
            },
            "mailto:zhang@ministry.example",
        ),
        "STATUS": ({}, "CONFIRMED"),
        "CLASS": ({}, "PRIVATE"),
        "TRANSP": ({}, "OPAQUE"),
        "CONFERENCE": (
            {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join by video link"},
            f"{BASE}/j/token",
        ),
    }
    assert entry.one("DESCRIPTION").text == (
        "From pilots to practice\n\n"
        "9 March 2027, 09:00–12:30 (UTC+6:30)\n\n"
        f"Join by video link: {BASE}/j/token\n\n"
        f"{BASE}/events/forum-test/"
    )


def test_an_event_of_several_days_is_one_entry_of_whole_days() -> None:
    programme = a_programme(sessions=16, event_format=EventFormat.ONLINE)
    calendar = an_invitation(programme)
    (entry,) = calendar.entries
    assert calendar.zone_names == []
    assert (entry.one("DTSTART").parameters, entry.one("DTSTART").raw) == (
        {"VALUE": "DATE"},
        "20270309",
    )
    assert entry.one("DTEND").raw == "20270312"
    assert entry.one("LOCATION").text == "Online (video link)"
    assert (
        "9 March 2027, 09:00–17:30 (UTC+6:30)\n"
        "10 March 2027, 09:00–17:30 (UTC+6:30)\n"
        "11 March 2027, 09:00–15:00 (UTC+6:30)\n" in entry.one("DESCRIPTION").text
    )


def test_an_event_without_sessions_is_its_days() -> None:
    (entry,) = an_invitation(a_programme(sessions=0)).entries
    assert entry.one("DTSTART").raw == "20270309"
    assert entry.one("DTEND").raw == "20270310"


def test_the_secretariat_s_own_sessions_don_t_lengthen_the_day() -> None:
    programme = a_programme()
    *shown, last = programme.sessions
    hidden = replace(last, visibility=Visibility.SECRETARIAT)
    assert an_invitation(programme).entries[0].one("DTEND").raw == "20270309T123000"

    (entry,) = an_invitation(replace(programme, sessions=(*shown, hidden))).entries

    assert entry.one("DTEND").raw == "20270309T111500"


def test_cancel_takes_back_the_same_entry_and_passes_no_link_on() -> None:
    request = an_invitation(a_programme())
    cancel = an_invitation(
        a_programme(), method=ical.Method.CANCEL, invited=replace(INVITED, sequence=3)
    )
    assert request.entries[0].one("CONFERENCE").raw == f"{BASE}/j/token"

    (entry,) = cancel.entries

    assert cancel.one("METHOD").raw == "CANCEL"
    assert entry.one("STATUS").raw == "CANCELLED"
    assert entry.one("UID").raw == request.entries[0].one("UID").raw
    assert entry.one("SEQUENCE").raw == "3"
    assert entry.one("ATTENDEE").raw == "mailto:zhang@ministry.example"
    assert entry.one("ATTENDEE").parameters == {"CN": "Ms. ZHANG Wenhuilan"}
    assert not entry.all("CONFERENCE")
    assert "/j/" not in entry.one("DESCRIPTION").text


@pytest.mark.parametrize("method", ical.Method)
def test_both_readers_agree(method: ical.Method) -> None:
    data = ical.invitation(a_programme(), INVITED, method=method, locale="zh", base_url=BASE)
    first, second = Calendar.from_ical(data), vobject.readOne(data.decode())
    assert first["METHOD"] == second.method.value == method.value
    assert first.events[0]["SUMMARY"] == second.vevent.summary.value == "第三届乡村试点论坛"
    assert first.events[0].start == second.vevent.dtstart.value
    assert first.events[0]["ORGANIZER"] == second.vevent.organizer.value


def test_who_is_in_the_room_alone_gets_no_link() -> None:
    invited = replace(INVITED, join_url=None)
    (entry,) = an_invitation(a_programme(), invited=invited).entries
    assert entry.one("LOCATION").text == "Riverside Hall"
    assert entry.one("CLASS").raw == "PUBLIC"
    assert not entry.all("CONFERENCE")
