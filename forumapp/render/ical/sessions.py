"""The invitation of one person to one session, and its cancellation (RFC 5546 3.2.2 and 3.2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from icalendar import Event, vUri

from forumapp.domain import clock
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat
from forumapp.domain.invitations import Told
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.i18n.catalogue import joined
from forumapp.i18n.catalogue import message as _
from forumapp.render.ical import values, zones
from forumapp.render.ical.invitations import Invited, Method, attendee, calendar_address
from forumapp.render.wording import Wording, line, lines, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is told of a session: the released one, where there still is one, and in a line each
    what the person does there and what their own clock shows.
    """

    told: Told
    session: SessionFacts | None = None
    role: str = ""
    own_clock: str = ""


def session_invitation(
    programme: Programme,
    occasion: Occasion,
    invited: Invited,
    *,
    method: Method,
    locale: str,
    base_url: str,
) -> bytes:
    """One session as an invitation to one person, or its cancellation.

    The wall time stands under its zone's name, so it stays when the zone's rules change. Raises
    ValueError for an address with a line break.
    """
    told = occasion.told
    wording = Wording(programme, locale=locale, base_url=base_url)
    calendar = values.calendar()
    calendar.add("method", method.value)
    if not zones.is_utc(told.zone):
        days = told.starts.date(), told.ends.date()
        calendar.add_component(zones.timezone(told.zone, first=days[0], last=days[1]))
    entry = _entry(wording, occasion, invited, cancelled=method is Method.CANCEL)
    calendar.add_component(entry)
    return values.written(calendar)


def _entry(wording: Wording, occasion: Occasion, invited: Invited, *, cancelled: bool) -> Event:
    told, join_url = occasion.told, None if cancelled else invited.join_url
    entry = Event()
    entry.add("uid", line(invited.uid))
    entry.add("dtstamp", invited.written_at.astimezone(UTC))
    entry.add("sequence", invited.sequence)
    zones.add_time(entry, "dtstart", told.starts, zone=told.zone)
    zones.add_time(entry, "dtend", told.ends, zone=told.zone)
    values.add_text(entry, "summary", wording.pick(told.title) or told.code)
    values.add_text(entry, "description", _description(wording, occasion, join_url))
    values.add_text(entry, "location", place(wording, told))
    entry.add("url", vUri(_url(wording, occasion.session)))
    entry.add("organizer", calendar_address(invited.organizer))
    entry.add("attendee", calendar_address(invited.attendee) if cancelled else attendee(invited))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    if join_url:
        values.add_conference(entry, join_url, label=wording.say(_("Join by video link")))
    return entry


def place(wording: Wording, told: Told) -> str:
    """Room and venue, or that the session is online: some programs drop an entry without one."""
    venue = wording.pick(told.venue)
    if room := wording.pick(told.room):
        return joined((room, venue), wording.locale)
    online = told.online or wording.programme.event.format is EventFormat.ONLINE
    return wording.video_link if online else venue or wording.video_link


def hours(told: Told) -> str:
    """The venue's clock with its offset: 09:00–10:00 (UTC+8)."""
    offset = clock.offset_label(clock.offset(told.starts_at, told.zone))
    return f"{span(told.starts, told.ends)} ({offset})"


def _description(wording: Wording, occasion: Occasion, join_url: str | None) -> str:
    session = occasion.session
    facts = [wording.say(_("At the venue: %(hours)s"), hours=hours(occasion.told))]
    facts.append(occasion.own_clock)
    if join_url:
        facts.append(wording.say(_("Join by video link: %(address)s"), address=join_url))
    blocks = (
        wording.event_title,
        occasion.role,
        "\n".join(filter(None, facts)),
        lines(session.description.pick(wording.locale)) if session else "",
        "\n".join(wording.speakers(session)) if session else "",
        _url(wording, session),
    )
    return "\n\n".join(block for block in blocks if block)


def _url(wording: Wording, session: SessionFacts | None) -> str:
    """The session's page, where everyone may read it; else that of the event."""
    if session is not None and session.visibility is Visibility.PUBLIC:
        return wording.session_url(session)
    return wording.event_url + "/"
