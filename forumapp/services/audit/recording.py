"""The audit log: every change of every edited object, written in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forumapp.db import Base, Encrypted, Versioned, db
from forumapp.domain.access import Actor
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry
from forumapp.services.access import ACTING

NOTHING: Mapping[str, Any] = MappingProxyType({})
_NEVER = {"password_hash", "totp_last_step", "version", "idempotency_key", "same_as", "created_at"}


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


def watch() -> None:
    """Have every flush of the application's session write its changes down, once a process."""
    if not sa.event.contains(Session, "after_flush", _record):
        sa.event.listen(Session, "after_flush", _record)


def _record(session: Session, _context: Any) -> None:
    actor, event_id = session.info.get(ACTING, ("system", None))
    entries = [
        _entry(row, action, actor=actor, event_id=event_id)
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


def _entry(row: Any, action: str, *, actor: str, event_id: int | None) -> dict[str, Any]:
    before, after = _difference(row, action)
    own = row.id if row.__tablename__ == "events" else getattr(row, "event_id", event_id)
    return {
        "at": datetime.now(UTC),
        "actor": actor,
        "event_id": own,
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
