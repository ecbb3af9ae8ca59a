"""What changed in a programme since somebody looked, from the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.models import AuditEntry, Speaker
from forumapp.services.access import require
from forumapp.services.rows import read

# Numbers are given out before they are committed, so a smaller one may be seen after a larger.
SETTLED = timedelta(seconds=10)
_NOUNS = ("sessions", "speakers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the log, put down to its session. `before` and `after` hold what differs."""

    id: int
    actor: str
    action: str
    noun: str
    session_id: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Changes in order. `mark` is where to ask from next: what is younger than ten seconds is
    told again then, and who asks knows it by its number.
    """

    mark: int
    changes: tuple[Change, ...]


def mark(event_id: int, *, now: datetime) -> int:
    """The newest number of the log before which nothing of the event can still turn up."""
    young = (
        sa.select(sa.func.min(AuditEntry.id) - 1)
        .where(AuditEntry.event_id == event_id, AuditEntry.at > now - SETTLED)
        .scalar_subquery()
    )
    newest = sa.select(sa.func.max(AuditEntry.id)).scalar_subquery()
    return db.session.scalar(sa.select(sa.func.coalesce(young, newest, 0))) or 0


def news(actor: Actor, event_id: int, *, since: int, now: datetime) -> News:
    """What changed in sessions and their speaker lists; one query when nothing did."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.id > since,
            AuditEntry.event_id + 0 == event_id,  # by the number, not by the event's whole log
            AuditEntry.noun.in_(_NOUNS),
        )
        .order_by(AuditEntry.id)
    ).all()
    settled = (entry.id for entry in entries if entry.at <= now - SETTLED)
    return News(mark=max(settled, default=since), changes=tuple(_changes(entries)))


def last_change(actor: Actor, event_id: int, session_id: int) -> Change | None:
    """Who changed a session last, and how."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    entry = db.session.scalar(
        sa.select(AuditEntry)
        .filter_by(event_id=event_id, noun="sessions", object_id=session_id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return _change(entry, session_id) if entry else None


def _changes(entries: Sequence[AuditEntry]) -> Iterator[Change]:
    sessions = _sessions_of(entries)
    for entry in entries:
        session_id = sessions.get(entry.id)
        if session_id is not None:
            yield _change(entry, session_id)


def _sessions_of(entries: Sequence[AuditEntry]) -> dict[int, int]:
    """The session that each entry is about; of a line that is gone only its end tells."""
    told = {
        entry.id: entry.object_id
        if entry.noun == "sessions"
        else (entry.after | entry.before).get("session_id")
        for entry in entries
    }
    lines = {entry.object_id for entry in entries if told[entry.id] is None}
    known = {}
    if lines:
        statement = sa.select(Speaker.id, Speaker.session_id).where(Speaker.id.in_(lines))
        known = dict(db.session.execute(statement).all())
    return {
        entry.id: session_id
        for entry in entries
        if (session_id := told[entry.id] or known.get(entry.object_id)) is not None
    }


def _change(entry: AuditEntry, session_id: int) -> Change:
    return read(Change, entry, session_id=session_id)
