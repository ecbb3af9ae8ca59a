"""Reading the answers of calendar programs: a mail with an iTIP REPLY (RFC 5546 3.2.3, RFC 6047).

Mails come from anyone, so nothing in them is trusted: what is too large, too deep or not a reply is
refused with the reason, and no bytes at all make the reader fail in another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from forumapp.domain.invitations import Answer, Reply

if TYPE_CHECKING:
    from icalendar import Calendar, Component

LARGEST = 2**20  # bytes of a mail
LARGEST_CALENDAR = 100 * 2**10
LONGEST_LINE = 64 * 2**10
MOST_BOUNDARIES = 12  # each is looked for in every line
MOST_PARTS = 1000
LONGEST_RUN = 3000  # folded lines that a header may go on for
CALENDARS = ("text/calendar", "application/ics", "application/calendar")


class Unreadable(Exception):
    """The mail holds no reply that can be understood; its text is the reason's code."""


def read(data: bytes) -> Reply:
    """The reply in a mail. Raises Unreadable with `too_large`, `too_deep`, `no_calendar`,
    `no_reply`, `no_uid`, `attendee`, `partstat`, `dtstamp` or `malformed`."""
    check(data)
    try:
        return _reply(_event(_calendar(data)))
    except Unreadable:
        raise
    except Exception as error:  # parsers of malformed input fail in every way there is
        raise Unreadable("malformed") from error


def check(data: bytes) -> None:
    """Refuse what would cost a parser more than a mail is worth."""
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    lines = data.split(b"\n")
    folded = (list(run) for goes_on, run in groupby(lines, key=_goes_on) if goes_on)
    if max(map(len, lines)) > LONGEST_LINE or max(map(len, folded), default=0) > LONGEST_RUN:
        raise Unreadable("too_large")
    parts = sum(line.startswith(b"--") for line in lines)
    if data.lower().count(b"boundary") > MOST_BOUNDARIES or parts > MOST_PARTS:
        raise Unreadable("too_deep")


def _goes_on(line: bytes) -> bool:
    return line[:1] in (b" ", b"\t")


def _calendar(data: bytes) -> Calendar:
    """The first calendar among the parts of a mail."""
    # The older policy takes headers as they are: the newer one parses each, however odd.
    message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if _is_calendar(part):
            found = part.get_payload(decode=True)
            if not isinstance(found, bytes) or len(found) > LARGEST_CALENDAR:
                raise Unreadable("too_large")
            return _parsed(found)
    raise Unreadable("no_calendar")


def _is_calendar(part: Message) -> bool:
    name = str(part.get_filename() or "")
    return part.get_content_type() in CALENDARS or name.casefold().endswith(".ics")


def _parsed(data: bytes) -> Calendar:
    from icalendar import Calendar

    found: Any = Calendar.from_ical(data.decode("utf-8", "replace"), multiple=True)
    calendar: Calendar
    for calendar in found:
        if str(calendar.get("METHOD", "")).upper() == "REPLY":
            return calendar
    raise Unreadable("no_reply")


def _event(calendar: Calendar) -> Component:
    for component in _events(calendar):
        if component.get("UID"):
            return component
    raise Unreadable("no_uid")


def _events(calendar: Calendar) -> Iterator[Component]:
    return (one for one in calendar.subcomponents if one.name == "VEVENT")


def _reply(event: Component) -> Reply:
    attendee = event.get("ATTENDEE")
    if attendee is None or isinstance(attendee, list):
        raise Unreadable("attendee")
    return Reply(
        uid=str(event["UID"]).strip(),
        attendee=_address(str(attendee)),
        answer=_answer(str(attendee.params.get("PARTSTAT", ""))),
        sequence=int(event.get("SEQUENCE", 0)),
        at=_moment(event),
    )


def _address(uri: str) -> str:
    scheme, _colon, address = uri.strip().partition(":")
    if scheme.casefold() != "mailto" or not address:
        raise Unreadable("attendee")
    return unquote(address.partition("?")[0]).strip()


def _answer(partstat: str) -> Answer:
    """ACCEPTED, TENTATIVE or DECLINED; who hands it on or proposes another time writes a letter."""
    try:
        answer = Answer(partstat.casefold())
    except ValueError:
        raise Unreadable("partstat") from None
    if answer is Answer.NEEDS_ACTION:
        raise Unreadable("partstat")
    return answer


def _moment(event: Component) -> datetime:
    if "DTSTAMP" not in event:
        raise Unreadable("dtstamp")
    moment = event.decoded("DTSTAMP")
    if not isinstance(moment, datetime):
        raise Unreadable("dtstamp")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
