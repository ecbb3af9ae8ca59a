"""The secretary's own marks: each is added, none is changed, and the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.errors import Invalid
from forumapp.domain.people import PersonFacts
from forumapp.domain.text import one_line
from forumapp.models import Mark, Person, Session
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.rows import one, read

LONGEST_REASON = 300
LONGEST = 24 * 60  # minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark as it was made."""

    person: PersonFacts
    kind: MarkKind
    minutes: int | None
    reason: str
    made_by: str
    made_at: datetime


def mark(
    actor: Actor, event_id: int, session_id: int, values: Mapping[str, Any], *, now: datetime
) -> int:
    """Mark that somebody was in the room, online or absent, or take the mark before back.

    `values` are `person_id`, `kind`, `minutes` (None: all of the session) and a `reason`, which a
    mark has to have. Raises Invalid.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    session = one(Session, session_id, event_id=event_id)
    kind, reason = MarkKind(values["kind"]), one_line(values.get("reason") or "")
    person, minutes = _person(event_id, values.get("person_id")), values.get("minutes")
    _check(reason, minutes)
    row = Mark(
        event_id=event_id,
        session_id=session.id,
        person_id=person.id,
        kind=kind,
        minutes=minutes if kind in (MarkKind.ROOM, MarkKind.ONLINE) else None,
        reason=reason,
        made_by=actor.name,
        made_at=now,
    )
    db.session.add(row)
    db.session.flush()
    after = {"person_id": person.id, "session_id": session.id, "kind": kind, "minutes": row.minutes}
    audit.note(
        actor,
        event_id,
        action="mark",
        noun="marks",
        object_id=row.id,
        after={**after, "reason": reason},
    )
    return row.id


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


def _person(event_id: int, person_id: int | None) -> Person:
    if person_id is None:
        raise Invalid({"person_id": "required"})
    return one(Person, person_id, event_id=event_id)


def _check(reason: str, minutes: int | None) -> None:
    errors = {}
    if not reason:
        errors["reason"] = "required"
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = "too_many_characters"
    if minutes is not None and not 0 <= minutes <= LONGEST:
        errors["minutes"] = "out_of_range"
    if errors:
        raise Invalid(errors, {"least": 0, "most": LONGEST, "longest": LONGEST_REASON})
