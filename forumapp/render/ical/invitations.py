"""The invitation in a confirmation mail, and its cancellation (RFC 5546 3.2.2 and 3.2.5).

It is one entry for the whole event: programs act on the first entry of a mail alone, and all
entries of one REQUEST must share a UID. An event of one day stands there with its hours; one of
several days as whole days, since one span of time would make its nights busy too. The hours of
each day are in its description.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from icalendar import Event, vCalAddress, vUri

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.invitations import Answer
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.i18n.catalogue import message as _
from forumapp.render.ical import values, zones
from forumapp.render.wording import Wording, line

# What RFC 6068 2 lets stand in the address of a mailto URI.
_MAILTO = "@!$'*+"


class Method(StrEnum):
    """What the mail asks; the content type of its calendar part repeats it (RFC 6047 2.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """One person's invitation. `sequence` rises with each message of the same `uid`.

    `written_at` is aware; `join_url` is the product's own address for those who take part online;
    `answer` is what they answered to what this still says.
    """

    uid: str
    sequence: int
    written_at: datetime
    attendee: Mailbox
    organizer: Mailbox
    join_url: str | None = None
    answer: Answer = Answer.NEEDS_ACTION


def invitation(
    programme: Programme, invited: Invited, *, method: Method, locale: str, base_url: str
) -> bytes:
    """The whole event as an invitation to one person, or its cancellation.

    Raises ValueError for an address with a line break.
    """
    programme = programme.visible_to(Visibility.REGISTERED)
    wording = Wording(programme, locale=locale, base_url=base_url)
    calendar = values.calendar()
    calendar.add("method", method.value)
    entry = _entry(wording, invited, cancelled=method is Method.CANCEL)
    if "TZID" in entry["DTSTART"].params:
        zones.add_timezone(calendar, programme)
    calendar.add_component(entry)
    return values.written(calendar)


def _entry(wording: Wording, invited: Invited, *, cancelled: bool) -> Event:
    join_url = None if cancelled else invited.join_url
    entry = Event()
    entry.add("uid", line(invited.uid))
    entry.add("dtstamp", invited.written_at.astimezone(UTC))
    entry.add("sequence", invited.sequence)
    _add_times(entry, wording.programme)
    values.add_text(entry, "summary", wording.event_title)
    values.add_text(entry, "description", _description(wording, join_url))
    values.add_text(entry, "location", _place(wording, join_url))
    entry.add("url", vUri(wording.event_url + "/"))
    entry.add("organizer", calendar_address(invited.organizer))
    entry.add("attendee", calendar_address(invited.attendee) if cancelled else attendee(invited))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("class", "PRIVATE" if join_url else "PUBLIC")
    entry.add("transp", "OPAQUE")
    if join_url:
        values.add_conference(entry, join_url, label=wording.say(_("Join by video link")))
    return entry


def _add_times(entry: Event, programme: Programme) -> None:
    event, days = programme.event, programme.by_day()
    if len(days) == 1:
        (_, sessions), zone = days[0], event.zone
        zones.add_time(entry, "dtstart", min(s.starts for s in sessions), zone=zone)
        zones.add_time(entry, "dtend", max(s.ends for s in sessions), zone=zone)
        return
    first, last = (days[0][0], days[-1][0]) if days else (event.starts_on, event.ends_on)
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))


def calendar_address(mailbox: Mailbox) -> vCalAddress:
    """A calendar address. A double quote can't stand in CN, and few read its escape (RFC 6868)."""
    if "\r" in mailbox.email or "\n" in mailbox.email:
        raise ValueError(mailbox.email)
    address = vCalAddress(f"mailto:{quote(mailbox.email, safe=_MAILTO)}")
    address.params["CN"] = line(mailbox.name).replace('"', "'") or mailbox.email
    return address


def attendee(invited: Invited) -> vCalAddress:
    """The one who is asked, with their answer so far; a reply is asked of whoever gave none."""
    address = calendar_address(invited.attendee)
    address.params.update(
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT=invited.answer.upper().replace("_", "-"),
        RSVP="TRUE" if invited.answer is Answer.NEEDS_ACTION else "FALSE",
    )
    return address


def _place(wording: Wording, join_url: str | None) -> str:
    event = wording.programme.event
    places = [] if event.format is EventFormat.ONLINE else [wording.venue]
    if join_url or event.format is EventFormat.ONLINE:
        places.append(wording.video_link)
    return " / ".join(filter(None, places)) or wording.event_title


def _description(wording: Wording, join_url: str | None) -> str:
    blocks = [
        wording.pick(wording.programme.event.theme),
        "\n".join(_hours(wording, sessions) for _, sessions in wording.programme.by_day()),
        wording.say(_("Join by video link: %(address)s"), address=join_url) if join_url else "",
        wording.event_url + "/",
    ]
    return "\n\n".join(block for block in blocks if block)


def _hours(wording: Wording, sessions: tuple[SessionFacts, ...]) -> str:
    """A day with the hours of its first start and last end: 9 March 2027, 09:00–17:30 (UTC+8)."""
    first = min(sessions, key=lambda session: session.starts)
    last = max(sessions, key=lambda session: session.ends)
    return f"{wording.day(first)}, {wording.hours(first, until=last)}"
