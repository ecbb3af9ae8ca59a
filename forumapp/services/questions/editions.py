"""The editions of an event's form: the draft is edited, the latest edition is in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.questions import FormFacts, out_of_turn
from forumapp.models import Event, FormEdition, FormField, Question
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.questions import rows
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition of the form, without its content."""

    number: int
    published_at: datetime
    published_by: str


_IN_FORCE = (
    sa.select(FormEdition.number, FormEdition.content)
    .where(FormEdition.event_id == sa.bindparam("event"))
    .order_by(FormEdition.number.desc())
    .limit(1)
)


def in_force(event_id: int) -> FormFacts:
    """The form that is asked now, in one query; anyone may read it. As usual without an edition."""
    found = db.session.execute(_IN_FORCE, {"event": event_id}).first()
    return rows.form(found.number, found.content) if found else FormFacts()


def draft(actor: Actor, event_id: int) -> FormFacts:
    """The form as it is being edited, under the number that it would get."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _draft(event_id)


def editions(actor: Actor, event_id: int) -> tuple[EditionRow, ...]:
    """Those that were published, the latest first."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = db.session.scalars(
        sa.select(FormEdition).filter_by(event_id=event_id).order_by(FormEdition.number.desc())
    )
    return tuple(read(EditionRow, row) for row in found)


def edition(actor: Actor, event_id: int, number: int) -> FormFacts:
    """What one of them asks; NotFound."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    kept = db.session.scalar(
        sa.select(FormEdition.content).filter_by(event_id=event_id, number=number)
    )
    if kept is None:
        raise NotFound
    return rows.form(number, kept)


def publish(actor: Actor, event_id: int, *, seen: int, now: datetime) -> int:
    """Put the draft in force and return its number; what was answered before stays.

    `seen` is the number that the draft would have got when its differences were looked at. Raises
    Conflict `published_meanwhile`, `nothing_new`, and `out_of_turn`, with the question among its
    facts, while its condition speaks of what isn't asked before it.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    new, before = _draft(event_id), in_force(event_id)
    if new.number != seen:
        raise Conflict("published_meanwhile")
    if replace(new, number=before.number) == before:
        raise Conflict("nothing_new")
    for question in out_of_turn(new):
        raise Conflict("out_of_turn", {"question": question.label})
    row = FormEdition(
        event_id=event_id,
        number=new.number,
        content=rows.content(new),
        published_at=now,
        published_by=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    audit.note(
        actor,
        event_id,
        action="publish",
        noun="form_editions",
        object_id=row.id,
        after={"number": new.number},
    )
    return new.number


def _draft(event_id: int) -> FormFacts:
    fields = db.session.scalars(sa.select(FormField).filter_by(event_id=event_id))
    questions = db.session.scalars(
        sa.select(Question)
        .where(Question.event_id == event_id, Question.retired_at.is_(None))
        .order_by(Question.position, Question.id)
    )
    latest = sa.select(sa.func.max(FormEdition.number)).filter_by(event_id=event_id)
    return FormFacts(
        number=(db.session.scalar(latest) or 0) + 1,
        fields=rows.fields(fields),
        questions=tuple(rows.facts(row) for row in questions),
    )
