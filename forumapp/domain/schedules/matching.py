"""Which session of an event a row of a file is about: by its identity, its code, or where it is."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from forumapp.domain.names import plain_key
from forumapp.domain.schedules.known import KnownEvent, KnownSession
from forumapp.domain.schedules.reading import ReadSession

Either = ReadSession | KnownSession
Keys = Callable[[Either], Iterable[Hashable]]
Member = TypeVar("Member")


def derived_key(event_key: str, identity: str) -> str:
    """The key of a session whose identity in its file is none, or is another event's already."""
    return str(uuid.uuid5(uuid.UUID(event_key), identity))


def own_key(identity: str) -> str:
    """An identity as a session's key, if it can be one: a UUID in its usual form."""
    try:
        return str(uuid.UUID(identity)) if len(identity) in (32, 36) else ""
    except ValueError:
        return ""


def matched(rows: Sequence[ReadSession], event: KnownEvent) -> dict[int, KnownSession]:
    """The session of each row, by the row's place in the sequence; none twice.

    A row that names its session by identity or code means that one or a new one. One without both
    is known by start, title and room; then by its title among those that are left, so that a
    session that was moved is found: those of a day in their order, else where there is but one.
    """
    matching = _Matching(rows, event)
    matching.by_name()
    matching.pair(_in_slot_and_room(event), in_order=True)
    matching.pair(_in_slot, in_order=False)
    matching.pair(_on_day, in_order=True)
    matching.pair(titles, in_order=False)
    return matching.found


@dataclass
class _Matching:
    rows: Sequence[ReadSession]
    event: KnownEvent
    found: dict[int, KnownSession] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def by_name(self) -> None:
        by_key = {session.key: session for session in self.event.sessions}
        by_code = {session.code.casefold(): session for session in self.event.sessions}
        for place, row in enumerate(self.rows):
            if row.identity:
                derived = derived_key(self.event.key, row.identity)
                self._take(place, by_key.get(own_key(row.identity)) or by_key.get(derived))
            elif row.code:
                self._take(place, by_code.get(row.code.casefold()))

    def pair(self, keys: Keys, *, in_order: bool) -> None:
        """Bring rows and sessions that are left together where they share a key.

        As many rows as sessions are paired in their order, if that is allowed.
        """
        known = _grouped(self.event.sessions, keys)
        for key, rows in _grouped(self._open(), keys, of=self.rows.__getitem__).items():
            places = sorted(
                (place for place in rows if place not in self.found),
                key=lambda place: self.rows[place].starts,
            )
            sessions = sorted(
                (session for session in known.get(key, ()) if session.id not in self.taken),
                key=lambda session: session.starts,
            )
            if len(sessions) == len(places) and (in_order or len(places) == 1):
                for place, session in zip(places, sessions, strict=True):
                    self._take(place, session)

    def _open(self) -> list[int]:
        return [
            place
            for place, row in enumerate(self.rows)
            if place not in self.found and not row.identity and not row.code
        ]

    def _take(self, place: int, session: KnownSession | None) -> None:
        if session is not None and session.id not in self.taken:
            self.found[place] = session
            self.taken.add(session.id)


def _grouped(
    members: Iterable[Member], keys: Keys, *, of: Callable[[Any], Either] = lambda member: member
) -> dict[Hashable, list[Member]]:
    groups: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        for key in keys(of(member)):
            groups[key].append(member)
    return groups


def titles(session: Either) -> frozenset[str]:
    """A session's titles, each the same in any case and width."""
    return frozenset(plain_key(text) for text in session.title.values() if text)


def _in_slot(session: Either) -> Iterable[Hashable]:
    return ((session.starts, title) for title in titles(session))


def _on_day(session: Either) -> Iterable[Hashable]:
    waiting = isinstance(session, KnownSession) and session.parked
    return () if waiting else ((session.starts.date(), title) for title in titles(session))


def _in_slot_and_room(event: KnownEvent) -> Keys:
    names = {room.id: {plain_key(name) for name in room.name.values()} for room in event.rooms}

    def keys(session: Either) -> Iterable[Hashable]:
        if isinstance(session, KnownSession):
            rooms = names.get(session.room_id or 0, {""})
        else:
            rooms = {plain_key(session.room or "")}
        return ((session.starts, title, room) for title in titles(session) for room in rooms)

    return keys
