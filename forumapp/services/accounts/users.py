"""Users: making them, and what they may change of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.models import RecoveryCode, User, UserToken
from forumapp.services import audit, contact
from forumapp.services.access import require
from forumapp.services.accounts import passwords, sessions
from forumapp.services.rows import assign, one, read

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """What a user sees of their own account."""

    id: int
    version: int
    email: str
    name: str
    locale: str
    administrator: bool
    second_factor: bool
    codes_left: int


def add_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str = "",
    administrator: bool = False,
    locale: str = "en",
    now: datetime,
) -> int:
    """Make an account; without a password nobody can sign in to it before a link sets one.

    Raises Invalid when address, name or password aren't good or the address is taken.
    """
    require(actor, Action.ADMINISTER)
    return make(
        email=email,
        name=name,
        password=password,
        administrator=administrator,
        locale=locale,
        now=now,
    ).id


def make(
    *,
    email: str,
    name: str,
    password: str = "",
    administrator: bool = False,
    locale: str = "en",
    now: datetime,
) -> User:
    """The new row of a user; who may make it is the caller's to say."""
    email, name = address(email), named(name)
    if find_user(email) is not None:
        raise Invalid({"email": "taken"})
    user = User(
        email=email,
        name=name,
        password_hash=passwords.hashed(password, about=(name, email)) if password else "",
        administrator=administrator,
        locale=locale,
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    return user


def find_user(email: str) -> int | None:
    """The number of the account with this address."""
    return db.session.scalar(sa.select(User.id).filter_by(email=one_line(email).lower()))


def account(actor: Actor) -> AccountRow:
    """The actor's own account."""
    require(actor, Action.OWN_ACCOUNT)
    user = _own(actor)
    left = db.session.scalar(
        sa.select(sa.func.count(RecoveryCode.id)).where(
            RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
        )
    )
    return read(AccountRow, user, second_factor=bool(user.totp_secret), codes_left=left or 0)


def save_account(actor: Actor, *, name: str, locale: str, version: int | None) -> None:
    """Change one's own name and language; Stale when it was changed meanwhile."""
    require(actor, Action.OWN_ACCOUNT)
    assign(_own(actor), {"name": named(name), "locale": locale}, version=version)
    db.session.flush()


def change_password(
    actor: Actor, *, current: str, password: str, session_id: int | None, now: datetime
) -> None:
    """Set a new password and end the other sessions.

    Raises Invalid: `current` is wrong, or `password` too short, too long or common.
    """
    require(actor, Action.OWN_ACCOUNT)
    user = _own(actor)
    if not passwords.matches(user.password_hash, current):
        raise Invalid({"current": "wrong_password"})
    set_password(user, password)
    end_links(user.id, now=now)
    sessions.end_of_user(user.id, but=session_id, now=now)
    audit.note(actor, None, action="password", noun="users", object_id=user.id)


def set_password(user: User, password: str) -> None:
    """Keep the hash of a new password; Invalid when it isn't good enough."""
    user.password_hash = passwords.hashed(password, about=(user.name, user.email))
    db.session.flush()


def end_links(user_id: int, *purposes: str, now: datetime) -> set[int]:
    """Use up the user's one-time links, all or those of some purposes; which were still good."""
    chosen = [UserToken.purpose.in_(purposes)] if purposes else []
    ended = db.session.scalars(
        sa.update(UserToken)
        .where(
            UserToken.user_id == user_id,
            UserToken.used_at.is_(None),
            UserToken.expires_at > now,
            *chosen,
        )
        .values(used_at=now)
        .returning(UserToken.id)
    )
    return set(ended)


def named(name: str) -> str:
    """A name of one line; Invalid when it is missing or has over 200 characters."""
    name = one_line(name)
    if not name:
        raise Invalid({"name": "required"})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": "too_many_characters"}, {"longest": LONGEST_NAME})
    return name


def address(email: str) -> str:
    """An address in the form in which a user's is kept, in small letters; Invalid if it isn't."""
    checked = contact.email_address(one_line(email))
    if checked is None:
        raise Invalid({"email": "not_an_email"})
    return checked.lower()


def _own(actor: Actor) -> User:
    assert actor.user_id is not None
    return one(User, actor.user_id)
