"""What calendars and schedules say of a session, in one language and in plain text."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from babel.dates import format_date

from forumapp.domain import clock
from forumapp.domain.events import EventFormat
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts, SpeakerMode
from forumapp.domain.text import Translated, many_lines, one_line
from forumapp.i18n.catalogue import gettext, joined, language_name, listed
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label

_UNENCODABLE = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def line(text: str) -> str:
    """One clean line that UTF-8 and XML 1.0 can both carry."""
    return one_line(text.translate(_UNENCODABLE))


def lines(text: str) -> str:
    """Clean lines with line feeds between them; blank ones are kept."""
    return "\n".join(line(part) for part in many_lines(text).split("\n")).strip()


def span(starts: datetime, ends: datetime) -> str:
    """Two wall times: 09:00–10:30; 23:00–00:30 (+1) where the second is on the next day."""
    return f"{starts:%H:%M}–{time_after(starts, ends)}"


def time_after(starts: datetime, moment: datetime) -> str:
    """A wall time that comes after a start: 10:30; 00:30 (+1) where that is on the next day."""
    days = (moment.date() - starts.date()).days
    return f"{moment:%H:%M}" + (f" (+{days})" if days else "")


class Wording:
    """The words, places and addresses of one programme in one locale."""

    def __init__(self, programme: Programme, *, locale: str, base_url: str) -> None:
        self.programme = programme
        self.locale = locale
        self.event_url = f"{base_url.rstrip('/')}/events/{quote(programme.event.slug, safe='')}"
        self._rooms = {room.id: self.pick(room.name) for room in programme.rooms}
        self._tracks = {track.id: self.pick(track.name) for track in programme.tracks}
        self._parts = {part.id: self.pick(part.name) for part in programme.parts}
        self._people = {person.id: person for person in programme.people}
        self._introduced: dict[int, str] = {}

    def in_language(self, locale: str) -> Wording:
        """The same programme in another locale."""
        return Wording(
            self.programme, locale=locale, base_url=self.event_url.rpartition("/events/")[0]
        )

    def pick(self, text: Translated) -> str:
        """A field's text in this locale, as one clean line."""
        return line(text.pick(self.locale))

    def say(self, message: str, /, **facts: str) -> str:
        """A message of the interface, marked by `catalogue.message`, with its facts put in."""
        return gettext(message, self.locale) % facts

    @property
    def event_title(self) -> str:
        return self.pick(self.programme.event.title) or self.programme.event.slug

    @property
    def online(self) -> str:
        return gettext("Online", self.locale)

    @property
    def video_link(self) -> str:
        """Where an online session takes place: some programs drop an entry without a place."""
        return gettext("Online (video link)", self.locale)

    @property
    def venue(self) -> str:
        """The venue, else the town; empty when neither is known."""
        event = self.programme.event
        return self.pick(event.venue) or self.pick(event.place)

    def session_url(self, session: SessionFacts) -> str:
        return f"{self.event_url}/sessions/{quote(session.code, safe='')}"

    def title(self, session: SessionFacts) -> str:
        return self.pick(session.title) or session.code

    def track(self, session: SessionFacts) -> str:
        return self._tracks.get(session.track_id or 0, "")

    def part(self, session: SessionFacts) -> str:
        """The part's name where the event has several, else nothing."""
        return self._parts.get(session.part_id, "") if len(self._parts) > 1 else ""

    def room(self, session: SessionFacts) -> str:
        """The room; `Online` for a session without one that is followed by video link."""
        if room := self._rooms.get(session.room_id or 0):
            return room
        return self.online if self.is_online(session) else self.venue or self.online

    def place(self, session: SessionFacts) -> str:
        """Room and venue, or that the session is online."""
        if room := self._rooms.get(session.room_id or 0):
            return joined((room, self.venue), self.locale)
        return self.video_link if self.is_online(session) else self.venue or self.video_link

    def is_online(self, session: SessionFacts) -> bool:
        """Whether a session without a room takes place online alone."""
        return session.online or self.programme.event.format is EventFormat.ONLINE

    def hours(self, session: SessionFacts, *, until: SessionFacts | None = None) -> str:
        """The venue's clock with its offset, to the end of a later session: 09:00–10:00 (UTC+8)."""
        offset = clock.offset(self.programme.starts_at(session), self.programme.event.zone)
        hours = span(session.starts, (until or session).ends)
        return f"{hours} ({clock.offset_label(offset)})"

    def day(self, session: SessionFacts) -> str:
        """The venue's date on which a session starts: 9 March 2027."""
        locale = "en_GB" if self.locale == "en" else self.locale
        return format_date(session.starts.date(), "long", locale=locale)

    def languages(self, codes: tuple[str, ...]) -> str:
        """Languages by name: English and Chinese."""
        return listed(tuple(language_name(code, self.locale) for code in codes), self.locale)

    def speaking(self, session: SessionFacts) -> tuple[tuple[SpeakerFacts, PersonFacts], ...]:
        """Those who speak, in list order."""
        return tuple(
            (speaker, self._people[speaker.person_id])
            for speaker in session.speakers
            if speaker.status.speaks and speaker.person_id in self._people
        )

    def speakers(self, session: SessionFacts) -> tuple[str, ...]:
        """A line for each who speaks: Keynote: H.E. Aye Thandar Nwe, Director, … — Topic 2."""
        return tuple(self._speaker(*pair) for pair in self.speaking(session))

    def _speaker(self, speaker: SpeakerFacts, person: PersonFacts) -> str:
        said = f"{label(speaker.part, self.locale)}: {self._introduction(person)}"
        if speaker.mode is not SpeakerMode.ROOM:
            said += f" ({label(speaker.mode, self.locale)})"
        topic = self.pick(speaker.topic)
        return f"{said} — {topic}" if topic else said

    def _introduction(self, person: PersonFacts) -> str:
        """Name, native script, title, organisation and country: worked out once a person."""
        if person.id not in self._introduced:
            native = line(person.native_name)
            pieces = (
                line(person.name) + (f" ({native})" if native else ""),
                self.pick(person.title),
                self.pick(person.organisation),
                country_name(person.country, self.locale) if person.country else "",
            )
            self._introduced[person.id] = joined(pieces, self.locale)
        return self._introduced[person.id]
