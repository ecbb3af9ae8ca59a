"""The ledger of attendance: whole and narrowed to take away, and of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.checkin.ledger import Attendance
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.text import Translated
from forumapp.models import Category, Person, Registration, Seat
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.checkin import records
from forumapp.services.checkin.records import HELD, SessionFacts
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Somebody of the event; `modes` has the mode of each part in which they hold a seat."""

    person: PersonFacts
    category: Translated
    approved: bool
    modes: Mapping[int, Mode]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every entry of an event, the sessions in order of time, and the people by number."""

    sessions: tuple[SessionFacts, ...]
    parts: Mapping[int, Translated]
    people: Mapping[int, Seated]
    entries: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a report is narrowed to; empty for everything. `mode` is that of registration."""

    part_id: int | None = None
    day: date | None = None
    country: str = ""
    mode: Mode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One session that somebody attended."""

    session: SessionFacts
    entry: Attendance


def kept(actor: Actor, event_id: int, *, now: datetime) -> Ledger:
    """The ledger of an event, in eight queries whatever its length."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    sessions, entries = records.kept(event_id, now=now)
    return Ledger(
        sessions=sessions,
        parts=records.parts(event_id),
        people=_people(event_id),
        entries=entries,
    )


def export(actor: Actor, event_id: int, narrowing: Narrowing, *, now: datetime) -> Ledger:
    """The same to take away; the audit log keeps who did."""
    found = narrowed(kept(actor, event_id, now=now), narrowing)
    audit.note(actor, event_id, action="export", noun="marks", object_id=event_id)
    return found


def attended(event_id: int, person_id: int, *, now: datetime) -> tuple[Own, ...]:
    """The sessions that somebody attended, in order of time; the caller checks access."""
    sessions, entries = records.kept(event_id, people=[person_id], now=now)
    by_id = {session.id: session for session in sessions}
    there = (Own(session=by_id[e.session_id], entry=e) for e in entries if e.there)
    return tuple(sorted(there, key=lambda own: (own.session.starts, own.session.code)))


def narrowed(found: Ledger, narrowing: Narrowing) -> Ledger:
    """The sessions, the people and the entries that are meant."""
    sessions = tuple(s for s in found.sessions if is_meant(s, narrowing))
    people = {
        key: seated for key, seated in found.people.items() if _is_meant_too(seated, narrowing)
    }
    ids = {session.id for session in sessions}
    return Ledger(
        sessions=sessions,
        parts=found.parts,
        people=people,
        entries=tuple(e for e in found.entries if e.session_id in ids and e.person_id in people),
    )


def is_meant(session: SessionFacts, narrowing: Narrowing) -> bool:
    """Whether a report that is narrowed so speaks of this session."""
    return narrowing.part_id in (None, session.part_id) and narrowing.day in (
        None,
        session.starts.date(),
    )


def _is_meant_too(seated: Seated, narrowing: Narrowing) -> bool:
    modes = seated.modes if narrowing.part_id is None else _only(seated.modes, narrowing.part_id)
    return narrowing.country in ("", seated.person.country) and (
        narrowing.mode is None or narrowing.mode in modes.values()
    )


def _only(modes: Mapping[int, Mode], part_id: int) -> Mapping[int, Mode]:
    return {key: mode for key, mode in modes.items() if key == part_id}


def _people(event_id: int) -> dict[int, Seated]:
    """Everybody by name, in two queries."""
    found = db.session.execute(
        sa.select(Person, Category.name, Registration.status)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .outerjoin(Category, Category.id == Registration.category_id)
        .where(Person.event_id == event_id)
    )
    modes = _modes(event_id)
    rows = [
        Seated(
            person=read(PersonFacts, person),
            category=category or Translated(),
            approved=status is RegistrationStatus.APPROVED,
            modes=modes.get(person.id, {}),
        )
        for person, category, status in found
    ]
    return {row.person.id: row for row in sorted(rows, key=lambda row: row.person.sort_key)}


def _modes(event_id: int) -> Mapping[int, Mapping[int, Mode]]:
    """The mode of each part in which people approved hold a seat."""
    found = db.session.execute(
        sa.select(Registration.person_id, Seat.part_id, Seat.mode)
        .join(Seat, sa.and_(*HELD))
        .where(Registration.event_id == event_id)
    )
    modes: dict[int, dict[int, Mode]] = defaultdict(dict)
    for person_id, part_id, mode in found:
        modes[person_id][part_id] = mode
    return modes
