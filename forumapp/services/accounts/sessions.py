"""Signed-in browsers, kept on the server so that they can be listed and ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.models import EventRole, User, UserSession
from forumapp.services.access import require
from forumapp.services.rows import read

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
KEPT = timedelta(days=30)  # how long it stays known that a browser was signed in


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A session that is still good, and who it acts as."""

    session_id: int
    actor: Actor
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A signed-in browser: what it called itself, and where it was last seen when."""

    id: int
    agent: str
    address: str
    created_at: datetime
    seen_at: datetime


def start(user_id: int, *, address: str, agent: str, now: datetime) -> str:
    """Begin a session and return its identifier (256 bits), of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    db.session.execute(
        sa.delete(UserSession).where(
            UserSession.user_id == user_id, UserSession.created_at < now - KEPT
        )
    )
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


def resume(token: str, *, now: datetime, attended: bool = True) -> Resumed | None:
    """The session of this identifier, unless it ended, idled for an hour or lasted twelve.

    What a page asks for by itself, `attended` by nobody, doesn't count as being there.
    """
    row = db.session.execute(
        sa.select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == _hash(token), *_good(now), User.active)
    ).first()
    if row is None:
        return None
    session, user = row
    found = Resumed(session_id=session.id, actor=actor_of(user), name=user.name, email=user.email)
    if attended and session.seen_at < now - TOUCH:
        _touch(session.id, now)
    return found


def my_sessions(actor: Actor, *, now: datetime) -> tuple[SessionRow, ...]:
    """The user's sessions that are still good, the last seen first."""
    require(actor, Action.OWN_ACCOUNT)
    rows = db.session.scalars(
        sa.select(UserSession)
        .where(UserSession.user_id == actor.user_id, *_good(now))
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    )
    return tuple(read(SessionRow, row) for row in rows)


def end(actor: Actor, session_id: int, *, now: datetime) -> None:
    """End one of the user's sessions; NotFound when it is somebody else's or over."""
    require(actor, Action.OWN_ACCOUNT)
    ended = db.session.execute(
        sa.update(UserSession)
        .where(
            UserSession.id == session_id,
            UserSession.user_id == actor.user_id,
            UserSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(UserSession.id)
    ).first()
    if ended is None:
        raise NotFound


def end_others(actor: Actor, *, but: int | None, now: datetime) -> int:
    """End the user's sessions, but perhaps one of them; how many there were."""
    require(actor, Action.OWN_ACCOUNT)
    assert actor.user_id is not None
    return end_of_user(actor.user_id, but=but, now=now)


def end_of_user(user_id: int, *, now: datetime, but: int | None = None) -> int:
    """Sign a user out everywhere, but perhaps in one session; how many ended."""
    ended = db.session.execute(
        sa.update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.id.is_distinct_from(but), *_good(now))
        .values(ended_at=now)
        .returning(UserSession.id)
    )
    return len(ended.all())


def actor_of(user: User) -> Actor:
    """The user with the roles of today."""
    statement = sa.select(EventRole.event_id, EventRole.role).filter_by(user_id=user.id)
    roles = dict(db.session.execute(statement).all())
    return Actor(
        user_id=user.id,
        name=user.name,
        administrator=user.administrator,
        roles=roles,
    )


def _good(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        UserSession.ended_at.is_(None),
        UserSession.seen_at > now - IDLE,
        UserSession.created_at > now - LONGEST,
    )


def _touch(session_id: int, now: datetime) -> None:
    with unit_of_work() as session:
        session.execute(
            sa.update(UserSession).where(UserSession.id == session_id).values(seen_at=now)
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
