"""Users and their passwords."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher

from forumapp.db import db
from forumapp.domain.access import Action, Actor, Role
from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.models import EventRole, User
from forumapp.services.access import require

SHORTEST, LONGEST = 12, 128
hasher = PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1)  # OWASP: 46 MiB


def add_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    administrator: bool = False,
    now: datetime,
) -> int:
    """Make an account; Invalid when the address is taken or the password too short or long."""
    require(actor, Action.ADMINISTER)
    email = one_line(email).lower()
    if find_user(email) is not None:
        raise Invalid({"email": "taken"})
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid({"password": "length"})
    user = User(
        email=email,
        name=one_line(name),
        password_hash=hasher.hash(password),
        administrator=administrator,
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    return user.id


def find_user(email: str) -> int | None:
    """The number of the account with this address."""
    return db.session.scalar(sa.select(User.id).filter_by(email=one_line(email).lower()))


def grant(actor: Actor, event_id: int, user_id: int, role: Role) -> None:
    """Give a user a role in an event, in place of any other."""
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    held = db.session.scalar(sa.select(EventRole).filter_by(event_id=event_id, user_id=user_id))
    if held is None:
        held = EventRole(event_id=event_id, user_id=user_id, role=role)
        db.session.add(held)
    held.role = role
    db.session.flush()
