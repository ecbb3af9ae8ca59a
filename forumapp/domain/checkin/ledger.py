"""One ledger of attendance: door scans, joins by video and the secretary's marks, made one.

A session is counted by its own doors where it has any, else by those of its part, else by those of
the whole event; but a door behind which two sessions run at once can't tell them apart, so it
counts for neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.scans import Presence, ScanFacts, Stay, presences


class MarkKind(StrEnum):
    """What the secretary marks; `as_recorded` takes the mark before it back."""

    ROOM = "room"
    ONLINE = "online"
    ABSENT = "absent"
    AS_RECORDED = "as_recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFacts:
    """A mark; of one person and session the one with the highest number counts.

    `minutes` None means for the whole session.
    """

    id: int
    session_id: int
    person_id: int
    kind: MarkKind
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFacts:
    """Somebody was let into a session's video room."""

    session_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFacts:
    """What a door leads to; `day` is its first instant, `day_ends` the first of the next day."""

    id: int
    scope: DoorScope
    part_id: int | None = None
    session_id: int | None = None
    day: datetime
    day_ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session as the ledger needs it, with its instants."""

    id: int
    part_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One person in one session. Minutes lie within the session.

    Who is in the room and online at once counts in both. `doubles` are entries that were scanned
    while the person was inside already.
    """

    session_id: int
    person_id: int
    room: bool = False
    online: bool = False
    room_minutes: int = 0
    online_minutes: int = 0
    doubles: int = 0
    marked: bool = False

    @property
    def there(self) -> bool:
        return self.room or self.online


def ledger(
    sittings: Sequence[Sitting],
    *,
    doors: Sequence[DoorFacts],
    scans: Iterable[ScanFacts],
    joins: Iterable[JoinFacts],
    marks: Iterable[MarkFacts],
    now: datetime,
    of: int | None = None,
) -> tuple[Attendance, ...]:
    """The entry of every person who was in a session, or of whom a mark says something.

    Minutes are counted until `now`: who is inside hasn't yet been in what is to come.
    `of` is the one session that is asked for; the others tell which doors count for it.
    In order of session and person; the order of what is given, and repeating it, change nothing.
    """
    behind, joined, last = _Behind(scans), _first_joins(joins), _last_marks(marks)
    entries: list[Attendance] = []
    asked = (sitting for sitting in sittings if of in (None, sitting.id))
    for sitting in sorted(asked, key=lambda sitting: sitting.id):
        counting = counting_doors(sitting, doors=doors, sittings=sittings)
        inside = behind.doors(door.id for door in counting)
        own = any(door.scope is DoorScope.SESSION for door in counting)
        online = joined.get(sitting.id, {})
        marked = last.get(sitting.id, {})
        for person_id in sorted({*inside, *online, *marked}):
            entry = _recorded(
                replace(sitting, ends_at=min(sitting.ends_at, now)),
                person_id,
                inside.get(person_id),
                online.get(person_id),
                own=own,
            )
            if person_id in marked:
                entry = _as_marked(entry, sitting, marked[person_id])
            if entry.there or entry.marked:
                entries.append(entry)
    return tuple(entries)


class _Behind:
    """Who was behind which doors; worked out once for the sessions that share them."""

    def __init__(self, scans: Iterable[ScanFacts]) -> None:
        self._scans: dict[int, list[ScanFacts]] = {}
        self._known: dict[frozenset[int], Mapping[int, Presence]] = {}
        for scan in scans:
            self._scans.setdefault(scan.door_id, []).append(scan)

    def doors(self, numbers: Iterable[int]) -> Mapping[int, Presence]:
        doors = frozenset(numbers)
        if doors not in self._known:
            scans = (scan for door in doors for scan in self._scans.get(door, ()))
            self._known[doors] = presences(scans)
        return self._known[doors]


def counting_doors(
    sitting: Sitting, *, doors: Iterable[DoorFacts], sittings: Iterable[Sitting]
) -> tuple[DoorFacts, ...]:
    """The doors whose scans tell who is in this session."""
    of_day = [d for d in doors if d.day < sitting.ends_at and sitting.starts_at < d.day_ends]
    own = tuple(d for d in of_day if d.session_id == sitting.id)
    if own:
        return own
    beside = [s for s in sittings if s.id != sitting.id and _overlap(s, sitting)]
    of_part = tuple(d for d in of_day if d.scope is DoorScope.PART and d.part_id == sitting.part_id)
    if of_part:
        return () if any(s.part_id == sitting.part_id for s in beside) else of_part
    return () if beside else tuple(d for d in of_day if d.scope is DoorScope.EVENT)


def minutes_within(stays: Iterable[Stay], starts: datetime, ends: datetime) -> int:
    """Whole minutes of stays that don't overlap each other, between two instants."""
    spans = (min(stay.until or ends, ends) - max(stay.since, starts) for stay in stays)
    return int(sum((max(span, timedelta()) for span in spans), timedelta()) / timedelta(minutes=1))


def _overlap(one: Sitting, other: Sitting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _recorded(
    sitting: Sitting,
    person_id: int,
    inside: Presence | None,
    joined_at: datetime | None,
    *,
    own: bool,
) -> Attendance:
    """What doors and gate say. At the session's own door an entry counts even after its time."""
    inside = inside or Presence()
    room_minutes = minutes_within(inside.stays, sitting.starts_at, sitting.ends_at)
    online = joined_at is not None
    stays = (Stay(since=joined_at),) if joined_at is not None else ()
    return Attendance(
        session_id=sitting.id,
        person_id=person_id,
        room=room_minutes > 0 or (own and bool(inside.stays)),
        online=online,
        room_minutes=room_minutes,
        online_minutes=minutes_within(stays, sitting.starts_at, sitting.ends_at),
        doubles=len(inside.doubles),
    )


def _as_marked(entry: Attendance, sitting: Sitting, mark: MarkFacts) -> Attendance:
    """The entry as the secretary's last mark has it."""
    if mark.kind is MarkKind.AS_RECORDED:
        return entry
    whole = int((sitting.ends_at - sitting.starts_at) / timedelta(minutes=1))
    minutes = whole if mark.minutes is None else min(mark.minutes, whole)
    room, online = mark.kind is MarkKind.ROOM, mark.kind is MarkKind.ONLINE
    return Attendance(
        session_id=entry.session_id,
        person_id=entry.person_id,
        room=room,
        online=online,
        room_minutes=minutes if room else 0,
        online_minutes=minutes if online else 0,
        doubles=entry.doubles,
        marked=True,
    )


def _first_joins(joins: Iterable[JoinFacts]) -> Mapping[int, Mapping[int, datetime]]:
    """When each person was first let into each session."""
    first: dict[int, dict[int, datetime]] = {}
    for join in joins:
        own = first.setdefault(join.session_id, {})
        own[join.person_id] = min(join.at, own.get(join.person_id, join.at))
    return first


def _last_marks(marks: Iterable[MarkFacts]) -> Mapping[int, Mapping[int, MarkFacts]]:
    """The mark that counts for each session and person."""
    last: dict[int, dict[int, MarkFacts]] = {}
    for mark in sorted(marks, key=lambda mark: mark.id):
        last.setdefault(mark.session_id, {})[mark.person_id] = mark
    return last


def people_of(entries: Collection[Attendance]) -> frozenset[int]:
    """Who was there at all."""
    return frozenset(entry.person_id for entry in entries if entry.there)
