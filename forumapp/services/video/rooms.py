"""The organiser's video rooms. Secrets are written, never read back, but by who asks for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid
from forumapp.domain.video import Admitted, Audience, Provider, is_web_address
from forumapp.models import Session, VideoRoom, VideoRoomSession
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.rows import assign, one, read, remove

SECRETS = (
    "address",
    "backup_address",
    "passcode",
    "dial_in",
    "host_link",
    "secret",
    "meeting_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRoomRow:
    """A video room without its secrets; `filled` names those that are set."""

    id: int
    version: int
    name: str
    provider: Provider
    app_id: str
    capacity: int | None
    audience: Audience
    admitted: Admitted
    opens_before: int
    closes_after: int
    filled: frozenset[str]
    session_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What opens a room."""

    values: Mapping[str, str] = field(repr=False)


def rooms(actor: Actor, event_id: int) -> tuple[VideoRoomRow, ...]:
    """The event's video rooms by name, with the sessions each serves."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = db.session.scalars(
        sa.select(VideoRoom).filter_by(event_id=event_id).order_by(VideoRoom.name, VideoRoom.id)
    ).all()
    served = _served(room.id for room in found)
    return tuple(_row(room, served.get(room.id, ())) for room in found)


def room(actor: Actor, event_id: int, room_id: int) -> VideoRoomRow:
    """One room of the event; NotFound for another's."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = one(VideoRoom, room_id, event_id=event_id)
    return _row(found, _served([room_id]).get(room_id, ()))


def secrets_of(actor: Actor, event_id: int, room_id: int) -> Secrets:
    """The secrets of a room in the clear; that they were looked at is written down."""
    require(actor, Action.READ_VIDEO_SECRETS, event_id=event_id)
    found = one(VideoRoom, room_id, event_id=event_id)
    audit.note(actor, event_id, action="read_secrets", noun="video_rooms", object_id=room_id)
    return Secrets(values={name: getattr(found, name) or "" for name in SECRETS})


def save_room(
    actor: Actor,
    event_id: int,
    room_id: int | None,
    values: Mapping[str, Any],
    *,
    secrets: Mapping[str, str],
    session_ids: Iterable[int],
    version: int | None = None,
) -> int:
    """Make or change a room. Only the secrets given are changed; an empty one is cleared.

    Raises Invalid (`address: required`, `sessions: taken` with the codes, `needed_by_provider` for
    what the provider can't be spoken to without), Stale, NotFound.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    require(actor, Action.READ_VIDEO_SECRETS, event_id=event_id)
    _check_addresses(secrets, new=room_id is None)
    _check_needed(event_id, room_id, values, secrets)
    if room_id is None:
        target = VideoRoom(event_id=event_id, key=str(uuid.uuid4()), **values)
        db.session.add(target)
    else:
        target = one(VideoRoom, room_id, event_id=event_id)
        assign(target, values, version=version)
    for name in SECRETS:
        if name in secrets:
            setattr(target, name, secrets[name] or None)
    db.session.flush()
    _serve(target, tuple(dict.fromkeys(session_ids)))
    return target.id


def _check_addresses(secrets: Mapping[str, str], *, new: bool) -> None:
    errors = {
        name: "not_an_address"
        for name in ("address", "backup_address", "host_link")
        if secrets.get(name) and not is_web_address(secrets[name])
    }
    if secrets.get("address") == "" or (new and "address" not in secrets):
        errors["address"] = "required"
    if errors:
        raise Invalid(errors)


# What a provider can't be spoken to without.
NEEDED = {
    Provider.JITSI: ("meeting_id", "app_id", "secret"),
    Provider.BIGBLUEBUTTON: ("meeting_id", "secret"),
}


def _check_needed(
    event_id: int, room_id: int | None, values: Mapping[str, Any], secrets: Mapping[str, str]
) -> None:
    kept = one(VideoRoom, room_id, event_id=event_id) if room_id is not None else None
    given = {**values, **secrets}
    errors = {
        name: "needed_by_provider"
        for name in NEEDED.get(values["provider"], ())
        if not given.get(name, getattr(kept, name, ""))
    }
    if errors:
        raise Invalid(errors)


def delete_room(actor: Actor, event_id: int, room_id: int) -> None:
    """Delete a room; its sessions have no video link then."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    require(actor, Action.READ_VIDEO_SECRETS, event_id=event_id)
    remove(one(VideoRoom, room_id, event_id=event_id))


def _serve(target: VideoRoom, session_ids: tuple[int, ...]) -> None:
    """Have the room serve exactly these sessions of its event."""
    known = dict(
        db.session.execute(
            sa.select(Session.id, Session.code).where(
                Session.event_id == target.event_id, Session.id.in_(session_ids)
            )
        ).all()
    )
    elsewhere = db.session.scalars(
        sa.select(VideoRoomSession.session_id).where(
            VideoRoomSession.session_id.in_(known), VideoRoomSession.video_room_id != target.id
        )
    ).all()
    if len(known) != len(session_ids):
        raise Invalid({"session_ids": "unknown"})
    if elsewhere:
        codes = ", ".join(sorted(known[session_id] for session_id in elsewhere))
        raise Invalid({"session_ids": "taken"}, {"codes": codes})
    db.session.execute(
        sa.delete(VideoRoomSession).where(VideoRoomSession.video_room_id == target.id)
    )
    db.session.add_all(
        VideoRoomSession(video_room_id=target.id, session_id=session_id)
        for session_id in session_ids
    )
    db.session.flush()


def _served(room_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    rows = db.session.execute(
        sa.select(VideoRoomSession.video_room_id, VideoRoomSession.session_id)
        .join(Session, Session.id == VideoRoomSession.session_id)
        .where(VideoRoomSession.video_room_id.in_(tuple(room_ids)))
        .order_by(Session.starts, Session.code)
    )
    served: dict[int, tuple[int, ...]] = {}
    for room_id, session_id in rows:
        served[room_id] = (*served.get(room_id, ()), session_id)
    return served


def _row(room: VideoRoom, session_ids: tuple[int, ...]) -> VideoRoomRow:
    filled = frozenset(name for name in SECRETS if getattr(room, name))
    return read(VideoRoomRow, room, filled=filled, session_ids=session_ids)
