"""The published programme: the facts that a release freezes, and the comparison of two of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.events import EventFormat, EventKind, OrganisationRole
from forumapp.domain.people import PersonFacts
from forumapp.domain.speakers import SpeakerFacts
from forumapp.domain.text import Translated

_REVISED = re.compile(r"/Rev\.\s?\d+$", re.IGNORECASE)


class ReleaseStatus(StrEnum):
    """How a programme is issued."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    id: int
    name: Translated
    role: OrganisationRole
    logo: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    id: int
    name: Translated
    description: Translated = Translated()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    id: int
    name: Translated
    capacity: int | None = None
    seating: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFacts:
    id: int
    name: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFacts:
    """What of an edition takes effect at once, whatever release is in force."""

    description: Translated = Translated()
    notice: Translated = Translated()
    practical: Translated = Translated()
    accent: str = "#7a1f2b"
    contact_name: Translated = Translated()
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """An edition. `zone` is an IANA name; `capitals` are zones printed beside it."""

    id: int
    key: str
    slug: str
    series: Translated
    edition: int | None
    kind: EventKind
    title: Translated
    theme: Translated = Translated()
    description: Translated = Translated()
    notice: Translated = Translated()
    starts_on: date
    ends_on: date
    zone: str
    place: Translated = Translated()
    venue: Translated = Translated()
    format: EventFormat
    languages: tuple[str, ...] = ("en",)
    capitals: tuple[str, ...] = ()
    accent: str = "#7a1f2b"
    contact_name: Translated = Translated()
    contact_email: str = ""
    contact_phone: str = ""
    practical: Translated = Translated()
    organisations: tuple[OrganisationFacts, ...] = ()

    def with_live(self, live: LiveFacts) -> EventFacts:
        """These facts with what takes effect at once."""
        return replace(self, **{field.name: getattr(live, field.name) for field in fields(live)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session. `starts` and `ends` are wall times in the event's zone.

    One of `all_rooms`, such as a break, leaves none to others. `online` says that it can be
    followed by video link; how is never part of a release. `sequence` is the iCalendar SEQUENCE of
    the session in this release.
    """

    id: int
    key: str
    code: str
    title: Translated
    kind: SessionKind
    part_id: int
    track_id: int | None = None
    room_id: int | None = None
    starts: datetime
    ends: datetime
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    description: Translated = Translated()
    visibility: Visibility = Visibility.PUBLIC
    all_rooms: bool = False
    online: bool = False
    speakers: tuple[SpeakerFacts, ...] = ()
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """The number and dress of a release. `issued_at` is aware.

    `revision` counts the releases issued as revised, this one among them; 0 for any other.
    """

    id: int
    number: int
    status: ReleaseStatus
    revision: int = 0
    symbol: str = ""
    note: str = ""
    issued_at: datetime


def revised_symbol(symbol: str, revision: int) -> str:
    """The symbol of a paper's nth revision: FVP/3 becomes FVP/3/Rev.1, and that FVP/3/Rev.2."""
    base = _REVISED.sub("", symbol)
    return f"{base}/Rev.{revision}" if base else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Everything that a release publishes. Sessions are in order of start, room and code."""

    event: EventFacts
    release: ReleaseFacts
    parts: tuple[PartFacts, ...] = ()
    rooms: tuple[RoomFacts, ...] = ()
    tracks: tuple[TrackFacts, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    people: tuple[PersonFacts, ...] = ()

    def visible_to(self, reader: Visibility) -> Programme:
        """The same programme with only what this reader may see, people included."""
        allowed = {
            Visibility.PUBLIC: {Visibility.PUBLIC},
            Visibility.REGISTERED: {Visibility.PUBLIC, Visibility.REGISTERED},
            Visibility.SECRETARIAT: set(Visibility),
        }[reader]
        return self.only(s for s in self.sessions if s.visibility in allowed)

    def of_part(self, part_id: int) -> Programme:
        """One part alone."""
        return self.only(s for s in self.sessions if s.part_id == part_id)

    def only(self, sessions: Iterable[SessionFacts]) -> Programme:
        """The same programme with these sessions and the people who speak in them."""
        kept = tuple(sessions)
        speaking = {s.person_id for session in kept for s in session.speakers if s.status.speaks}
        return replace(
            self, sessions=kept, people=tuple(p for p in self.people if p.id in speaking)
        )

    @property
    def held(self) -> int:
        """How many sessions it has; breaks are none."""
        return sum(session.kind is not SessionKind.BREAK for session in self.sessions)

    def starts_at(self, session: SessionFacts) -> datetime:
        """The aware instant at which a session starts."""
        return clock.instant(session.starts, self.event.zone)

    def ends_at(self, session: SessionFacts) -> datetime:
        return clock.instant(session.ends, self.event.zone)

    def by_day(self) -> tuple[tuple[date, tuple[SessionFacts, ...]], ...]:
        """Sessions under the day of the venue's calendar on which they start."""
        days: dict[date, list[SessionFacts]] = {}
        for session in self.sessions:
            days.setdefault(session.starts.date(), []).append(session)
        return tuple((day, tuple(sessions)) for day, sessions in sorted(days.items()))


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    TIME = "time"
    ROOM = "room"
    TITLE = "title"
    SPEAKERS = "speakers"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of a session between two releases; before and after are facts, not words."""

    kind: ChangeKind
    before: SessionFacts | None
    after: SessionFacts | None

    @property
    def session(self) -> SessionFacts:
        session = self.after or self.before
        assert session is not None
        return session


def compare(before: Programme | None, after: Programme) -> tuple[Change, ...]:
    """What changed from one release to the next, in the order of the later programme."""
    old = {s.key: s for s in before.sessions} if before else {}
    new = {s.key: s for s in after.sessions}
    changes = [
        change for session in after.sessions for change in _changes(old.get(session.key), session)
    ]
    removed = [Change(ChangeKind.REMOVED, s, None) for key, s in old.items() if key not in new]
    return (*changes, *removed)


_COMPARED: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.TIME: ("starts", "ends"),
    ChangeKind.ROOM: ("room_id", "online"),
    ChangeKind.TITLE: ("title", "code"),
    ChangeKind.SPEAKERS: ("speakers",),
    ChangeKind.DETAILS: (
        "kind",
        "part_id",
        "track_id",
        "languages",
        "interpretation",
        "description",
        "visibility",
        "all_rooms",
    ),
}


def _changes(before: SessionFacts | None, after: SessionFacts) -> list[Change]:
    if before is None:
        return [Change(ChangeKind.ADDED, None, after)]
    return [
        Change(kind, before, after)
        for kind, names in _COMPARED.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]


def next_sequence(before: SessionFacts | None, after: SessionFacts) -> int:
    """The iCalendar SEQUENCE: it rises when time or place changes (RFC 5545 3.8.7.4)."""
    if before is None:
        return 0
    moved = (before.starts, before.ends, before.room_id, before.online) != (
        after.starts,
        after.ends,
        after.room_id,
        after.online,
    )
    return before.sequence + moved
