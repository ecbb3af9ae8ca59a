"""What doors, the gates of video rooms and marks say, as the ledger of attendance reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.checkin.ledger import (
    Attendance,
    DoorFacts,
    JoinFacts,
    MarkFacts,
    Sitting,
    ledger,
)
from forumapp.domain.checkin.scans import ScanFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.domain.video import Decision
from forumapp.models import Door, Event, Join, Mark, Part, Registration, Scan, Seat, Session
from forumapp.services.rows import read

HELD = (  # a seat counts that somebody approved holds
    Seat.registration_id == Registration.id,
    Seat.status == SeatStatus.HELD,
    Registration.status == RegistrationStatus.APPROVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session of which attendance is kept; `starts` and `ends` are wall times."""

    id: int
    code: str
    title: Translated
    part_id: int
    starts: datetime
    ends: datetime


def parts(event_id: int) -> dict[int, Translated]:
    """The names of the parts, in the event's order."""
    found = db.session.execute(
        sa.select(Part.id, Part.name).filter_by(event_id=event_id).order_by(Part.position, Part.id)
    )
    return dict(found.all())


def counted(event_id: int) -> tuple[tuple[SessionFacts, ...], list[Sitting], list[DoorFacts]]:
    """The sessions of which attendance is kept, the same with their instants, and the doors."""
    zone = db.session.scalars(sa.select(Event.zone).filter_by(id=event_id)).one()
    found = sessions(event_id)
    return found, _sittings(found, zone), _doors(event_id, zone)


def sessions(event_id: int) -> tuple[SessionFacts, ...]:
    """Every session that is held; nobody's attendance of a break is kept."""
    rows = db.session.execute(
        sa.select(*(getattr(Session, field.name) for field in fields(SessionFacts)))
        .where(Session.event_id == event_id, sa.not_(Session.parked))
        .where(Session.kind != SessionKind.BREAK)
        .order_by(Session.starts, Session.code)
    )
    return tuple(SessionFacts(**row) for row in rows.mappings())


def kept(
    event_id: int,
    *,
    now: datetime,
    people: Collection[int] | None = None,
    session_id: int | None = None,
) -> tuple[tuple[SessionFacts, ...], tuple[Attendance, ...]]:
    """Every session, and the ledger itself: of everybody or of some, of every session or of one."""
    found, sittings, doors = counted(event_id)
    return found, ledger(
        sittings,
        doors=doors,
        scans=_scans(event_id, people),
        joins=_joins(event_id, people, session_id),
        marks=_marks(event_id, people),
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
    rows = db.session.execute(
        sa.select(Door.id, Door.scope, Door.part_id, Door.session_id, Door.day).where(
            Door.event_id == event_id
        )
    )
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


def _scans(event_id: int, people: Collection[int] | None) -> list[ScanFacts]:
    """Only who was let through counts."""
    wanted = sa.select(Scan.key, Scan.person_id, Scan.door_id, Scan.at, Scan.direction).where(
        Scan.event_id == event_id, Scan.let_through, Scan.person_id.is_not(None)
    )
    if people is not None:
        wanted = wanted.where(Scan.person_id.in_(people))
    return [
        ScanFacts(key=key, person_id=person or 0, door_id=door, at=at, direction=direction)
        for key, person, door, at, direction in db.session.execute(wanted)
    ]


def _joins(
    event_id: int, people: Collection[int] | None, session_id: int | None
) -> list[JoinFacts]:
    wanted = (
        sa.select(Join.session_id, Join.person_id, Join.at)
        .join(Session, Session.id == Join.session_id)
        .where(Session.event_id == event_id, Join.decision == Decision.ADMITTED)
    )
    if people is not None:
        wanted = wanted.where(Join.person_id.in_(people))
    if session_id is not None:
        wanted = wanted.where(Join.session_id == session_id)
    return [
        JoinFacts(session_id=session, person_id=person, at=at)
        for session, person, at in db.session.execute(wanted)
    ]


def _marks(event_id: int, people: Collection[int] | None) -> list[MarkFacts]:
    wanted = sa.select(Mark).filter_by(event_id=event_id)
    if people is not None:
        wanted = wanted.where(Mark.person_id.in_(people))
    return [read(MarkFacts, row) for row in db.session.scalars(wanted)]
