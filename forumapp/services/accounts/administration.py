"""All accounts of the installation, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor, Role
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.text import Translated, one_line
from forumapp.models import Event, EventRole, User, UserSession
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.accounts import links, second_factor, sessions, users
from forumapp.services.rows import assign, one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """An account as its administrators see it; `waiting` while no password has been set."""

    id: int
    version: int
    email: str
    name: str
    locale: str
    administrator: bool
    active: bool
    second_factor: bool
    waiting: bool
    created_at: datetime
    seen_at: datetime | None
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role in an event."""

    slug: str
    title: Translated
    role: Role


def list_users(
    actor: Actor, *, query: str = "", page: int = 1, size: int = 50
) -> tuple[UserRow, ...]:
    """Accounts whose name or address has the words, by name."""
    require(actor, Action.ADMINISTER)
    statement = _with_counts().where(*_matching(query)).order_by(sa.func.lower(User.name), User.id)
    rows = db.session.execute(statement.limit(size).offset((page - 1) * size))
    return tuple(_row(user, seen_at, events) for user, seen_at, events in rows)


def count_users(actor: Actor, *, query: str = "") -> int:
    """How many accounts there are with these words."""
    require(actor, Action.ADMINISTER)
    return db.session.scalar(sa.select(sa.func.count(User.id)).where(*_matching(query))) or 0


def user(actor: Actor, user_id: int) -> UserRow:
    """One account; NotFound when there is none."""
    require(actor, Action.ADMINISTER)
    one(User, user_id)
    found, seen_at, events = db.session.execute(_with_counts().where(User.id == user_id)).one()
    return _row(found, seen_at, events)


def roles_of(actor: Actor, user_id: int) -> tuple[HeldRole, ...]:
    """The user's roles, in the latest events first."""
    require(actor, Action.ADMINISTER)
    rows = db.session.execute(
        sa.select(Event.slug, Event.title, EventRole.role)
        .join(EventRole, EventRole.event_id == Event.id)
        .where(EventRole.user_id == user_id)
        .order_by(Event.starts_on.desc())
    )
    return tuple(HeldRole(slug=slug, title=title, role=role) for slug, title, role in rows)


def invite_user(
    actor: Actor, *, email: str, name: str, administrator: bool, locale: str, now: datetime
) -> int:
    """Make an account and mail a link to set its password; Invalid as `add_user` says."""
    require(actor, Action.ADMINISTER)
    made = users.make(email=email, name=name, administrator=administrator, locale=locale, now=now)
    links.invite(made, by=actor, now=now)
    return made.id


def invite_user_again(actor: Actor, user_id: int, *, now: datetime) -> None:
    """Mail a new link; Conflict when a password has been set already or the account is closed."""
    require(actor, Action.ADMINISTER)
    invited = one(User, user_id)
    if invited.password_hash or not invited.active:
        raise Conflict("not_waiting")
    links.invite(invited, by=actor, now=now)


def save_user(
    actor: Actor, user_id: int, *, email: str, name: str, version: int | None, now: datetime
) -> None:
    """Change name and address; Invalid when the address is no address or another's.

    Links that were mailed to an earlier address are dead from then on.
    """
    require(actor, Action.ADMINISTER)
    email = users.address(email)
    if users.find_user(email) not in (None, user_id):
        raise Invalid({"email": "taken"})
    target = one(User, user_id)
    moved = target.email != email
    assign(target, {"email": email, "name": users.named(name)}, version=version)
    db.session.flush()
    if moved:
        users.end_links(user_id, now=now)


def set_active(actor: Actor, user_id: int, *, active: bool, now: datetime) -> None:
    """Open or close an account; a closed one is signed out and its links are dead.

    Raises Conflict for one's own account, so that an administrator is always left.
    """
    require(actor, Action.ADMINISTER)
    target = _another(actor, user_id)
    target.active = active
    db.session.flush()
    if not active:
        sessions.end_of_user(user_id, now=now)


def set_administrator(actor: Actor, user_id: int, *, administrator: bool) -> None:
    """Give or take the rights of an administrator; Conflict for one's own account."""
    require(actor, Action.ADMINISTER)
    _another(actor, user_id).administrator = administrator
    db.session.flush()


def take_second_factor(actor: Actor, user_id: int, *, now: datetime) -> None:
    """Turn the second factor off for somebody who lost it and every code; ends their sessions."""
    require(actor, Action.ADMINISTER)
    target = _another(actor, user_id)
    if not target.totp_secret:
        raise Conflict("two_step_is_off")
    second_factor.forget(target)
    sessions.end_of_user(user_id, now=now)
    audit.note(actor, None, action="second_factor_taken", noun="users", object_id=user_id)


def _another(actor: Actor, user_id: int) -> User:
    """The user, held until the transaction ends together with who acts, if they are two.

    Two administrators who close each other's account at once would otherwise both succeed.
    """
    if user_id == actor.user_id:
        raise Conflict("own_account")
    lock(User, *(number for number in (user_id, actor.user_id) if number is not None))
    if actor.user_id is not None:
        acting = db.session.get_one(User, actor.user_id, populate_existing=True)
        if not (acting.active and acting.administrator):
            raise Conflict("no_administrator")
    return db.session.scalar(
        sa.select(User).filter_by(id=user_id).execution_options(populate_existing=True)
    ) or one(User, user_id)


def _with_counts() -> sa.Select[User, datetime | None, int]:
    seen = sa.select(sa.func.max(UserSession.seen_at)).where(UserSession.user_id == User.id)
    events = sa.select(sa.func.count(EventRole.id)).where(EventRole.user_id == User.id)
    return sa.select(User, seen.scalar_subquery(), events.scalar_subquery())


def _matching(query: str) -> list[sa.ColumnElement[bool]]:
    return [
        sa.or_(
            User.name.icontains(word, autoescape=True), User.email.icontains(word, autoescape=True)
        )
        for word in one_line(query).split()
    ]


def _row(found: User, seen_at: datetime | None, events: int) -> UserRow:
    return read(
        UserRow,
        found,
        second_factor=bool(found.totp_secret),
        waiting=not found.password_hash,
        seen_at=seen_at,
        events=events,
    )
