"""The ledger of attendance, put together from doors, joins and marks, and what it adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind
from forumapp.domain.checkin.ledger import (
    Attendance,
    DoorFacts,
    JoinFacts,
    MarkFacts,
    MarkKind,
    Sitting,
    ledger,
)
from forumapp.domain.checkin.scans import ScanFacts
from forumapp.domain.delegations import CredentialStatus
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.domain.video import Decision
from forumapp.models import (
    Category,
    Credential,
    Door,
    Event,
    Join,
    Mark,
    Part,
    Person,
    Registration,
    Scan,
    Seat,
    Session,
)
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.rows import one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session of which attendance is kept; `starts` and `ends` are wall times."""

    id: int
    code: str
    title: Translated
    part_id: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Somebody of the event; `modes` has the mode of each part in which they hold a seat."""

    person: PersonFacts
    category: Translated
    delegation_id: int | None
    approved: bool
    modes: Mapping[int, Mode]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every entry of an event, the sessions in order of time, and the people by number."""

    sessions: tuple[SessionFacts, ...]
    parts: Mapping[int, Translated]
    people: Mapping[int, Seated]
    entries: tuple[Attendance, ...]
    accepted: frozenset[int]  # delegations whose credentials are accepted

    def of_session(self, session_id: int) -> tuple[Attendance, ...]:
        return tuple(entry for entry in self.entries if entry.session_id == session_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a report is narrowed to; empty for everything. `mode` is that of registration."""

    part_id: int | None = None
    day: date | None = None
    country: str = ""
    mode: Mode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark as it was made."""

    person: PersonFacts
    kind: MarkKind
    minutes: int | None
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One session that somebody attended."""

    session: SessionFacts
    entry: Attendance


def kept(actor: Actor, event_id: int, *, now: datetime, session_id: int | None = None) -> Ledger:
    """The ledger of an event, or of one session, in ten queries whatever its length."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return _ledger(event_id, session_id, now)


def export(actor: Actor, event_id: int, narrowing: Narrowing, *, now: datetime) -> Ledger:
    """The same to take away; the audit log keeps who did."""
    found = narrowed(kept(actor, event_id, now=now), narrowing)
    audit.note(actor, event_id, action="export", noun="marks", object_id=event_id)
    return found


def attended(event_id: int, person_id: int, *, now: datetime) -> tuple[Own, ...]:
    """The sessions that somebody attended, in order of time; the caller checks access."""
    sessions = _sessions(event_id)
    by_id = {session.id: session for session in sessions}
    entries = _entries(event_id, sessions, now=now, person_id=person_id)
    there = (Own(session=by_id[e.session_id], entry=e) for e in entries if e.there)
    return tuple(sorted(there, key=lambda own: (own.session.starts, own.session.code)))


def marks_of(actor: Actor, event_id: int, session_id: int) -> tuple[MarkRow, ...]:
    """Every mark of a session, those taken back too, the latest first."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.execute(
        sa.select(Mark, Person)
        .join(Person, Person.id == Mark.person_id)
        .where(Mark.event_id == event_id, Mark.session_id == session_id)
        .order_by(Mark.id.desc())
    )
    return tuple(read(MarkRow, mark, person=read(PersonFacts, person)) for mark, person in found)


def _ledger(event_id: int, session_id: int | None, now: datetime) -> Ledger:
    sessions = _sessions(event_id)
    accepted = db.session.scalars(
        sa.select(Credential.delegation_id).where(
            Credential.event_id == event_id, Credential.status == CredentialStatus.ACCEPTED
        )
    )
    return Ledger(
        sessions=sessions,
        parts=parts_of(event_id),
        people=_people(event_id),
        entries=_entries(event_id, sessions, now=now, session_id=session_id),
        accepted=frozenset(accepted),
    )


def parts_of(event_id: int) -> dict[int, Translated]:
    """The names of the parts, in the event's order."""
    found = db.session.execute(
        sa.select(Part.id, Part.name).filter_by(event_id=event_id).order_by(Part.position, Part.id)
    )
    return dict(found.all())


def counted(event_id: int) -> tuple[tuple[SessionFacts, ...], list[Sitting], list[DoorFacts]]:
    """The sessions of which attendance is kept, the same with their instants, and the doors."""
    sessions, zone = _sessions(event_id), one(Event, event_id).zone
    return sessions, _sittings(sessions, zone), _doors(event_id, zone)


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
        accepted=found.accepted,
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


def _sessions(event_id: int) -> tuple[SessionFacts, ...]:
    """Every session that is held; nobody's attendance of a break is kept."""
    rows = db.session.scalars(
        sa.select(Session)
        .filter_by(event_id=event_id, parked=False)
        .where(Session.kind != SessionKind.BREAK)
        .order_by(Session.starts, Session.code)
    )
    return tuple(read(SessionFacts, row) for row in rows)


def _entries(
    event_id: int,
    sessions: Iterable[SessionFacts],
    *,
    now: datetime,
    person_id: int | None = None,
    session_id: int | None = None,
) -> tuple[Attendance, ...]:
    """The ledger itself, of everybody or of one, of every session or of one."""
    zone = one(Event, event_id).zone
    return ledger(
        _sittings(sessions, zone),
        doors=_doors(event_id, zone),
        scans=_scans(event_id, person_id),
        joins=_joins(event_id, person_id, session_id),
        marks=_marks(event_id, person_id),
        now=now,
        of=session_id,
    )


def _sittings(sessions: Iterable[SessionFacts], zone: str) -> list[Sitting]:
    return [
        Sitting(
            id=session.id,
            part_id=session.part_id,
            starts_at=clock.utc(session.starts, zone),
            ends_at=clock.utc(session.ends, zone),
        )
        for session in sessions
    ]


def _doors(event_id: int, zone: str) -> list[DoorFacts]:
    rows = db.session.scalars(sa.select(Door).filter_by(event_id=event_id))
    return [
        DoorFacts(
            id=row.id,
            scope=row.scope,
            part_id=row.part_id,
            session_id=row.session_id,
            day=clock.utc(datetime.combine(row.day, datetime.min.time()), zone),
            day_ends=clock.utc(
                datetime.combine(row.day + timedelta(days=1), datetime.min.time()), zone
            ),
        )
        for row in rows
    ]


def _scans(event_id: int, person_id: int | None) -> list[ScanFacts]:
    """Only who was let through counts."""
    wanted = sa.select(Scan.key, Scan.person_id, Scan.door_id, Scan.at, Scan.direction).where(
        Scan.event_id == event_id, Scan.let_through, Scan.person_id.is_not(None)
    )
    if person_id is not None:
        wanted = wanted.where(Scan.person_id == person_id)
    return [
        ScanFacts(key=key, person_id=person or 0, door_id=door, at=at, direction=direction)
        for key, person, door, at, direction in db.session.execute(wanted)
    ]


def _joins(event_id: int, person_id: int | None, session_id: int | None) -> list[JoinFacts]:
    wanted = (
        sa.select(Join.session_id, Join.person_id, Join.at)
        .join(Session, Session.id == Join.session_id)
        .where(Session.event_id == event_id, Join.decision == Decision.ADMITTED)
    )
    if person_id is not None:
        wanted = wanted.where(Join.person_id == person_id)
    if session_id is not None:
        wanted = wanted.where(Join.session_id == session_id)
    return [
        JoinFacts(session_id=session, person_id=person, at=at)
        for session, person, at in db.session.execute(wanted)
    ]


def _marks(event_id: int, person_id: int | None) -> list[MarkFacts]:
    wanted = sa.select(Mark).filter_by(event_id=event_id)
    if person_id is not None:
        wanted = wanted.filter_by(person_id=person_id)
    return [read(MarkFacts, row) for row in db.session.scalars(wanted)]


def _people(event_id: int) -> dict[int, Seated]:
    """Everybody by name, in two queries."""
    found = db.session.execute(
        sa.select(Person, Category.name, Registration.delegation_id, Registration.status)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .outerjoin(Category, Category.id == Registration.category_id)
        .where(Person.event_id == event_id)
    )
    modes = _modes(event_id)
    rows = [
        Seated(
            person=read(PersonFacts, person),
            category=category or Translated(),
            delegation_id=delegation_id,
            approved=status is RegistrationStatus.APPROVED,
            modes=modes.get(person.id, {}),
        )
        for person, category, delegation_id, status in found
    ]
    return {row.person.id: row for row in sorted(rows, key=lambda row: row.person.sort_key)}


def _modes(event_id: int) -> Mapping[int, Mapping[int, Mode]]:
    """The mode of each part in which people approved hold a seat."""
    found = db.session.execute(
        sa.select(Registration.person_id, Seat.part_id, Seat.mode)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.status == RegistrationStatus.APPROVED,
            Seat.status == SeatStatus.HELD,
        )
    )
    modes: dict[int, dict[int, Mode]] = defaultdict(dict)
    for person_id, part_id, mode in found:
        modes[person_id][part_id] = mode
    return modes
