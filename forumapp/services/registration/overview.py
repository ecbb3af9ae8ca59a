"""What the secretariat sees above the list: counts by status, seats by part, quotas; and one person
with all that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.registration import TAKEN, Quota, RegistrationStatus, SeatCount
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Delegation, Person, Registration, Seat
from forumapp.services.access import require
from forumapp.services.audit import AuditRow
from forumapp.services.registration.rows import RegistrationRow, rows, selection
from forumapp.services.registration.seats import count_seats
from forumapp.services.rows import read

HISTORY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationCount:
    """A delegation, how many are registered with it, and its people by mode against its quotas."""

    id: int
    country: str
    name: Translated
    people: int
    room: Quota
    online: Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts of an event's registrations, of which `erased` have no name any more. `seats` are in
    the order of the parts.
    """

    by_status: Mapping[RegistrationStatus, int]
    erased: int
    seats: tuple[SeatCount, ...]
    delegations: tuple[DelegationCount, ...]

    @property
    def count(self) -> int:
        return sum(self.by_status.values())

    @property
    def waiting(self) -> int:
        return sum(count.waiting for count in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One registration and its history, latest first."""

    registration: RegistrationRow
    history: tuple[AuditRow, ...]


def overview(actor: Actor, event_id: int) -> Overview:
    """Every count of an event, in a constant number of queries."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    statuses = db.session.execute(
        sa.select(Registration.status, sa.func.count())
        .filter_by(event_id=event_id)
        .group_by(Registration.status)
    )
    counted = dict(statuses.all())
    erased = (
        sa.select(sa.func.count(Registration.id))
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Person.erased_at.is_not(None))
    )
    return Overview(
        erased=db.session.scalar(erased) or 0,
        by_status={status: counted.get(status, 0) for status in RegistrationStatus},
        seats=count_seats(event_id),
        delegations=_delegations(event_id),
    )


def _delegations(event_id: int) -> tuple[DelegationCount, ...]:
    people = _people(event_id)
    in_mode = _people_in_mode(event_id)

    def quota(row: Delegation, mode: Mode, limit: int | None) -> Quota:
        return Quota(mode=mode, limit=limit, held=in_mode.get((row.id, mode), 0))

    found = db.session.scalars(
        sa.select(Delegation).filter_by(event_id=event_id).order_by(Delegation.id)
    )
    return tuple(
        read(
            DelegationCount,
            row,
            people=people.get(row.id, 0),
            room=quota(row, Mode.ROOM, row.quota_room),
            online=quota(row, Mode.ONLINE, row.quota_online),
        )
        for row in found
    )


def _people(event_id: int) -> dict[int, int]:
    active = [status for status in RegistrationStatus if status.active]
    found = db.session.execute(
        sa.select(Registration.delegation_id, sa.func.count())
        .where(
            Registration.event_id == event_id,
            Registration.delegation_id.is_not(None),
            Registration.status.in_(active),
        )
        .group_by(Registration.delegation_id)
    )
    return {key: number for key, number in found if key is not None}


def _people_in_mode(event_id: int) -> dict[tuple[int, Mode], int]:
    found = db.session.execute(
        sa.select(
            Registration.delegation_id,
            Seat.mode,
            sa.func.count(sa.distinct(Seat.registration_id)),
        )
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.delegation_id.is_not(None),
            Seat.status.in_(TAKEN),
        )
        .group_by(Registration.delegation_id, Seat.mode)
    )
    return {(key, mode): number for key, mode, number in found if key is not None}


def participant(actor: Actor, event_id: int, registration_id: int) -> Participant:
    """One registration with everything in it; NotFound when it isn't the event's."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = rows(
        selection().where(
            Registration.id == registration_id,
            Registration.event_id == event_id,
            Person.erased_at.is_(None),
        )
    )
    if not found:
        raise NotFound
    return Participant(registration=found[0], history=_history(found[0]))


def _history(row: RegistrationRow) -> tuple[AuditRow, ...]:
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.event_id == row.event_id,
            sa.or_(
                sa.and_(AuditEntry.noun == "registrations", AuditEntry.object_id == row.id),
                sa.and_(AuditEntry.noun == "people", AuditEntry.object_id == row.person_id),
            ),
        )
        .order_by(AuditEntry.id.desc())
        .limit(HISTORY)
    )
    return tuple(read(AuditRow, entry) for entry in entries)
