"""Who interprets in a session, into which language, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.people import PersonFacts
from forumapp.models import Interpreter, Person, Session
from forumapp.services.access import require
from forumapp.services.events.checks import LANGUAGES, Checks
from forumapp.services.rows import one, read, remove

LONGEST = 24 * 60  # minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A shift at a booth, between wall times of the event's zone."""

    id: int
    person: PersonFacts
    language: str
    starts: datetime
    ends: datetime


def shifts(actor: Actor, event_id: int, session_id: int) -> tuple[ShiftRow, ...]:
    """The shifts of a session by language and time; in one query."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = db.session.execute(
        sa.select(Interpreter, Person, Session)
        .join(Person, Person.id == Interpreter.person_id)
        .join(Session, Session.id == Interpreter.session_id)
        .where(Session.event_id == event_id, Session.id == session_id)
        .order_by(Interpreter.language, Interpreter.after, Interpreter.id)
    )
    return tuple(_row(*pieces) for pieces in found)


def add_shift(
    actor: Actor,
    event_id: int,
    session_id: int,
    person_id: int,
    *,
    language: str,
    after: int = 0,
    minutes: int | None = None,
) -> int:
    """Have a person of the event interpret: so many minutes after the start, for so many minutes.

    Without `minutes` it is to the session's end. Raises Invalid `not_a_choice` (language),
    `out_of_range` and `after_the_end` (after).
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    session = one(Session, session_id, event_id=event_id)
    one(Person, person_id, event_id=event_id)
    checks = Checks({"after": after, "minutes": minutes})
    checks.number("after", least=0, most=LONGEST)
    checks.number("minutes", least=1, most=LONGEST)
    if language not in LANGUAGES:
        checks.refuse("language", "not_a_choice")
    if "after" not in checks.errors and session.starts + timedelta(minutes=after) >= session.ends:
        checks.refuse("after", "after_the_end")
    checks.finish()
    added = Interpreter(
        session_id=session_id,
        person_id=person_id,
        language=language,
        after=after,
        minutes=minutes,
    )
    db.session.add(added)
    db.session.flush()
    return added.id


def remove_shift(actor: Actor, event_id: int, session_id: int, shift_id: int) -> None:
    """Strike a shift out; NotFound when it is none of this session's."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    one(Session, session_id, event_id=event_id)
    remove(one(Interpreter, shift_id, session_id=session_id))


def _row(shift: Interpreter, person: Person, session: Session) -> ShiftRow:
    starts = session.starts + timedelta(minutes=shift.after)
    ends = session.ends
    if shift.minutes is not None:
        ends = min(ends, starts + timedelta(minutes=shift.minutes))
    return ShiftRow(
        id=shift.id,
        person=read(PersonFacts, person),
        language=shift.language,
        starts=starts,
        ends=ends,
    )
