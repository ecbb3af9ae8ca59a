"""Feeds of a programme, personal feeds and files of one session."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import vobject
from icalendar import Calendar

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.render import ical
from tests.programmes import FIRST_DAY, a_programme, a_session
from tests.render import calendars

BASE = "https://forum.example"
SOURCE = f"{BASE}/events/forum-test/programme.ics"
JOIN = f"{BASE}/j/secret-token"


def a_feed(programme: Programme, *, locale: str = "en", reminders: bool = False) -> bytes:
    return ical.feed(
        programme,
        locale=locale,
        base_url=BASE,
        name="Village Pilots",
        source_url=SOURCE,
        reminders=reminders,
    )


def a_personal_feed(programme: Programme, join_url: ical.JoinUrl) -> bytes:
    return ical.personal(
        programme,
        locale="en",
        base_url=BASE,
        name="My sessions",
        source_url=f"{BASE}/feeds/token.ics",
        join_url=join_url,
    )


def online_alone(session: SessionFacts) -> str | None:
    return JOIN if session.online else None


def test_feed_says_what_it_is_and_when_to_ask_again() -> None:
    feed = calendars.read(a_feed(a_programme()))
    assert [(p.name, p.parameters, p.raw) for p in feed.properties] == [
        ("VERSION", {}, "2.0"),
        ("PRODID", {}, "-//forumapp//forumapp//EN"),
        ("CALSCALE", {}, "GREGORIAN"),
        ("NAME", {}, "Village Pilots"),
        ("X-WR-CALNAME", {}, "Village Pilots"),
        ("LAST-MODIFIED", {}, "20270201T083000Z"),
        ("REFRESH-INTERVAL", {"VALUE": "DURATION"}, "PT1H"),
        ("SOURCE", {"VALUE": "URI"}, SOURCE),
        ("UID", {}, str(uuid5(NAMESPACE_URL, SOURCE))),
        ("URL", {}, f"{BASE}/events/forum-test/"),
        ("X-APPLE-CALENDAR-COLOR", {}, "#7A1F2B"),
        ("X-PUBLISHED-TTL", {}, "PT1H"),
        ("X-WR-TIMEZONE", {}, "Asia/Yangon"),
    ]


def test_entry_carries_the_session() -> None:
    programme = a_programme(sessions=1, parts=2)
    (session,) = programme.sessions
    programme = replace(programme, sessions=(replace(session, sequence=4),))

    (entry,) = calendars.read(a_feed(programme)).entries

    assert {p.name: (p.parameters, p.raw) for p in entry.properties if p.name != "DESCRIPTION"} == {
        "UID": ({}, f"{session.key}@forum.example"),
        "DTSTAMP": ({}, "20270201T083000Z"),
        "LAST-MODIFIED": ({}, "20270201T083000Z"),
        "SEQUENCE": ({}, "4"),
        "DTSTART": ({"TZID": "Asia/Yangon"}, "20270309T090000"),
        "DTEND": ({"TZID": "Asia/Yangon"}, "20270309T100000"),
        "SUMMARY": ({}, "Opening ceremony"),
        "LOCATION": ({}, r"Hall 1\, Riverside Hall"),
        "URL": ({}, f"{BASE}/events/forum-test/sessions/S001"),
        "CATEGORIES": ({}, "Ceremony,Infrastructure,Part 1"),
        "STATUS": ({}, "CONFIRMED"),
        "CLASS": ({}, "PUBLIC"),
        "TRANSP": ({}, "TRANSPARENT"),
    }
    assert entry.one("DESCRIPTION").text == (
        "What was tried, what it cost; what others can use.\n\nQuestions follow.\n\n"
        "Keynote: H.E. Mr. Sokdara Veasna (វាសនា សុខដារ៉ា), Director, Division 1, "
        "Ministry of Rural Affairs, Cambodia — Topic 1\n"
        "Panellist: Ms. ZHANG Wenhuilan (张文慧兰), Director, Division 2, "
        "Ministry of Rural Affairs, China — Topic 2\n\n"
        "At the venue: 09:00–10:00 (UTC+6:30)\n"
        "Languages: English and Chinese\n"
        "Interpretation: English and Chinese\n"
        "Can also be followed by video link.\n\n"
        f"{BASE}/events/forum-test/sessions/S001"
    )


def test_feed_speaks_the_reader_s_language() -> None:
    (entry,) = calendars.read(a_feed(a_programme(sessions=1), locale="zh")).entries
    assert entry.one("SUMMARY").text == "开幕式"
    assert entry.one("LOCATION").text == "1号厅，河畔会堂"
    assert "第1司司长，农村事务部，柬埔寨" in entry.one("DESCRIPTION").text


def test_those_who_declined_are_not_named() -> None:
    programme = a_programme(sessions=1)
    (session,) = programme.sessions
    first, second = session.speakers
    declined = replace(first, status=SpeakerStatus.DECLINED)
    changed = replace(programme, sessions=(replace(session, speakers=(declined, second)),))
    assert "Sokdara" in calendars.read(a_feed(programme)).entries[0].one("DESCRIPTION").text

    description = calendars.read(a_feed(changed)).entries[0].one("DESCRIPTION").text

    assert "Sokdara" not in description
    assert "ZHANG" in description


def test_feed_tells_only_what_everyone_may_read() -> None:
    programme = a_programme()
    first, second, third = programme.sessions
    programme = replace(
        programme,
        sessions=(
            first,
            replace(second, visibility=Visibility.REGISTERED),
            replace(third, visibility=Visibility.SECRETARIAT),
        ),
    )
    assert len(calendars.read(a_personal_feed(programme, online_alone)).entries) == 3

    (entry,) = calendars.read(a_feed(programme)).entries

    assert entry.one("UID").raw.startswith(first.key)


def test_join_addresses_stand_in_personal_feeds_alone() -> None:
    programme = a_programme()
    personal = calendars.read(a_personal_feed(programme, online_alone))
    first, second, third = personal.entries
    for entry in (first, third):
        conference = entry.one("CONFERENCE")
        assert conference.raw == JOIN
        assert conference.parameters == {
            "VALUE": "URI",
            "FEATURE": "VIDEO",
            "LABEL": "Join by video link",
        }
        assert f"Join by video link: {JOIN}" in entry.one("DESCRIPTION").text
        assert entry.one("CLASS").raw == "PRIVATE"
    assert not second.all("CONFERENCE")

    public = a_feed(programme)
    one = ical.session(programme, programme.sessions[0], locale="en", base_url=BASE)

    for data in (public, one):
        assert b"CONFERENCE" not in data
        assert b"/j/" not in data
        assert b"ATTENDEE" not in data
        assert b"ORGANIZER" not in data


def test_personal_entries_make_busy_but_for_breaks() -> None:
    programme = a_programme(sessions=4)
    entries = calendars.read(a_personal_feed(programme, online_alone)).entries
    assert programme.sessions[3].kind is SessionKind.BREAK
    assert [e.one("TRANSP").raw for e in entries] == ["OPAQUE"] * 3 + ["TRANSPARENT"]


def test_reminders_ring_a_quarter_of_an_hour_before() -> None:
    feed = calendars.read(a_feed(a_programme(sessions=1), reminders=True))
    (alarm,) = feed.entries[0].components("VALARM")
    assert {p.name: p.raw for p in alarm.properties} == {
        "ACTION": "DISPLAY",
        "TRIGGER": "-PT15M",
        "DESCRIPTION": "Opening ceremony",
    }
    assert not calendars.read(a_feed(a_programme(sessions=1))).entries[0].inside


def test_every_entry_has_a_place() -> None:
    event = a_programme().event
    nowhere = replace(event, venue=Translated(), place=Translated())
    remote = replace(nowhere, format=EventFormat.ONLINE)
    sessions = (
        a_session(1, room=1),
        a_session(2, room=None, online=True),
        a_session(3, room=None, online=False),
    )

    def places(programme: Programme) -> list[str]:
        feed = calendars.read(a_feed(replace(programme, sessions=sessions)))
        return [entry.one("LOCATION").text for entry in feed.entries]

    assert places(a_programme()) == [
        "Hall 1, Riverside Hall",
        "Online (video link)",
        "Riverside Hall",
    ]
    assert places(replace(a_programme(), event=nowhere)) == [
        "Hall 1",
        "Online (video link)",
        "Online (video link)",
    ]
    assert places(replace(a_programme(), event=remote, rooms=())) == ["Online (video link)"] * 3


def test_a_session_across_midnight_ends_the_next_day() -> None:
    starts = datetime.combine(FIRST_DAY, datetime.min.time()).replace(hour=22, minute=30)
    session = a_session(1, starts=starts, ends=starts + timedelta(hours=3))
    programme = replace(a_programme(sessions=1), sessions=(session,))

    data = a_feed(programme)

    (entry,) = calendars.read(data).entries
    assert entry.one("DTSTART").raw == "20270309T223000"
    assert entry.one("DTEND").raw == "20270310T013000"
    second = vobject.readOne(data.decode()).vevent
    assert second.dtend.value - second.dtstart.value == timedelta(hours=3)


def test_a_file_of_one_session_holds_it_alone() -> None:
    programme = a_programme(sessions=40)
    chosen = programme.sessions[17]

    file = calendars.read(ical.session(programme, chosen, locale="en", base_url=BASE))

    (entry,) = file.entries
    assert entry.one("UID").raw == f"{chosen.key}@forum.example"
    assert entry.one("TRANSP").raw == "OPAQUE"
    assert [p.name for p in file.properties] == ["VERSION", "PRODID", "CALSCALE"]


def test_a_file_of_a_session_for_the_registered_is_private() -> None:
    session = a_session(1, visibility=Visibility.REGISTERED)
    data = ical.session(a_programme(), session, locale="en", base_url=BASE)
    assert calendars.read(data).entries[0].one("CLASS").raw == "PRIVATE"


def test_an_empty_programme_is_a_valid_calendar() -> None:
    data = a_feed(a_programme(sessions=0))
    assert calendars.read(data).entries == []
    assert Calendar.from_ical(data).events == []


def test_the_same_facts_give_the_same_bytes() -> None:
    assert a_feed(a_programme(sessions=40)) == a_feed(a_programme(sessions=40))


def test_feeds_at_two_addresses_are_two_calendars() -> None:
    feed = calendars.read(a_feed(a_programme()))
    personal = calendars.read(a_personal_feed(a_programme(), online_alone))
    assert feed.one("UID").raw != personal.one("UID").raw
    assert [e.one("UID").raw for e in feed.entries] == [e.one("UID").raw for e in personal.entries]


def test_a_thousand_sessions_read_back_whole() -> None:
    programme = a_programme(sessions=1000)
    entries = calendars.read(a_feed(programme)).entries
    assert [e.one("UID").raw for e in entries] == [
        f"{session.key}@forum.example" for session in programme.sessions
    ]
