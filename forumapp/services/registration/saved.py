"""Filters of the list of registrations that an event's secretariat keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.text import one_line
from forumapp.models import SavedFilter
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.rows import read

LONGEST_NAME, LONGEST_QUERY, MOST = 80, 1000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilterRow:
    """A name, and the query of the list's address as it was saved."""

    id: int
    name: str
    query: str
    created_by: str


def saved_filters(actor: Actor, event_id: int) -> tuple[SavedFilterRow, ...]:
    """Those of an event by name, in one query."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.scalars(
        sa.select(SavedFilter)
        .filter_by(event_id=event_id)
        .order_by(sa.func.lower(SavedFilter.name))
    )
    return tuple(read(SavedFilterRow, row) for row in found)


def save_filter(actor: Actor, event_id: int, *, name: str, query: str, now: datetime) -> None:
    """Keep a query under a name; the name's earlier query gives way.

    Raises Invalid `required`, `too_many_characters` (name) or `too_many` (query).
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    name = one_line(name)
    if not name or not query:
        raise Invalid({"name": "required"})
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Invalid({"name": "too_many_characters"})
    row = db.session.scalar(sa.select(SavedFilter).filter_by(event_id=event_id, name=name))
    if row is None:
        if len(saved_filters(actor, event_id)) >= MOST:
            raise Invalid({"query": "too_many"})
        row = SavedFilter(event_id=event_id, name=name)
        db.session.add(row)
    row.query, row.created_by, row.created_at = query, actor.name, now
    db.session.flush()
    _note(actor, row, "saved_filter")


def forget_filter(actor: Actor, event_id: int, key: int) -> None:
    """Take a saved filter away; NotFound when the event has none of this number."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    row = db.session.scalar(sa.select(SavedFilter).filter_by(event_id=event_id, id=key))
    if row is None:
        raise NotFound
    _note(actor, row, "forgot_filter")
    db.session.delete(row)
    db.session.flush()


def _note(actor: Actor, row: SavedFilter, action: str) -> None:
    audit.note(
        actor,
        row.event_id,
        action=action,
        noun="events",
        object_id=row.event_id,
        after={"name": row.name, "query": row.query},
    )
