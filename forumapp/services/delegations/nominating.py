"""What a focal point does with their delegation until the deadline. A nomination is a registration.

Each raises RegistrationClosed after the deadline, and NotFound for anybody else's nominee.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forumapp.db import db, lock
from forumapp.domain.access import Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Conflict, Invalid, RegistrationClosed
from forumapp.domain.events import Mode, modes
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Details, Origin, Outcome, Wish
from forumapp.models import Delegation, Event, Person, Registration, Substitution
from forumapp.services.delegations.deadlines import is_open
from forumapp.services.delegations.members import (
    CapacityChange,
    change_capacities,
    move_among,
    next_position,
)
from forumapp.services.delegations.own import mine
from forumapp.services.registration import promotion
from forumapp.services.registration.changes import check_version, rewrite, seats_of, withdraw
from forumapp.services.registration.heads import check_head
from forumapp.services.registration.notices import tell
from forumapp.services.registration.register import Received, check_parts, nominated, substituted
from forumapp.services.registration.rows import hold
from forumapp.services.registration.wishes import change_parts
from forumapp.services.rows import one


def nominate(
    actor: Actor,
    *,
    details: Details,
    category_id: int,
    parts: Mapping[int, Mode],
    capacity: Capacity,
    key: str,
    now: datetime,
) -> Received:
    """Enter somebody; the same form twice, or the same person, enters nobody again.

    Raises Invalid `not_a_choice`, `none`, `not_offered` (category, parts), `two_heads` (capacity)
    and `registered_already` (email) for somebody registered outside the delegation.
    """
    event, delegation = opened(actor, now=now)
    wish = Wish(
        category_id=category_id,
        delegation_id=delegation.id,
        parts=parts,
        capacity=capacity,
        origin=Origin.FOCAL_POINT,
    )
    done = nominated(event.id, details=details, wish=wish, key=key, now=now)
    row = db.session.get_one(Registration, done.registration_id)
    if row.delegation_id != delegation.id:
        raise Invalid({"email": "registered_already"})
    if done.outcome is Outcome.NEW:
        _place(row, capacity)
    return done


def change(
    actor: Actor,
    registration_id: int,
    *,
    details: Details,
    parts: Mapping[int, Mode],
    capacity: Capacity,
    version: int,
    now: datetime,
) -> None:
    """Save what a nominee's form says.

    Raises Stale, Conflict `not_active`, and Invalid as `nominate` does, or `full` (parts).
    """
    event, _delegation = opened(actor, now=now)
    row, person = _nominee(actor, registration_id)
    check_parts(parts, modes(event.format))
    check_version(row, person, details, version=version)
    moved = change_parts(row, parts, now=now)
    rewritten = rewrite(row, person, details, now=now)
    if capacity is not row.capacity:
        _place(row, capacity)
    if moved:
        row.sequence += 1
        tell(MailKind.MODE_CHANGED, row, person, seats=seats_of(row), now=now)
    elif "email" in rewritten:
        tell(MailKind.LINK_AGAIN, row, person, now=now)
    db.session.flush()
    if moved:
        promotion.ask(row.event_id, now=now)


def withdraw_nominee(actor: Actor, registration_id: int, *, now: datetime) -> None:
    """Take a nomination back; its seats go to those who wait. Conflict `not_active`."""
    opened(actor, now=now)
    row, person = _nominee(actor, registration_id)
    withdraw(row, person, now=now)
    promotion.ask(row.event_id, now=now)


def substitute(
    actor: Actor, registration_id: int, *, details: Details, key: str, now: datetime
) -> Received:
    """Put somebody in a nominee's place: with their seats, capacity and place in the order.

    Raises Conflict `not_active`, and Invalid `registered_already` (email).
    """
    event, delegation = opened(actor, now=now)
    row, person = _nominee(actor, registration_id)
    wish = Wish(
        category_id=row.category_id,
        delegation_id=delegation.id,
        capacity=row.capacity,
        origin=Origin.FOCAL_POINT,
    )
    done = substituted(event.id, row, details=details, wish=wish, key=key, now=now)
    substitute_row = db.session.get_one(Registration, done.registration_id)
    substitute_row.position = row.position
    db.session.add(
        Substitution(registration_id=done.registration_id, replaced_id=row.id, made_at=now)
    )
    withdraw(row, person, now=now)
    return done


def set_own_capacities(
    actor: Actor, changes: Mapping[int, CapacityChange], *, now: datetime
) -> None:
    """Give nominees their capacities; Invalid `two_heads` and Stale as for the secretariat."""
    _event, delegation = opened(actor, now=now)
    change_capacities(delegation.id, changes)


def move_nominee(actor: Actor, registration_id: int, *, down: bool, now: datetime) -> None:
    """Change places with the neighbour of the same capacity."""
    _event, delegation = opened(actor, now=now)
    one(Registration, registration_id, delegation_id=delegation.id)
    move_among(delegation.id, registration_id, down=down)


def opened(actor: Actor, *, now: datetime) -> tuple[Event, Delegation]:
    """The focal point's event and delegation, while they may be changed.

    Nothing is locked here: registrations are locked first, then parts, delegations last.
    """
    event, delegation = mine(actor)
    if not is_open(event, delegation, now=now):
        raise RegistrationClosed
    return event, delegation


def _nominee(actor: Actor, registration_id: int) -> tuple[Registration, Person]:
    row, person = hold(registration_id, delegation_id=actor.delegation_id)
    if not row.status.active:
        raise Conflict("not_active")
    return row, person


def _place(row: Registration, capacity: Capacity) -> None:
    """Set the capacity, at the end of those who have the same."""
    assert row.delegation_id is not None
    lock(Delegation, row.delegation_id)
    check_head(row.delegation_id, row.id, capacity)
    row.position = next_position(row.delegation_id, row.id, capacity)
    row.capacity = capacity
    db.session.flush()
