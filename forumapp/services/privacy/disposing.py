"""Carrying out what was said: what an event kept long enough is announced, and then goes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain import clock
from forumapp.domain.access import SYSTEM
from forumapp.domain.retention import due
from forumapp.models import Disposal, Event
from forumapp.services import audit, files
from forumapp.services.access import act_as
from forumapp.services.privacy import values
from forumapp.services.privacy.keeping import KeptRow, kept_rows


def events_over(*, now: datetime) -> tuple[int, ...]:
    """The events whose last day may have passed somewhere."""
    return tuple(
        db.session.scalars(
            sa.select(Event.id).where(Event.ends_on <= now.date()).order_by(Event.id)
        )
    )


def dispose(event_id: int, *, now: datetime) -> int:
    """Announce what is to go within a week, let go what was announced for today, and say how much.

    Each thing that went is written down with the number of people it was of. Files follow.
    """
    act_as(SYSTEM, event_id=event_id)
    lock(Event, event_id)
    event = db.session.get_one(Event, event_id)
    today = clock.wall(now, event.zone).date()
    if today <= event.ends_on:
        return 0
    gone = 0
    for row in kept_rows(event_id):
        day, is_done = due(row.goes_on, row.announced, people=row.people, today=today)
        standing = _announcement(event_id, row.what)
        if day is None:
            if standing is not None:
                db.session.delete(standing)
            continue
        if standing is None:
            standing = Disposal(event_id=event_id, what=row.what, announced_at=now)
            db.session.add(standing)
        standing.due_on, standing.people = day, row.people
        if is_done:
            _let_go(event_id, row, now=now)
            standing.done_at = now
            gone += 1
    db.session.flush()
    return gone


def _announcement(event_id: int, what: str) -> Disposal | None:
    return db.session.scalar(
        sa.select(Disposal).filter_by(event_id=event_id, what=what, done_at=None)
    )


def _let_go(event_id: int, row: KeptRow, *, now: datetime) -> None:
    unneeded: frozenset[str] = frozenset()
    if row.field is not None:
        values.drop_field(event_id, row.field)
    elif row.question is not None:
        unneeded = values.drop_question(event_id, row.question.id)
    elif row.holding is not None:
        unneeded = values.drop_holding(event_id, row.holding)
    if unneeded:
        files.ask(unneeded, reason=row.what, event_id=event_id, now=now)
    audit.note(
        SYSTEM,
        event_id,
        action="dispose",
        noun="events",
        object_id=event_id,
        after={**_named(row), "people": row.people},
    )


def _named(row: KeptRow) -> dict[str, str]:
    if row.question is not None:
        return {"question": row.question.code}
    return {"built_in": str(row.field)} if row.field else {"holding": str(row.holding)}
