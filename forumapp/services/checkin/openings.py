"""Phones at doors: the code opens a door to a phone, which from then on is known by a token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Actor
from forumapp.domain.checkin.doors import DoorScope, code_hash, delivers, is_kept, lists
from forumapp.domain.errors import Invalid, NotFound
from forumapp.models import Door, DoorOpening, Event, Session
from forumapp.services.access import act_as

SEEN = timedelta(minutes=1)  # so often it is written down that a phone was heard of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDoor:
    """The door that a phone keeps. `part_id` is that of its session, where it leads to one.

    `today` tells whether it is the door's day at the venue, `listed` whether its list is given out;
    `open` whether it also leads anywhere.
    """

    id: int
    key: str
    name: str
    scope: DoorScope
    part_id: int | None
    session_id: int | None
    day: date
    event_id: int
    zone: str
    today: bool
    listed: bool

    @property
    def open(self) -> bool:
        return self.listed and (self.scope is not DoorScope.SESSION or self.session_id is not None)

    @property
    def actor(self) -> Actor:
        """Who acts at this door, for the audit log."""
        return Actor(name=f"door: {self.name}")


def open_door(slug: str, code: str, *, token: str, now: datetime) -> tuple[OpenDoor, str]:
    """The door that a staff code opens, and the token that the phone is known by from now on.

    `token` is the phone's own, where it keeps one already. Raises NotFound for an event that isn't
    there, and Invalid `code`: `no_such_door`, `door_revoked`, `not_this_day`.
    """
    event = _event(slug)
    found = db.session.scalar(
        sa.select(Door).filter_by(event_id=event.id, code_hash=code_hash(code))
    )
    if found is None:
        raise Invalid({"code": "no_such_door"})
    if found.revoked_at is not None:
        raise Invalid({"code": "door_revoked"})
    if not lists(found.day, event.zone, now=now):
        raise Invalid({"code": "not_this_day"}, {"day": found.day})
    if not token or not _keeps_any(event.id, token):
        token = secrets.token_urlsafe(32)
    _note_opening(found.id, token, now)
    door = _open(found, event, now=now)
    act_as(door.actor, event_id=event.id)
    return door, token


def kept_door(slug: str, token: str, *, now: datetime) -> OpenDoor:
    """The door that a phone opened last; NotFound once it is revoked, or long over."""
    doors = kept_doors(slug, token, now=now)
    if not doors:
        raise NotFound
    return doors[0]


def kept_doors(slug: str, token: str, *, now: datetime) -> tuple[OpenDoor, ...]:
    """The doors for which a phone may still hand in scans, the one opened last first."""
    if not token:
        return ()
    event = _event(slug)
    found = db.session.execute(
        sa.select(Door, DoorOpening)
        .join(DoorOpening, DoorOpening.door_id == Door.id)
        .where(
            Door.event_id == event.id,
            Door.revoked_at.is_(None),
            DoorOpening.token_hash == _hash(token),
            DoorOpening.opened_at >= Door.code_given_at,
        )
        .order_by(DoorOpening.opened_at.desc(), DoorOpening.id.desc())
    )
    return tuple(
        _open(door, event, now=now)
        for door, _opening in found
        if delivers(door.day, event.zone, now=now)
    )


def heard_of(door: OpenDoor, token: str, *, now: datetime) -> None:
    """Write down that the phone is there."""
    db.session.execute(
        sa.update(DoorOpening)
        .filter_by(door_id=door.id, token_hash=_hash(token))
        .where(DoorOpening.seen_at < now - SEEN)
        .values(seen_at=now)
    )


def _event(slug: str) -> Event:
    event = db.session.scalar(sa.select(Event).filter_by(slug=slug))
    if event is None or not event.state.public:
        raise NotFound
    return event


def _keeps_any(event_id: int, token: str) -> bool:
    known = (
        sa.select(DoorOpening.id)
        .join(Door, Door.id == DoorOpening.door_id)
        .where(Door.event_id == event_id, DoorOpening.token_hash == _hash(token))
    )
    return db.session.scalar(known.limit(1)) is not None


def _note_opening(door_id: int, token: str, now: datetime) -> None:
    own = {"door_id": door_id, "token_hash": _hash(token)}
    again = db.session.scalar(sa.select(DoorOpening).filter_by(**own))
    if again is None:
        db.session.add(DoorOpening(opened_at=now, seen_at=now, **own))
    else:
        again.opened_at = again.seen_at = now
    db.session.flush()


def _open(door: Door, event: Event, *, now: datetime) -> OpenDoor:
    part_id = door.part_id
    if door.session_id is not None:
        part_id = db.session.scalar(sa.select(Session.part_id).filter_by(id=door.session_id))
    return OpenDoor(
        id=door.id,
        key=door.key,
        name=door.name,
        scope=door.scope,
        part_id=part_id,
        session_id=door.session_id,
        day=door.day,
        event_id=event.id,
        zone=event.zone,
        today=is_kept(door.day, event.zone, now=now),
        listed=lists(door.day, event.zone, now=now),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
