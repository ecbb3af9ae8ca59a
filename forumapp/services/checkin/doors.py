"""The organiser's doors: making them, giving their staff a code, and shutting them."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.checkin.doors import GROUPS, LETTERS, LONG, DoorScope, code_hash, written
from forumapp.domain.errors import Invalid
from forumapp.domain.text import Translated, one_line
from forumapp.models import Door, DoorOpening, Event, Part, Scan, Session
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.rows import one, read

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRow:
    """A door, and what came of it. `leads_to` is the part's name or the session's title."""

    id: int
    key: str
    name: str
    scope: DoorScope
    part_id: int | None
    session_id: int | None
    day: date
    revoked_at: datetime | None
    leads_to: Translated = Translated()
    code: str = ""
    phones: int = 0
    scans: int = 0
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a door may lead to: (number, name) of parts; (number, code, title, day) of sessions."""

    parts: tuple[tuple[int, Translated], ...]
    sessions: tuple[tuple[int, str, Translated, date], ...]


def listed(actor: Actor, event_id: int) -> tuple[DoorRow, ...]:
    """Every door by day and name, in one query."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    phones = (
        sa.select(DoorOpening.door_id, sa.func.count().label("number"))
        .add_columns(sa.func.max(DoorOpening.seen_at).label("seen_at"))
        .group_by(DoorOpening.door_id)
        .subquery()
    )
    scans = (
        sa.select(Scan.door_id, sa.func.count().label("number"))
        .where(Scan.event_id == event_id)
        .group_by(Scan.door_id)
        .subquery()
    )
    found = db.session.execute(
        sa.select(Door, Part.name, Session.code, Session.title)
        .add_columns(phones.c.number, phones.c.seen_at, scans.c.number)
        .outerjoin(Part, Part.id == Door.part_id)
        .outerjoin(Session, Session.id == Door.session_id)
        .outerjoin(phones, phones.c.door_id == Door.id)
        .outerjoin(scans, scans.c.door_id == Door.id)
        .where(Door.event_id == event_id)
        .order_by(Door.day, sa.func.lower(Door.name), Door.id)
    )
    return tuple(
        read(
            DoorRow,
            door,
            leads_to=part or title or Translated(),
            code=code or "",
            phones=opened or 0,
            scans=scanned or 0,
            seen_at=seen_at,
        )
        for door, part, code, title, opened, seen_at, scanned in found
    )


def choices(actor: Actor, event_id: int) -> Choices:
    """The parts and the sessions that a door of the event may lead to."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    parts = db.session.execute(
        sa.select(Part.id, Part.name).filter_by(event_id=event_id).order_by(Part.position, Part.id)
    )
    sessions = db.session.execute(
        sa.select(Session.id, Session.code, Session.title, Session.starts)
        .filter_by(event_id=event_id, parked=False)
        .order_by(Session.starts, Session.code)
    )
    return Choices(
        parts=tuple((key, name) for key, name in parts),
        sessions=tuple((key, code, title, starts.date()) for key, code, title, starts in sessions),
    )


def add(
    actor: Actor, event_id: int, values: Mapping[str, Any], *, now: datetime
) -> tuple[int, str]:
    """Make a door; its number and the staff code, which is told this once.

    `values` are `name`, `part_id` or `session_id` or neither, and the `day`. Raises Invalid.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    event = one(Event, event_id)
    cleaned = _cleaned(event, values)
    code = _new_code()
    door = Door(
        event_id=event_id,
        key=str(uuid.uuid4()),
        code_hash=code_hash(code),
        code_given_at=now,
        **cleaned,
    )
    db.session.add(door)
    db.session.flush()
    return door.id, code


def new_code(actor: Actor, event_id: int, door_id: int, *, now: datetime) -> str:
    """Another code: the one before ends, and with it whatever phone it opened the door on."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    door = one(Door, door_id, event_id=event_id)
    code = _new_code()
    door.code_hash, door.code_given_at, door.revoked_at = code_hash(code), now, None
    db.session.flush()
    audit.note(actor, event_id, action="new_code", noun="doors", object_id=door_id)
    return code


def revoke(actor: Actor, event_id: int, door_id: int, *, now: datetime) -> None:
    """End the door's code and its phones; what they scanned stays."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    door = one(Door, door_id, event_id=event_id)
    if door.revoked_at is None:
        door.revoked_at = now
        db.session.flush()


def _cleaned(event: Event, values: Mapping[str, Any]) -> dict[str, Any]:
    name, day = one_line(values.get("name") or ""), values.get("day")
    part_id, session_id = values.get("part_id"), values.get("session_id")
    errors = {}
    if not name:
        errors["name"] = "required"
    elif len(name) > LONGEST_NAME:
        errors["name"] = "too_many_characters"
    if day is None or not event.starts_on <= day <= event.ends_on:
        errors["day"] = "not_a_choice"
    if not _leads_somewhere(event.id, part_id, session_id):
        errors["leads_to"] = "not_a_choice"
    if errors:
        raise Invalid(errors)
    scope = DoorScope.PART if part_id else DoorScope.SESSION if session_id else DoorScope.EVENT
    return {
        "name": name,
        "day": day,
        "scope": scope,
        "part_id": part_id,
        "session_id": session_id,
    }


def _leads_somewhere(event_id: int, part_id: int | None, session_id: int | None) -> bool:
    """Whether both are of the event, or left out."""
    wanted = ((Part, part_id), (Session, session_id))
    return all(
        key is None
        or db.session.scalar(sa.select(model.id).filter_by(id=key, event_id=event_id)) is not None
        for model, key in wanted
    )


def _new_code() -> str:
    return written("".join(secrets.choice(LETTERS) for _ in range(GROUPS * LONG)))
