"""Who is told of a release, and what: decided from the comparison and from who stands where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from forumapp.domain.invitations import (
    Method,
    Pair,
    Standing,
    Step,
    Told,
    all_told,
    moved,
    renamed,
    says_otherwise,
    steps,
)
from forumapp.domain.programme import Programme, SessionFacts

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Reason(StrEnum):
    """Why a person is told of a session, the strongest first; EVENT is of no session alone."""

    SPEAKS = "speaks"
    INVITED = "invited"
    STARRED = "starred"
    EVENT = "event"


class News(StrEnum):
    """What becomes of a session in a person's mail."""

    ASKED = "asked"
    CHANGED = "changed"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Who stands where; sessions by key, people by number.

    `registered` are those whose registration stands, `gone` those who withdrew or were rejected.
    Of the stars and registrations, those are left out that were made when a release of which
    nobody was told showed things as they will be; `informed` were told of a session since.
    """

    invited: Mapping[str, frozenset[int]]
    starred: Mapping[str, frozenset[int]]
    registered: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    informed: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Since when readers see the event, and each session by its key, as they will be told of.

    What they can't see yet is None, or isn't there.
    """

    event: datetime | None = None
    sessions: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One session in one person's mail, with the calendar's message where there is one.

    It is `gone` when it left the programme, or the person left it.
    """

    key: str
    reason: Reason
    step: Step | None = None
    gone: bool = False

    @property
    def news(self) -> News:
        if self.gone or (self.step is not None and self.step.method is Method.CANCEL):
            return News.OVER
        first = self.step is not None and self.step.was is None
        return News.ASKED if first else News.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one person is told of a release: sessions in order of time, and the event's dates or
    place where these are others.
    """

    person_id: int
    event: bool = False
    items: tuple[Item, ...] = ()

    @property
    def reasons(self) -> frozenset[Reason]:
        reasons = {item.reason for item in self.items}
        return frozenset(reasons | {Reason.EVENT} if self.event else reasons)

    @property
    def only_asks(self) -> bool:
        """Whether it says nothing but that the person is asked to come."""
        return not self.event and all(item.news is News.ASKED for item in self.items)


def notices(
    before: Programme | None,
    after: Programme,
    *,
    circle: Circle,
    known: Mapping[Pair, Standing],
    now: datetime,
) -> tuple[Notice, ...]:
    """Everyone who is told, by number.

    Those are who speaks or spoke in a session that changed, who is invited to it and who starred
    it, everyone for other dates or another place, and whoever's calendar entry has to change. The
    first release (there is none `before`) tells who speaks and who is invited. What is over at
    `now` is told to nobody, and to those who are gone only that their entries are.
    """
    both = _Both(before, after)
    wanted = both.wanted(circle)
    found = {
        (person_id, key): Item(
            key=key,
            reason=reason,
            gone=both.is_gone(key) or (reason is Reason.SPEAKS and (person_id, key) not in wanted),
        )
        for key in both.changed(now=now)
        for reason, people in reversed(both.concerned(key, circle))
        for person_id in people - circle.gone
        if (person_id, key) not in circle.informed
    }
    for step in steps(wanted, known, now=now):
        pair = (step.person_id, step.key)
        reason = found[pair].reason if pair in found else both.reason(*pair)
        found[pair] = Item(key=step.key, reason=reason, step=step)
    everyone: frozenset[int] = frozenset()
    if event_moved(before, after):
        everyone = (circle.registered | both.everyone_who_spoke()) - circle.gone
    return tuple(_together(found, everyone, both))


def shown(quiet: Iterable[tuple[datetime, Programme]], after: Programme) -> Shown:
    """What of a programme the releases that nobody was told of have shown already.

    `quiet` are those since the last that was told, latest first, with the time of their issue.
    """
    event: datetime | None = None
    sessions: dict[str, datetime] = {}
    same, stays = {session.key for session in after.sessions}, True
    for issued_at, programme in quiet:
        same -= set(_Both(programme, after).changed(now=_BEFORE_ALL))
        stays = stays and not event_moved(programme, after)
        sessions |= dict.fromkeys(same, issued_at)
        event = issued_at if stays else event
    return Shown(event=event, sessions=sessions)


def event_moved(before: Programme | None, after: Programme) -> bool:
    """Whether the event's dates, zone, place or venue are others."""
    if before is None:
        return False
    old, new = before.event, after.event
    return (old.starts_on, old.ends_on, old.zone) != (new.starts_on, new.ends_on, new.zone) or any(
        says_otherwise(getattr(old, name), getattr(new, name)) for name in ("place", "venue")
    )


def spoken(session: SessionFacts) -> tuple[tuple[object, ...], ...]:
    """What those in a session need to know of its list: who speaks, as what, how long, on what."""
    return tuple(
        (line.person_id, line.part, line.minutes, line.mode, line.topic)
        for line in session.speakers
        if line.status.speaks
    )


def speaking(session: SessionFacts | None) -> frozenset[int]:
    """Who speaks in a session."""
    lines = session.speakers if session else ()
    return frozenset(line.person_id for line in lines if line.status.speaks)


class _Both:
    """Two programmes side by side, their sessions by key."""

    def __init__(self, before: Programme | None, after: Programme) -> None:
        self._first = before is None
        self._old = {s.key: s for s in before.sessions} if before else {}
        self._new = {s.key: s for s in after.sessions}
        self._told_before, self._told_now = all_told(before), all_told(after)

    def is_gone(self, key: str) -> bool:
        return key not in self._new

    def place(self, item: Item) -> tuple[datetime, str]:
        """Where an item stands in a mail: in order of time."""
        told = item.step.now if item.step else None
        told = told or self._told_now.get(item.key) or self._told_before[item.key]
        return told.starts, item.key

    def changed(self, *, now: datetime) -> Iterator[str]:
        """The sessions of which somebody needs to know something else than before."""
        for key in {**self._new, **self._old}:
            sides = self._told_before.get(key), self._told_now.get(key)
            if self._differs(key, *sides) and not all(s.ends_at <= now for s in sides if s):
                yield key

    def _differs(self, key: str, was: Told | None, told: Told | None) -> bool:
        """Whether a session itself is another; venue and zone are the event's to tell."""
        if was is None or told is None:
            return True
        was = replace(was, venue=told.venue, zone=told.zone)
        lists = spoken(self._old[key]), spoken(self._new[key])
        return moved(was, told) or renamed(was, told) or lists[0] != lists[1]

    def concerned(self, key: str, circle: Circle) -> tuple[tuple[Reason, frozenset[int]], ...]:
        """Whom a session concerns, and why; a first release interests nobody for a star."""
        speaks = speaking(self._old.get(key)) | speaking(self._new.get(key))
        starred = frozenset[int]() if self._first else circle.starred.get(key, frozenset())
        return (
            (Reason.SPEAKS, speaks),
            (Reason.INVITED, circle.invited.get(key, frozenset())),
            (Reason.STARRED, starred),
        )

    def wanted(self, circle: Circle) -> dict[Pair, Told]:
        """The entries that are to be: of who speaks and who is invited, and isn't gone."""
        asked = {
            key: speaking(session) | circle.invited.get(key, frozenset())
            for key, session in self._new.items()
        }
        return {
            (person_id, key): self._told_now[key]
            for key, people in asked.items()
            for person_id in people - circle.gone
        }

    def reason(self, person_id: int, key: str) -> Reason:
        speaks = speaking(self._old.get(key)) | speaking(self._new.get(key))
        return Reason.SPEAKS if person_id in speaks else Reason.INVITED

    def everyone_who_spoke(self) -> frozenset[int]:
        return frozenset().union(*map(speaking, self._old.values()))


def _together(
    found: Mapping[Pair, Item], everyone: frozenset[int], both: _Both
) -> Iterator[Notice]:
    """What each is told, in one notice."""
    items: dict[int, list[Item]] = {person_id: [] for person_id in everyone}
    for (person_id, _key), item in found.items():
        items.setdefault(person_id, []).append(item)
    for person_id in sorted(items):
        held = sorted(items[person_id], key=both.place)
        yield Notice(person_id=person_id, event=person_id in everyone, items=tuple(held))
