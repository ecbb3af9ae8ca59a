"""A participant's own registration: reading, editing and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound, RegistrationClosed
from forumapp.domain.events import Mode, modes
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Details, SeatStatus
from forumapp.models import Category, Event, Person, Registration, Seat
from forumapp.services.access import act_as, require
from forumapp.services.events import EventRow
from forumapp.services.registration import promotion
from forumapp.services.registration.changes import check_version, rewrite, seats_of, withdraw
from forumapp.services.registration.notices import tell
from forumapp.services.registration.register import check_parts
from forumapp.services.registration.rows import RegistrationRow, hold, rows, selection
from forumapp.services.registration.wishes import change_parts
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRegistration:
    """What a participant sees of their registration.

    `places` says where in the waiting list of a part the person stands, counted from 1.
    """

    event: EventRow
    registration: RegistrationRow
    places: Mapping[int, int]

    def may_change(self, *, now: datetime) -> bool:
        """Whether the person may still edit or withdraw."""
        return self.registration.status.active and self.event.changes_open(now=now)


_OWN = selection().where(Registration.person_id == sa.bindparam("person_id"))


def own(actor: Actor) -> OwnRegistration:
    """The registration of the acting participant; NotFound for a person without one."""
    require(actor, Action.OWN_PARTICIPATION)
    found = rows(_OWN, person_id=actor.person_id)
    if not found:
        raise NotFound
    event = db.session.get_one(Event, found[0].event_id)
    return OwnRegistration(
        event=read(EventRow, event), registration=found[0], places=_places(found[0])
    )


def edit_own(
    actor: Actor, *, details: Details, parts: Mapping[int, Mode], version: int, now: datetime
) -> None:
    """Change one's details and the parts and modes one takes part in, until the deadline.

    Category and delegation are the secretariat's to change. A part left out gives its seat back; a
    new one may end on the waiting list; a seat held is not given up for a mode that is full.
    Raises RegistrationClosed, Conflict `not_active`, Stale, or Invalid `registered_already`
    (email), `none`, `not_a_choice`, `not_offered`, `full` (parts).
    """
    registration, person, event = _mine(actor, now=now)
    check_parts(parts, modes(event.format))
    check_version(registration, person, details, version=version)
    moved = change_parts(registration, parts, now=now)
    rewritten = rewrite(registration, person, details, now=now)
    if moved:
        registration.sequence += 1
        seats = seats_of(registration)
        tell(MailKind.MODE_CHANGED, registration, person, seats=seats, now=now)
    elif "email" in rewritten:
        tell(MailKind.LINK_AGAIN, registration, person, now=now)
    db.session.flush()
    if moved:
        promotion.ask(registration.event_id, now=now)


def withdraw_own(actor: Actor, *, now: datetime) -> None:
    """Withdraw one's registration and give every seat back, until the deadline.

    Raises RegistrationClosed, or Conflict `not_active`.
    """
    registration, person, _event = _mine(actor, now=now)
    withdraw(registration, person, now=now)
    promotion.ask(registration.event_id, now=now)


def _mine(actor: Actor, *, now: datetime) -> tuple[Registration, Person, EventRow]:
    """What the acting participant may change now, held until the transaction ends."""
    require(actor, Action.OWN_PARTICIPATION)
    key = db.session.scalar(sa.select(Registration.id).filter_by(person_id=actor.person_id))
    if key is None:
        raise NotFound
    registration, person = hold(key)
    act_as(actor, event_id=registration.event_id)
    event = read(EventRow, db.session.get_one(Event, registration.event_id))
    if not event.changes_open(now=now):
        raise RegistrationClosed
    if not registration.status.active:
        raise Conflict("not_active")
    return registration, person, event


def _places(row: RegistrationRow) -> dict[int, int]:
    """Part to place in its waiting list."""
    waiting = [seat.part_id for seat in row.seats if seat.status is SeatStatus.WAITING]
    if not waiting:
        return {}
    place = sa.func.row_number().over(
        partition_by=(Seat.part_id, Seat.mode),
        order_by=(Seat.by_hand, Category.priority, Seat.asked_at, Seat.id),
    )
    queue = (
        sa.select(Seat.registration_id, Seat.part_id, place.label("place"))
        .join(Registration, Registration.id == Seat.registration_id)
        .join(Category, Category.id == Registration.category_id)
        .where(Seat.part_id.in_(waiting), Seat.status == SeatStatus.WAITING)
        .subquery()
    )
    found: Any = db.session.execute(
        sa.select(queue.c.part_id, queue.c.place).where(queue.c.registration_id == row.id)
    )
    return dict(found.all())
