"""The audit log: every change of every edited object, written in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forumapp.db import Base, Encrypted, Versioned, db
from forumapp.domain.access import Actor
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry
from forumapp.models import Session as Meeting
from forumapp.services.access import ACTING

NOTHING: Mapping[str, Any] = MappingProxyType({})
_NEVER = {
    "password_hash",
    "code_hash",
    "totp_last_step",
    "version",
    "idempotency_key",
    "same_as",
    "created_at",
}


def note(
    actor: Actor,
    event_id: int | None,
    *,
    action: str,
    noun: str,
    object_id: int,
    before: Mapping[str, Any] = NOTHING,
    after: Mapping[str, Any] = NOTHING,
) -> None:
    """Write down what no flush tells: a release, an export, a look at a secret, a role given."""
    db.session.add(
        AuditEntry(
            at=datetime.now(UTC),
            actor=actor.name or "public",
            event_id=event_id,
            action=action,
            noun=noun,
            object_id=object_id,
            before=dict(before),
            after=dict(after),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed of one object: column names or other facts, before and after."""

    object_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def note_all(
    event_id: int, noun: str, changes: Iterable[Change], *, action: str = "update"
) -> None:
    """Write down many changes that no flush tells, in one statement, of who is acting."""
    actor, _event = db.session().info.get(ACTING, ("system", None))
    entries = [
        {
            "at": datetime.now(UTC),
            "actor": actor,
            "event_id": event_id,
            "action": action,
            "noun": noun,
            "object_id": change.object_id,
            "before": {key: _plain(value, secret=False) for key, value in change.before.items()},
            "after": {key: _plain(value, secret=False) for key, value in change.after.items()},
        }
        for change in changes
    ]
    if entries:
        db.session.execute(sa.insert(AuditEntry), entries)


def watch() -> None:
    """Have every flush of the application's session write its changes down, once a process."""
    if not sa.event.contains(Session, "after_flush", _record):
        sa.event.listen(Session, "after_flush", _record)


def _record(session: Session, _context: Any) -> None:
    actor, event_id = session.info.get(ACTING, ("system", None))
    events = _events_of_sessions(session)
    entries = [
        _entry(row, action, actor=actor, event_id=_event_of(row, events, event_id))
        for rows, action in (
            (session.new, "create"),
            (session.dirty, "update"),
            (session.deleted, "delete"),
        )
        for row in rows
        if isinstance(row, Versioned)
    ]
    changed = [e for e in entries if e["action"] != "update" or e["after"]]
    if changed:
        session.execute(sa.insert(AuditEntry), changed)


def _events_of_sessions(session: Session) -> dict[int, int]:
    """The event of each session to which something belongs that is written now."""
    rows = (*session.new, *session.dirty, *session.deleted)
    owned: Iterator[Any] = (row for row in rows if isinstance(row, Versioned) and _of_session(row))
    ids = {row.session_id for row in owned}
    if not ids:
        return {}
    found = session.execute(sa.select(Meeting.id, Meeting.event_id).where(Meeting.id.in_(ids)))
    return dict(found.all())


def _of_session(row: Any) -> bool:
    return hasattr(row, "session_id") and not hasattr(row, "event_id")


def _event_of(row: Any, events: Mapping[int, int], acting: int | None) -> int | None:
    """The event that a row belongs to; where it tells none, the one that is acted on."""
    if row.__tablename__ == "events":
        return int(row.id)
    if _of_session(row):
        return events.get(row.session_id, acting)
    return getattr(row, "event_id", acting)


def _entry(row: Any, action: str, *, actor: str, event_id: int | None) -> dict[str, Any]:
    before, after = _difference(row, action)
    return {
        "at": datetime.now(UTC),
        "actor": actor,
        "event_id": event_id,
        "action": action,
        "noun": row.__tablename__,
        "object_id": row.id,
        "before": before,
        "after": after,
    }


def _difference(row: Base, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = sa.inspect(row)
    for attribute in state.mapper.column_attrs:
        name, history = attribute.key, state.attrs[attribute.key].history
        if name in _NEVER or (action == "update" and not history.has_changes()):
            continue
        secret = isinstance(attribute.columns[0].type, Encrypted)
        old = history.deleted[0] if history.deleted else None
        if action == "delete":
            before[name] = _plain(getattr(row, name), secret=secret)
        else:
            if action == "update":
                before[name] = _plain(old, secret=secret)
            after[name] = _plain(getattr(row, name), secret=secret)
    return before, after


def _plain(value: Any, *, secret: bool) -> Any:
    """A value as JSON; of a secret only whether there is one."""
    if secret:
        return "•••" if value else ""
    if isinstance(value, Translated):
        return value.plain()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value
