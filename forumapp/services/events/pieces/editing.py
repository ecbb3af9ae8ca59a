"""Listing, saving, moving and removing pieces: the same for every kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict
from forumapp.models import Event, Session
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.events.pieces.kinds import KINDS, Kind, Piece, PieceRow
from forumapp.services.order import moved, renumber
from forumapp.services.rows import assign, one, read, remove

EXAMPLES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """That so many objects of a table need a piece, and what a few of them are called."""

    noun: str
    count: int
    examples: tuple[str, ...] = ()


def listed(actor: Actor, event_id: int, piece: Piece) -> tuple[PieceRow, ...]:
    """The event's pieces of a kind, in their order."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    kind = KINDS[piece]
    return tuple(read(kind.row, row) for row in _ordered(kind.model, event_id))


def get(actor: Actor, event_id: int, piece: Piece, key: int) -> PieceRow:
    """One piece; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    kind = KINDS[piece]
    row: PieceRow = read(kind.row, one(kind.model, key, event_id=event_id))
    return row


def save(
    actor: Actor,
    event_id: int,
    piece: Piece,
    key: int | None = None,
    *,
    values: Mapping[str, Any],
    version: int | None = None,
) -> int:
    """Write a piece down and return its number; without `key` a new one, at the end.

    Raises Invalid for values that can't be, Stale when somebody saved since `version`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    kind = KINDS[piece]
    target = one(kind.model, key, event_id=event_id) if key is not None else None
    checks = Checks(values)
    cleaned = kind.clean(checks)
    checks.finish()
    if target is None:
        last = sa.select(sa.func.max(kind.model.position)).filter_by(event_id=event_id)
        target = kind.model(event_id=event_id, position=(db.session.scalar(last) or 0) + 1)
        db.session.add(target)
        version = None
    assign(target, cleaned, version=version)
    db.session.flush()
    number: int = target.id
    return number


def move(actor: Actor, event_id: int, piece: Piece, key: int, *, down: bool) -> None:
    """Change places with the neighbour; at the end of the list nothing happens."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    kind = KINDS[piece]
    one(kind.model, key, event_id=event_id)
    lock(Event, event_id)
    renumber(moved(tuple(_ordered(kind.model, event_id)), key, down=down))


def delete(actor: Actor, event_id: int, piece: Piece, key: int) -> None:
    """Remove a piece; Conflict `in_use`, with the uses among its facts, while others need it."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    kind = KINDS[piece]
    target = one(kind.model, key, event_id=event_id)
    if found := _uses(kind, key):
        raise Conflict("in_use", {"uses": found})
    remove(target)


def uses(actor: Actor, event_id: int, piece: Piece, key: int) -> tuple[Use, ...]:
    """What needs a piece, so that it can't be removed."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    one(KINDS[piece].model, key, event_id=event_id)
    return _uses(KINDS[piece], key)


def use_counts(actor: Actor, event_id: int, piece: Piece) -> dict[int, int]:
    """How many sessions each piece of the list has; for categories, registrations."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    kind = KINDS[piece]
    if not kind.used_by:
        return {}
    column = next(iter(kind.used_by.values()))
    rows = db.session.execute(
        sa.select(column, sa.func.count())
        .join(kind.model, kind.model.id == column)
        .where(kind.model.event_id == event_id)
        .group_by(column)
    )
    return {key: count for key, count in rows if key is not None}


def _ordered(model: type[Any], event_id: int) -> Sequence[Any]:
    return db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).order_by(model.position, model.id)
    ).all()


def _uses(kind: Kind, key: int) -> tuple[Use, ...]:
    found = []
    for noun, column in kind.used_by.items():
        count = db.session.scalar(sa.select(sa.func.count()).where(column == key)) or 0
        if count:
            codes = _session_codes(column, key) if noun == "sessions" else ()
            found.append(Use(noun=noun, count=count, examples=codes))
    return tuple(found)


def _session_codes(column: Any, key: int) -> tuple[str, ...]:
    return tuple(
        db.session.scalars(
            sa.select(Session.code).where(column == key).order_by(Session.starts).limit(EXAMPLES)
        )
    )
