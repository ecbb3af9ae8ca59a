"""Uploaded files and what they say, kept for a day for whoever uploaded them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.schedules import FileKind, Plan, ReadSchedule
from forumapp.models import Import
from forumapp.services.access import require
from forumapp.services.agenda.importing.applying import take_over
from forumapp.services.files import unreferenced
from forumapp.services.rows import one, read

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as it was read: keys of the store, and the digest of what its reader was told."""

    kind: FileKind
    asked: str
    columns: Mapping[str, str]
    reading: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow(Reading):
    """A kept file; `applied_at` and `counts` say what became of it."""

    id: int
    name: str
    created_at: datetime
    applied_at: datetime | None
    counts: Mapping[str, int]


def keep(actor: Actor, event_id: int, reading: Reading, *, name: str, now: datetime) -> int:
    """Keep a file that was read, and return its number."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    if actor.user_id is None:
        raise NotFound
    kept = Import(event_id=event_id, user_id=actor.user_id, name=name, created_at=now)
    _set(kept, reading)
    db.session.add(kept)
    db.session.flush()
    return kept.id


def kept(actor: Actor, event_id: int, import_id: int, *, now: datetime) -> ImportRow:
    """A file that the actor uploaded for this event within a day; NotFound for any other."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    return read(ImportRow, _own(actor, event_id, import_id, now))


def waiting(actor: Actor, event_id: int, *, now: datetime) -> tuple[ImportRow, ...]:
    """The actor's files that aren't taken over yet, the newest first."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    found = db.session.scalars(
        sa.select(Import)
        .filter_by(event_id=event_id, user_id=actor.user_id, applied_at=None)
        .where(Import.created_at > now - KEPT)
        .order_by(Import.id.desc())
    )
    return tuple(read(ImportRow, row) for row in found)


def read_again(
    actor: Actor, event_id: int, import_id: int, reading: Reading, *, now: datetime
) -> frozenset[str]:
    """Keep what a file says to other columns; returns keys that nothing refers to any more."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    row = _own(actor, event_id, import_id, now)
    before = {row.reading, row.file}
    _set(row, reading)
    db.session.flush()
    return unreferenced(before)


def apply(
    actor: Actor,
    event_id: int,
    import_id: int,
    schedule: ReadSchedule,
    *,
    seen: str,
    now: datetime,
) -> Plan:
    """Take a kept file over as its preview showed; raises Conflict `changed`."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    row = _own(actor, event_id, import_id, now)
    if row.applied_at is not None or not seen:
        raise Conflict("changed")
    plan = take_over(actor, event_id, schedule, seen=seen, file=row.name, now=now)
    row.applied_at = now
    row.counts = {outcome.value: count for outcome, count in plan.counts.items()}
    db.session.flush()
    return plan


def discard(actor: Actor, event_id: int, import_id: int, *, now: datetime) -> frozenset[str]:
    """Throw a kept file away; returns keys that nothing refers to any more."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    row = _own(actor, event_id, import_id, now)
    db.session.delete(row)
    db.session.flush()
    return unreferenced({row.reading, row.file})


def expire(*, now: datetime) -> frozenset[str]:
    """Throw away what was kept for long enough; returns keys that nothing refers to any more."""
    over = list(db.session.scalars(sa.select(Import).where(Import.created_at <= now - KEPT)))
    for row in over:
        db.session.delete(row)
    db.session.flush()
    return unreferenced({key for row in over for key in (row.reading, row.file)})


def _own(actor: Actor, event_id: int, import_id: int, now: datetime) -> Import:
    row = one(Import, import_id, event_id=event_id, user_id=actor.user_id)
    if row.created_at <= now - KEPT:
        raise NotFound
    return row


def _set(row: Import, reading: Reading) -> None:
    row.kind, row.asked, row.columns = reading.kind, reading.asked, dict(reading.columns)
    row.reading, row.file = reading.reading, reading.file
