"""Calendars as Google, Outlook and Zoom export them."""

from __future__ import annotations

from datetime import date

from forumapp.domain.agenda import Visibility
from tests.gateways.schedules.told import findings, read, told

EVENT = {
    "zone": "Asia/Yangon",
    "languages": ("en",),
    "first_day": date(2026, 12, 19),
    "last_day": date(2026, 12, 20),
}

GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Village Forum
X-WR-TIMEZONE:Asia/Shanghai
BEGIN:VEVENT
DTSTART:20261219T010000Z
DTEND:20261219T020000Z
UID:1@google.com
DESCRIPTION:<p>About <b>roads</b>.</p>Moderator: Ms. SOK Dara\\, Director\\, Mini
 stry of Interior\\, Cambodia<br>Join with Google Meet: https://meet.google.com/abc-defg-hij
LOCATION:Hall A
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Roads\\, bridges
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261219
DTEND;VALUE=DATE:20261220
UID:2@google.com
SUMMARY:Whole day
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Asia/Shanghai:20261219T140000
DTEND;TZID=Asia/Shanghai:20261219T150000
RRULE:FREQ=DAILY;COUNT=2
UID:3@google.com
SUMMARY:Daily review
END:VEVENT
BEGIN:VEVENT
DTSTART:20261219T050000Z
DTEND:20261219T060000Z
UID:4@google.com
STATUS:CANCELLED
SUMMARY:Not held
END:VEVENT
END:VCALENDAR
"""

OUTLOOK = """BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PRIVATE
DTSTART;TZID="China Standard Time":20261219T090000
DTEND;TZID="China Standard Time":20261219T103000
LOCATION:Microsoft Teams Meeting
SUMMARY;LANGUAGE=en-us:Heads of delegation
UID:040000008200E00074C5B7101A82E008
X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Bring your papers.</p></body></html>
END:VEVENT
END:VCALENDAR
"""

ZOOM = """BEGIN:VCALENDAR
PRODID:-//zoom.us//iCalendar Event//EN
VERSION:2.0
BEGIN:VEVENT
DTSTAMP:20261101T000000Z
DTSTART;TZID=Asia/Yangon:20261219T090000
DTEND;TZID=Asia/Yangon:20261219T100000
SUMMARY:Technical test
UID:20261101T000000Z-87654321@fe80
DESCRIPTION:The secretariat is inviting you to a scheduled Zoom meeting.\\n\\nJoin Zoom Meeting\\n
 https://us02web.zoom.us/j/87654321?pwd=abc\\n\\nMeeting ID: 876 5432 1\\nPasscode: 123456\\n\\n
 Test your sound.
LOCATION:https://us02web.zoom.us/j/87654321?pwd=abc
END:VEVENT
END:VCALENDAR
"""


def test_a_google_calendar_with_markup_repeats_and_what_is_no_session() -> None:
    schedule = read(GOOGLE.encode(), **EVENT)

    assert schedule.event.title.plain() == {"": "Village Forum"}
    assert told(schedule) == [
        "19 07:30-08:30 Roads, bridges @ Hall A",
        "  moderator: Ms. *SOK* Dara | Director | Ministry of Interior | KH",
        "  > About roads.",
        "19 12:30-13:30 Daily review",
        "20 12:30-13:30 Daily review",
    ]
    assert [session.identity for session in schedule.sessions] == [
        "1@google.com",
        "3@google.com/20261219T060000",
        "3@google.com/20261220T060000",
    ]
    assert sorted(findings(schedule)) == [
        "all_day 19",
        "cancelled 32",
        "link_left_out 8 1",
        "other_zone 0 Asia/Shanghai Asia/Yangon",
        "repeated 25 2",
    ]


def test_an_outlook_calendar_with_a_zone_of_windows_and_a_private_entry() -> None:
    schedule = read(OUTLOOK.encode("utf-16"), **EVENT)

    assert told(schedule) == [
        "19 07:30-09:00 Heads of delegation @ Microsoft Teams Meeting",
        "  > Bring your papers.",
    ]
    assert schedule.sessions[0].visibility is Visibility.SECRETARIAT
    assert "private 13" in findings(schedule)


def test_a_zoom_invitation_lets_nobody_in() -> None:
    schedule = read(ZOOM.replace("\n", "\r\n").encode(), **EVENT)

    assert told(schedule) == ["19 09:00-10:00 Technical test", "  > Test your sound."]
    assert findings(schedule) == ["link_left_out 4 5", "link_left_out 4 1"]


def test_a_broken_entry_spoils_no_other() -> None:
    broken = GOOGLE.replace("DTSTART:20261219T010000Z", "DTSTART:yesterday")

    schedule = read(broken.encode()[:-40], **EVENT)

    assert "Daily review" in " ".join(told(schedule))
    assert "no_time 8 " in " ".join(findings(schedule)) + " "
    assert "broken_off 0" in findings(schedule)
