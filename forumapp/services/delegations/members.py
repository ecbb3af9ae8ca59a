"""The people of one delegation: who leads it, and in what order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Invalid, Stale
from forumapp.models import Delegation, Registration
from forumapp.services.access import require
from forumapp.services.delegations.rows import ACTIVE, MemberRow, members_of
from forumapp.services.order import moved
from forumapp.services.rows import one


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChange:
    """The capacity a member shall have, and the version of the registration that was seen."""

    capacity: Capacity
    version: int


def members(actor: Actor, event_id: int, delegation_id: int) -> tuple[MemberRow, ...]:
    """The members whose registration stands, head first."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    one(Delegation, delegation_id, event_id=event_id)
    return members_of(delegation_id)


def set_capacities(
    actor: Actor, event_id: int, delegation_id: int, changes: Mapping[int, CapacityChange]
) -> None:
    """Give members, by the number of their registration, their capacities.

    Raises Invalid `one_head` where there would be two heads, and Stale where somebody else changed
    a registration; the fields of both are named by the registrations' numbers.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    one(Delegation, delegation_id, event_id=event_id)
    change_capacities(delegation_id, changes)


def change_capacities(delegation_id: int, changes: Mapping[int, CapacityChange]) -> None:
    """The same, for whoever may."""
    lock(Delegation, delegation_id)
    rows = {row.id: row for row in _registrations(delegation_id)}
    wanted = {key: change for key, change in changes.items() if key in rows}
    _check_versions(rows, wanted)
    for key, change in wanted.items():
        if rows[key].capacity is not change.capacity:
            last = max(
                (r.position for r in rows.values() if r.capacity is change.capacity), default=0
            )
            rows[key].capacity, rows[key].position = change.capacity, last + 1
    heads = [key for key, row in rows.items() if row.capacity is Capacity.HEAD]
    if len(heads) > 1:
        raise Invalid({str(key): "two_heads" for key in heads})
    db.session.flush()


def _check_versions(rows: Mapping[int, Registration], wanted: Mapping[int, CapacityChange]) -> None:
    stale = {
        key: change
        for key, change in wanted.items()
        if rows[key].version != change.version and rows[key].capacity is not change.capacity
    }
    if stale:
        raise Stale(
            yours={str(key): change.capacity for key, change in stale.items()},
            theirs={str(key): rows[key].capacity for key in stale},
            version=0,
        )


def move_member(
    actor: Actor, event_id: int, delegation_id: int, registration_id: int, *, down: bool
) -> None:
    """Change places with the neighbour of the same capacity."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    one(Registration, registration_id, event_id=event_id, delegation_id=delegation_id)
    move_among(delegation_id, registration_id, down=down)


def move_among(delegation_id: int, registration_id: int, *, down: bool) -> None:
    """The same, for whoever may."""
    lock(Delegation, delegation_id)
    rows = {row.id: row for row in _registrations(delegation_id)}
    ordered = members_of(delegation_id)
    capacity = next((m.capacity for m in ordered if m.id == registration_id), None)
    group = [member for member in ordered if member.capacity is capacity]
    for position, member in enumerate(moved(group, registration_id, down=down), 1):
        if rows[member.id].position != position:
            rows[member.id].position = position
    db.session.flush()


def next_position(delegation_id: int, registration_id: int, capacity: Capacity) -> int:
    """The place after everybody else of this capacity."""
    others = (
        row.position
        for row in _registrations(delegation_id)
        if row.capacity is capacity and row.id != registration_id
    )
    return max(others, default=0) + 1


def _registrations(delegation_id: int) -> list[Registration]:
    return list(
        db.session.scalars(
            sa.select(Registration)
            .filter_by(delegation_id=delegation_id)
            .where(Registration.status.in_(ACTIVE))
            .order_by(Registration.id)
        )
    )
