"""Delegations and their members as frozen rows, in the order of protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.delegations import (
    CAPACITY_RANK,
    Capacity,
    DelegationCategory,
    DelegationFacts,
    Ordering,
)
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.i18n.countries import country_name
from forumapp.i18n.delegations import arranged
from forumapp.models import Delegation, Part, PartQuota, Person, Registration, Seat
from forumapp.services.rows import read

ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """A delegation: of the state `country`, or of the organisation `name`. Quota None: no limit."""

    id: int
    version: int
    position: int
    category: DelegationCategory
    country: str
    name: Translated
    hosting: bool
    quota_room: int | None
    quota_online: int | None
    focal_name: str
    focal_email: str
    focal_locale: str
    invited_at: datetime | None
    nominations_close_at: datetime | None
    lot: int | None
    bounced_email: str

    @property
    def returned(self) -> bool:
        """Whether mails to the focal point's address came back."""
        return bool(self.focal_email) and self.focal_email == self.bounced_email

    def printed(self, locale: str) -> str:
        """What the delegation is called."""
        return country_name(self.country, locale) if self.country else self.name.pick(locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeCount:
    """People of a delegation in one mode. `quota` None means without limit."""

    mode: Mode
    held: int
    waiting: int
    quota: int | None

    @property
    def over(self) -> bool:
        return self.quota is not None and self.held > self.quota


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How many a delegation has, and who leads it; shown to those who may read registrations."""

    people: int = 0
    pending: int = 0
    head: PersonFacts | None = None
    modes: tuple[ModeCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member of a delegation by their registration; `id` and `version` are the registration's."""

    id: int
    version: int
    position: int
    capacity: Capacity
    status: RegistrationStatus
    person: PersonFacts
    modes: frozenset[Mode] = field(default_factory=frozenset)


def in_order(rows: Iterable[Delegation], event: Ordering) -> tuple[DelegationRow, ...]:
    """States in the event's order, then organisations."""
    by_id = {row.id: row for row in rows}
    ordered = arranged((read(DelegationFacts, row) for row in by_id.values()), event)
    return tuple(read(DelegationRow, by_id[facts.id]) for facts in ordered)


def strengths(event_id: int, rows: Sequence[DelegationRow]) -> dict[int, Strength]:
    """The strength of every delegation of the event, in three queries."""
    people = _people(event_id)
    heads = _heads(event_id)
    seats = _seats(event_id)
    return {
        row.id: Strength(
            people=sum(people.get(row.id, {}).values()),
            pending=people.get(row.id, {}).get(RegistrationStatus.PENDING, 0),
            head=heads.get(row.id),
            modes=tuple(
                ModeCount(
                    mode=mode,
                    held=seats.get((row.id, mode, SeatStatus.HELD), 0),
                    waiting=seats.get((row.id, mode, SeatStatus.WAITING), 0),
                    quota=quota,
                )
                for mode, quota in ((Mode.ROOM, row.quota_room), (Mode.ONLINE, row.quota_online))
            ),
        )
        for row in rows
    }


def members_of(delegation_id: int) -> tuple[MemberRow, ...]:
    """Head first, then by capacity, the order inside it, and name. Two queries."""
    found = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.delegation_id == delegation_id, Registration.status.in_(ACTIVE))
    ).all()
    modes = _modes(delegation_id)
    rows = [
        read(
            MemberRow,
            registration,
            person=read(PersonFacts, person),
            modes=frozenset(modes.get(registration.id, ())),
        )
        for registration, person in found
    ]
    return tuple(sorted(rows, key=_precedence))


def part_limits(delegation_id: int) -> tuple[tuple[Translated, Mode, int], ...]:
    """How many of a delegation may take part in single parts, where that is limited."""
    found = db.session.execute(
        sa.select(Part.name, PartQuota.mode, PartQuota.seats)
        .join(Part, Part.id == PartQuota.part_id)
        .where(PartQuota.delegation_id == delegation_id)
        .order_by(Part.position, Part.id, PartQuota.mode.desc())
    )
    return tuple((name, mode, seats) for name, mode, seats in found)


def _precedence(member: MemberRow) -> tuple[int, int, str, int]:
    rank = CAPACITY_RANK[member.capacity]
    return rank, member.position, member.person.sort_key, member.id


def _people(event_id: int) -> dict[int, dict[RegistrationStatus, int]]:
    found = db.session.execute(
        sa.select(Registration.delegation_id, Registration.status, sa.func.count())
        .where(
            Registration.event_id == event_id,
            Registration.delegation_id.is_not(None),
            Registration.status.in_(ACTIVE),
        )
        .group_by(Registration.delegation_id, Registration.status)
    )
    counts: dict[int, dict[RegistrationStatus, int]] = {}
    for delegation_id, status, number in found:
        counts.setdefault(delegation_id or 0, {})[status] = number
    return counts


def _heads(event_id: int) -> dict[int, PersonFacts]:
    found = db.session.execute(
        sa.select(Registration.delegation_id, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event_id,
            Registration.capacity == Capacity.HEAD,
            Registration.status.in_(ACTIVE),
            Registration.delegation_id.is_not(None),
        )
        .order_by(Registration.position.desc(), Registration.id.desc())
    )
    return {delegation_id or 0: read(PersonFacts, person) for delegation_id, person in found}


def _seats(event_id: int) -> dict[tuple[int, Mode, SeatStatus], int]:
    found = db.session.execute(
        sa.select(
            Registration.delegation_id,
            Seat.mode,
            Seat.status,
            sa.func.count(sa.distinct(Registration.id)),
        )
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.delegation_id.is_not(None),
            Registration.status.in_(ACTIVE),
            Seat.status != SeatStatus.RELEASED,
        )
        .group_by(Registration.delegation_id, Seat.mode, Seat.status)
    )
    return {(delegation or 0, mode, status): number for delegation, mode, status, number in found}


def _modes(delegation_id: int) -> dict[int, set[Mode]]:
    found = db.session.execute(
        sa.select(Seat.registration_id, Seat.mode)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(Registration.delegation_id == delegation_id, Seat.status != SeatStatus.RELEASED)
    )
    modes: dict[int, set[Mode]] = {}
    for registration_id, mode in found:
        modes.setdefault(registration_id, set()).add(mode)
    return modes
