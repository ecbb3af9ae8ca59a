"""A public programme as the frab format lays it out: days, in them rooms, in them sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from forumapp.domain import clock
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import days
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.render.wording import Wording, line, lines

GENERATOR = "forumapp"
TIMESLOT = "00:05"
_DAY = timedelta(days=1)
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room's name, unique in a schedule, and its UUID, the same in every release."""

    name: str
    guid: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person's name as printed, and a UUID of the schedule's own: keys stay in the house."""

    id: int
    guid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A session in the format's own words. `starts` and `ends` carry the event's offset."""

    session: SessionFacts
    url: str
    slug: str
    title: str
    room: Room
    track: str
    abstract: str
    description: str
    starts: datetime
    ends: datetime
    speakers: tuple[Speaker, ...]

    @property
    def language(self) -> str:
        """The format knows one language a session: the first."""
        return next(iter(self.session.languages), "")

    @property
    def duration(self) -> str:
        """Hours and minutes between the two instants: 01:30. In a zone of its own Python subtracts
        wall times, which are an hour off where the clock changes in between.
        """
        length = self.ends.astimezone(UTC) - self.starts.astimezone(UTC)
        hours, minutes = divmod(max(0, int(length.total_seconds()) // 60), 60)
        return f"{hours:02d}:{minutes:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the venue's calendar, from its first start to its last end, maybe after midnight."""

    index: int
    date: date
    starts: datetime
    ends: datetime
    rooms: dict[Room, list[Entry]] = field(default_factory=dict)


class Plan:
    """What of a programme everyone may read, laid out day by day and room by room."""

    def __init__(self, programme: Programme, *, base_url: str, locale: str) -> None:
        self.programme = programme.visible_to(Visibility.PUBLIC)
        self.wording = Wording(self.programme, locale=locale, base_url=base_url)
        self.base_url = base_url.rstrip("/")
        self.acronym = _acronym(programme.event.slug)
        self._halls = self._named_apart()
        self.days = self._days()

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def version(self) -> str:
        """The release: its number, and its symbol where it has one."""
        release = self.programme.release
        return (
            f"{release.number} ({line(release.symbol)})" if release.symbol else str(release.number)
        )

    @property
    def tracks(self) -> tuple[tuple[str, str], ...]:
        """Slug and name of each track."""
        return tuple(
            (f"track-{track.id}", self.wording.pick(track.name)) for track in self.programme.tracks
        )

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms of the event, then those that online sessions are put in."""
        used = (room for day in self.days for room in day.rooms)
        return tuple(dict.fromkeys((*self._halls.values(), *used)))

    def _guid(self, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.wording.event_url}#{name}"))

    def _named_apart(self) -> dict[int, Room]:
        """The event's rooms by id: the format knows a room by its name alone."""
        halls: dict[int, Room] = {}
        for room in self.programme.rooms:
            name = self.wording.pick(room.name) or self.wording.venue or self.wording.event_title
            taken = {hall.name for hall in halls.values()}
            halls[room.id] = Room(
                name=next(label for label in _numbered(name) if label not in taken),
                guid=self._guid(f"room-{room.id}"),
                capacity=room.capacity,
            )
        return halls

    def _speaker(self, person: PersonFacts) -> Speaker:
        guid = self._guid(f"person-{person.id}")
        return Speaker(id=person.id, guid=guid, name=line(person.name))

    def _days(self) -> tuple[Day, ...]:
        event, held = self.programme.event, dict(self.programme.by_day())
        dates = sorted({*days(event.starts_on, event.ends_on), *held})
        return tuple(
            self._day(index, day, held.get(day, ())) for index, day in enumerate(dates, start=1)
        )

    def _day(self, index: int, day: date, sessions: tuple[SessionFacts, ...]) -> Day:
        midnight = datetime.combine(day, datetime.min.time())
        begin = min((session.starts for session in sessions), default=midnight)
        end = max((session.ends for session in sessions), default=midnight + _DAY)
        zone = self.programme.event.zone
        planned = Day(
            index=index,
            date=day,
            starts=clock.instant(begin, zone),
            ends=clock.instant(end, zone),
        )
        for session in sessions:
            room = self._halls.get(session.room_id or 0) or self._without_overlap(planned, session)
            planned.rooms.setdefault(room, []).append(self._entry(session, room))
        return planned

    def _without_overlap(self, day: Day, session: SessionFacts) -> Room:
        """`Online`, or `Online 2` beside it: readers cut short what overlaps in one room."""
        taken = {hall.name for hall in self._halls.values()}
        rooms = (
            Room(name=label, guid=self._guid(f"online-{label}"))
            for label in _numbered(self.wording.room(session))
            if label not in taken
        )
        return next(room for room in rooms if _is_free(day.rooms.get(room, []), session))

    def _entry(self, session: SessionFacts, room: Room) -> Entry:
        said = self.wording
        abstract, _, rest = lines(session.description.pick(said.locale)).partition("\n\n")
        speaking = {person.id: person for _, person in said.speaking(session)}
        return Entry(
            session=session,
            url=said.session_url(session),
            slug=f"{self.acronym}-{session.id:04d}_{_slugged(session.code)}".rstrip("_"),
            title=said.title(session),
            room=room,
            track=said.track(session),
            abstract=abstract,
            description=rest.strip(),
            starts=self.programme.starts_at(session),
            ends=self.programme.ends_at(session),
            speakers=tuple(self._speaker(person) for person in speaking.values()),
        )


def _is_free(held: list[Entry], session: SessionFacts) -> bool:
    return all(
        entry.session.ends <= session.starts or session.ends <= entry.session.starts
        for entry in held
    )


def _numbered(name: str) -> Iterator[str]:
    """Online, Online 2, Online 3 and so on."""
    yield name
    yield from (f"{name} {number}" for number in count(2))


def _slugged(text: str) -> str:
    return _NOT_IN_SLUGS.sub("_", text.lower()).strip("_")


def _acronym(slug: str) -> str:
    """The event's slug in letters, digits and underscores, four at least."""
    acronym = _slugged(slug)
    return acronym if len(acronym) >= 4 else f"event_{acronym}".rstrip("_")
