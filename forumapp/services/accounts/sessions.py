"""Signed-in browsers, kept on the server so that they can be listed and ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor
from forumapp.models import EventRole, User, UserSession

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A session that is still good, and who it acts as."""

    session_id: int
    actor: Actor
    name: str
    email: str


def start(user_id: int, *, address: str, agent: str, now: datetime) -> str:
    """Begin a session and return its identifier (256 bits), of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        UserSession(
            user_id=user_id,
            token_hash=_hash(token),
            created_at=now,
            seen_at=now,
            address=address,
            agent=agent[:200],
        )
    )
    db.session.flush()
    return token


def resume(token: str, *, now: datetime) -> Resumed | None:
    """The session of this identifier, unless it ended, idled for an hour or lasted twelve."""
    row = db.session.execute(
        sa.select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.ended_at.is_(None),
            UserSession.seen_at > now - IDLE,
            UserSession.created_at > now - LONGEST,
            User.active,
        )
    ).first()
    if row is None:
        return None
    session, user = row
    found = Resumed(session_id=session.id, actor=actor_of(user), name=user.name, email=user.email)
    if session.seen_at < now - TOUCH:
        _touch(session.id, now)
    return found


def end(session_id: int, *, user_id: int, now: datetime) -> None:
    """End one of the user's sessions."""
    db.session.execute(
        sa.update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == user_id)
        .values(ended_at=now)
    )


def actor_of(user: User) -> Actor:
    """The user with the roles of today."""
    statement = sa.select(EventRole.event_id, EventRole.role).filter_by(user_id=user.id)
    roles = {event_id: role for event_id, role in db.session.execute(statement)}  # noqa: C416
    return Actor(
        user_id=user.id,
        name=user.name,
        administrator=user.administrator,
        roles=roles,
    )


def _touch(session_id: int, now: datetime) -> None:
    with unit_of_work() as session:
        session.execute(
            sa.update(UserSession).where(UserSession.id == session_id).values(seen_at=now)
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
