"""Registrations as frozen rows: one shape for a list, a page, the person's own and an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import Origin, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Category, Delegation, Part, Person, Registration, Seat
from forumapp.services.rows import read

AT_ONCE = 500  # seats are read for so many registrations in one query


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A registration's place in one part."""

    part_id: int
    part: Translated
    mode: Mode
    status: SeatStatus
    asked_at: datetime
    offered_until: datetime | None
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRow:
    """A registration with its person. `version` rises with every change of either.

    `delegation_country` and `delegation_name` are empty without a delegation; `superseded` when the
    person, having withdrawn or been refused, registered anew; `returned` when mails to their
    address came back.
    """

    id: int
    version: int
    event_id: int
    person_id: int
    person: PersonFacts
    email: str
    returned: bool
    phone: str
    locale: str
    category_id: int
    category: Translated
    delegation_id: int | None
    delegation_country: str
    delegation_name: Translated
    capacity: Capacity
    position: int
    status: RegistrationStatus
    origin: Origin
    reason: str
    seats: tuple[SeatRow, ...]
    access_needs: str
    dietary_needs: str
    listed: bool
    sequence: int
    superseded: bool
    created_at: datetime
    decided_at: datetime | None

    @property
    def active_seats(self) -> tuple[SeatRow, ...]:
        """Seats held or waited for."""
        return tuple(seat for seat in self.seats if seat.status is not SeatStatus.RELEASED)

    @property
    def parts(self) -> dict[int, Mode]:
        """The mode asked for in each part."""
        return {seat.part_id: seat.mode for seat in self.active_seats}


Selection = sa.Select[Registration, Person, Translated, str, Translated]


def selection() -> Selection:
    """What `rows` reads; narrow and order it as needed."""
    return (
        sa.select(Registration, Person, Category.name, Delegation.country, Delegation.name)
        .join(Person, Person.id == Registration.person_id)
        .join(Category, Category.id == Registration.category_id)
        .outerjoin(Delegation, Delegation.id == Registration.delegation_id)
    )


def rows(statement: Selection, **bound: Any) -> tuple[RegistrationRow, ...]:
    """The rows of a narrowed `selection`, their seats read in one more query."""
    found = db.session.execute(statement, bound).all()
    seats = _seats([registration.id for registration, *_ in found])
    return tuple(
        read(
            RegistrationRow,
            registration,
            version=version_of(registration, person),
            person=read(PersonFacts, person),
            email=person.email,
            returned=bool(person.email) and person.email == person.bounced_email,
            phone=person.phone,
            locale=person.locale,
            category=category,
            delegation_country=country or "",
            delegation_name=name or Translated(),
            seats=tuple(seats.get(registration.id, ())),
            superseded=is_superseded(registration),
        )
        for registration, person, category, country, name in found
    )


def hold(registration_id: int, **where: Any) -> tuple[Registration, Person]:
    """A registration and its person as they are now, held until the transaction ends.

    Raises NotFound where these values aren't the registration's, and once the person is erased.
    """
    lock(Registration, registration_id)
    found = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id == registration_id, Person.erased_at.is_(None))
        .where(*(getattr(Registration, name) == value for name, value in where.items()))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def version_of(registration: Registration, person: Person) -> int:
    """One version for both: each only rises, so their sum does at every change."""
    return registration.version + person.version


def supersede(registration: Registration) -> None:
    """Let someone who withdrew or was refused register anew; this registration stays as it was."""
    registration.same_as = f"{registration.same_as} until {registration.id}"


def is_superseded(registration: Registration) -> bool:
    return " until " in registration.same_as


_SEATS = (
    sa.select(Seat, Part.name)
    .join(Part, Part.id == Seat.part_id)
    .where(Seat.registration_id.in_(sa.bindparam("registration_ids", expanding=True)))
    .order_by(Seat.registration_id, Part.position, Part.id)
)


def _seats(registration_ids: Sequence[int]) -> dict[int, list[SeatRow]]:
    seats: dict[int, list[SeatRow]] = {}
    for first in range(0, len(registration_ids), AT_ONCE):
        these = registration_ids[first : first + AT_ONCE]
        found = db.session.execute(_SEATS, {"registration_ids": these})
        for seat, part in found:
            seats.setdefault(seat.registration_id, []).append(read(SeatRow, seat, part=part))
    return seats
