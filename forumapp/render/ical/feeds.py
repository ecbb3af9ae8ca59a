"""Feeds of a programme and files of one session.

They carry no METHOD: without one a calendar is a snapshot and starts no scheduling (RFC 5545
3.7.2), while METHOD:PUBLISH would oblige every entry to name an ORGANIZER (RFC 5546 3.2.1), to
whom programs would then offer to reply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event, vUri

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render.ical import values, zones
from forumapp.render.wording import Wording, line, lines

JoinUrl = Callable[[SessionFacts], str | None]
REFRESH = timedelta(hours=1)
REMINDER = timedelta(minutes=-15)


def feed(
    programme: Programme,
    *,
    locale: str,
    base_url: str,
    name: str,
    source_url: str,
    reminders: bool = False,
) -> bytes:
    """The published programme to subscribe to: public sessions alone and no join addresses.

    Entries don't make the reader busy, since nobody attends them all.
    """
    wording = Wording(programme.visible_to(Visibility.PUBLIC), locale=locale, base_url=base_url)
    feed = _Sessions(wording, base_url=base_url, busy=False, reminders=reminders)
    return _published(feed, name=name, source_url=source_url)


def personal(
    programme: Programme,
    *,
    locale: str,
    base_url: str,
    name: str,
    source_url: str,
    join_url: JoinUrl,
    reminders: bool = False,
) -> bytes:
    """One person's sessions; `join_url` gives the product's own join address of each, or None.

    Entries are private, so that a shared calendar doesn't pass the addresses on.
    """
    wording = Wording(programme, locale=locale, base_url=base_url)
    feed = _Sessions(wording, base_url=base_url, busy=True, reminders=reminders, join_url=join_url)
    return _published(feed, name=name, source_url=source_url)


def session(programme: Programme, session: SessionFacts, *, locale: str, base_url: str) -> bytes:
    """A file of one session, without a join address."""
    wording = Wording(programme.only([session]), locale=locale, base_url=base_url)
    calendar = values.calendar()
    return _Sessions(wording, base_url=base_url, busy=True).written_into(calendar)


def _published(sessions: _Sessions, *, name: str, source_url: str) -> bytes:
    """A calendar that says what it is called and when to ask again (RFC 7986 5)."""
    programme = sessions.wording.programme
    calendar = values.calendar()
    for heading in ("name", "x-wr-calname"):
        values.add_text(calendar, heading, line(name))
    calendar.add("uid", str(uuid5(NAMESPACE_URL, source_url)))
    calendar.add("last-modified", programme.release.issued_at)
    calendar.add("url", vUri(sessions.wording.event_url + "/"))
    calendar.add("source", vUri(source_url), {"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("x-wr-timezone", programme.event.zone)
    # COLOR takes only names of CSS colours; this older property takes the event's own.
    calendar.add("x-apple-calendar-color", programme.event.accent.upper())
    return sessions.written_into(calendar)


class _Sessions:
    """Writes the sessions of one programme as entries of a calendar."""

    def __init__(
        self,
        wording: Wording,
        *,
        base_url: str,
        busy: bool,
        reminders: bool = False,
        join_url: JoinUrl | None = None,
    ) -> None:
        self.wording = wording
        self._host = values.host(base_url)
        self._busy = busy
        self._reminders = reminders
        self._join_url = join_url
        self._issued_at = wording.programme.release.issued_at.astimezone(UTC)

    def written_into(self, calendar: Calendar) -> bytes:
        """With the zone, which keeps an empty calendar valid too, and an entry for each session."""
        zones.add_timezone(calendar, self.wording.programme)
        return values.written(calendar, map(self._entry, self.wording.programme.sessions))

    def _entry(self, session: SessionFacts) -> Event:
        said, zone = self.wording, self.wording.programme.event.zone
        join_url = self._join_url(session) if self._join_url else None
        entry = Event()
        entry.add("uid", f"{session.key}@{self._host}")
        entry.add("dtstamp", self._issued_at)
        entry.add("last-modified", self._issued_at)
        entry.add("sequence", session.sequence)
        zones.add_time(entry, "dtstart", session.starts, zone=zone)
        zones.add_time(entry, "dtend", session.ends, zone=zone)
        values.add_text(entry, "summary", said.title(session))
        values.add_text(entry, "description", self._description(session, join_url))
        values.add_text(entry, "location", said.place(session))
        entry.add("url", vUri(said.session_url(session)))
        kind = label(session.kind, said.locale)
        track, part = said.track(session), said.part(session)
        values.add_categories(entry, (kind, track, part))
        if part and not track:  # else nothing tells which of the two a category is
            values.add_text(entry, "x-forumapp-part", part)
        entry.add("status", "CONFIRMED")
        private = join_url or session.visibility is not Visibility.PUBLIC
        entry.add("class", "PRIVATE" if private else "PUBLIC")
        busy = self._busy and session.kind is not SessionKind.BREAK
        entry.add("transp", "OPAQUE" if busy else "TRANSPARENT")
        if join_url:
            values.add_conference(entry, join_url, label=said.say(_("Join by video link")))
        if self._reminders:
            entry.add_component(_reminder(said.title(session)))
        return entry

    def _description(self, session: SessionFacts, join_url: str | None) -> str:
        """Plain text: what few programs show of an entry's other properties stands here too."""
        said = self.wording
        facts = [said.say(_("At the venue: %(hours)s"), hours=said.hours(session))]
        if session.languages:
            names = said.languages(session.languages)
            facts.append(said.say(_("Languages: %(names)s"), names=names))
        if session.interpretation:
            names = said.languages(session.interpretation)
            facts.append(said.say(_("Interpretation: %(names)s"), names=names))
        if join_url:
            facts.append(said.say(_("Join by video link: %(address)s"), address=join_url))
        elif session.online and session.room_id:
            facts.append(said.say(_("Can also be followed by video link.")))
        blocks = (
            lines(session.description.pick(said.locale)),
            "\n".join(said.speakers(session)),
            "\n".join(facts),
            said.session_url(session),
        )
        return "\n\n".join(block for block in blocks if block)


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMINDER)
    values.add_text(alarm, "description", title)
    return alarm
