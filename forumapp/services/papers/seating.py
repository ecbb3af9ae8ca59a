"""The seating plan: made by the order of countries, moved by hand, led back to the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, insert_once, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.papers import ParticipantsList
from forumapp.domain.papers.seating import (
    MOST_SEATS,
    MOST_TABLES,
    Move,
    Seating,
    SeatingPlan,
    Spot,
    Table,
    arranged,
)
from forumapp.domain.proceedings import ListedDelegation
from forumapp.domain.text import one_line
from forumapp.models import Registration, SeatingMove
from forumapp.models import SeatingPlan as PlanRow
from forumapp.services.access import require
from forumapp.services.papers.delegations import in_the_room

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan, and the version that a change has to name."""

    facts: SeatingPlan
    version: int


def plan(actor: Actor, event_id: int) -> Plan:
    """The plan as the tables have it now, six tables in a row where nobody chose otherwise."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    row = _row(event_id)
    seating = Seating(tables=row.tables, seats=row.seats) if row else Seating()
    return Plan(facts=of_layout(event_id, seating), version=row.version if row else 0)


def of_layout(event_id: int, seating: Seating) -> SeatingPlan:
    """The plan in rows of this width; whoever was moved sits where that still is a place."""
    found = in_the_room(event_id)
    rows = arranged(seating, _numbered(event_id, found), _moves(event_id))
    return SeatingPlan(event=found.event, seating=seating, rows=rows)


def resize(actor: Actor, event_id: int, seating: Seating, *, version: int) -> None:
    """Set how wide a row is and how many seats a table has. Raises Invalid, and Conflict."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    for name, number, most in (
        ("tables", seating.tables, MOST_TABLES),
        ("seats", seating.seats, MOST_SEATS),
    ):
        if not 1 <= number <= most:
            raise Invalid({name: "out_of_range"}, {"least": 1, "most": most})
    row = _to_change(event_id, version)
    row.tables, row.seats = seating.tables, seating.seats
    db.session.flush()


def move(
    actor: Actor,
    event_id: int,
    delegation_id: int,
    spot: Spot,
    *,
    reason: str,
    version: int,
    now: datetime,
) -> None:
    """Give a delegation a table by hand; who had it by hand takes the one that becomes free.

    Raises Conflict `changed` when somebody changed the plan since `version`, NotFound for a place
    that there isn't, Invalid `reason` for one that is too long.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    row, reason = _to_change(event_id, version), one_line(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": "too_many_characters"}, {"longest": LONGEST_REASON})
    facts = of_layout(event_id, Seating(tables=row.tables, seats=row.seats))
    table = _table(facts, delegation_id)
    if not (1 <= spot.place <= row.tables and 1 <= spot.row <= len(facts.rows) + 1):
        raise NotFound
    other = next((one for one in facts.by_hand if one.spot == spot and one.id != table.id), None)
    if other is not None and other.move is not None:
        _put(row, other.id, table.spot, other.move.reason, other.move.moved_by, now)
    _put(row, table.id, spot, reason, actor.name, now)
    _is_changed(row)


def back(actor: Actor, event_id: int, delegation_id: int | None, *, version: int) -> None:
    """Lead one delegation, or with None every one, back to the order of countries."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    row = _to_change(event_id, version)
    wanted = sa.select(SeatingMove).filter_by(plan_id=row.id)
    if delegation_id is not None:
        wanted = wanted.filter_by(delegation_id=delegation_id)
    moves = db.session.scalars(wanted).all()
    if not moves:
        raise NotFound
    for found in moves:
        db.session.delete(found)
    _is_changed(row)


def _to_change(event_id: int, version: int) -> PlanRow:
    """The plan's row, held until the transaction ends; Conflict `changed` for an old version."""
    usual = Seating()
    insert_once(PlanRow, event_id=event_id, version=0, tables=usual.tables, seats=usual.seats)
    found = db.session.scalars(sa.select(PlanRow).filter_by(event_id=event_id)).one()
    lock(PlanRow, found.id)
    db.session.refresh(found)
    if found.version != version:
        raise Conflict("changed")
    return found


def _is_changed(row: PlanRow) -> None:
    """Have the version go up with what hangs on the plan, as with the plan itself."""
    db.session.flush()
    newer = sa.update(PlanRow).filter_by(id=row.id).values(version=PlanRow.version + 1)
    db.session.execute(newer)
    db.session.expire(row)


def _row(event_id: int) -> PlanRow | None:
    return db.session.scalar(sa.select(PlanRow).filter_by(event_id=event_id))


def _moves(event_id: int) -> dict[int, Move]:
    found = db.session.scalars(
        sa.select(SeatingMove).join(PlanRow).where(PlanRow.event_id == event_id)
    )
    return {
        row.delegation_id: Move(
            spot=Spot(row.row, row.place), reason=row.reason, moved_by=row.moved_by
        )
        for row in found
    }


def _numbered(event_id: int, found: ParticipantsList) -> Sequence[tuple[int, ListedDelegation]]:
    """The delegations with their numbers, which a list of participants doesn't have."""
    of_person: dict[int, Any] = dict(
        db.session.execute(
            sa.select(Registration.person_id, Registration.delegation_id).where(
                Registration.event_id == event_id, Registration.delegation_id.is_not(None)
            )
        ).all()
    )
    return [(of_person[one.participants[0].person.id], one) for one in found.delegations]


def _table(facts: SeatingPlan, delegation_id: int) -> Table:
    for table in facts.tables:
        if table.id == delegation_id:
            return table
    raise NotFound


def _put(
    row: PlanRow, delegation_id: int, spot: Spot, reason: str, moved_by: str, now: datetime
) -> None:
    found = db.session.scalar(sa.select(SeatingMove).filter_by(delegation_id=delegation_id))
    if found is None:
        found = SeatingMove(plan_id=row.id, delegation_id=delegation_id)
        db.session.add(found)
    found.row, found.place = spot.row, spot.place
    found.reason, found.moved_by, found.moved_at = reason, moved_by, now
    db.session.flush()
