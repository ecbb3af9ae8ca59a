"""When people can't take part, as they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.models import Person, Unavailability
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.rows import one, read, remove


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """From one wall time of the event's zone to another, and why."""

    id: int
    starts: datetime
    ends: datetime
    note: str


def absences(actor: Actor, event_id: int, person_id: int) -> tuple[AbsenceRow, ...]:
    """When a person can't take part, in order."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = db.session.scalars(
        sa.select(Unavailability)
        .filter_by(event_id=event_id, person_id=person_id)
        .order_by(Unavailability.starts, Unavailability.id)
    )
    return tuple(read(AbsenceRow, row) for row in found)


def add_absence(
    actor: Actor,
    event_id: int,
    person_id: int,
    *,
    starts: datetime,
    ends: datetime,
    note: str = "",
) -> int:
    """Write down when a person can't take part; Invalid `ends_before_start` or a note too long."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    one(Person, person_id, event_id=event_id, erased_at=None)
    checks = Checks({"note": note})
    cleaned = checks.line("note")
    if ends <= starts:
        checks.refuse("ends", "ends_before_start")
    checks.finish()
    added = Unavailability(
        event_id=event_id, person_id=person_id, starts=starts, ends=ends, note=cleaned
    )
    db.session.add(added)
    db.session.flush()
    return added.id


def remove_absence(actor: Actor, event_id: int, person_id: int, absence_id: int) -> None:
    """Strike one out; NotFound when it is none of this person's."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    remove(one(Unavailability, absence_id, event_id=event_id, person_id=person_id))
