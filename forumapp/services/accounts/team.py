"""Who works on an event, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor, Role
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.text import one_line
from forumapp.models import Event, EventRole, User
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.accounts import links, users

ORDER = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member of an event's team; `waiting` while they have set no password."""

    user_id: int
    name: str
    email: str
    role: Role
    active: bool
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Somebody who joined the team; `invited` when the account was made for it."""

    name: str
    invited: bool


def members(actor: Actor, event_id: int) -> tuple[MemberRow, ...]:
    """The members of the team, owners first, then by name."""
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    rows = db.session.execute(
        sa.select(User, EventRole.role)
        .join(EventRole, EventRole.user_id == User.id)
        .where(EventRole.event_id == event_id)
        .order_by(sa.func.lower(User.name), User.id)
    )
    found = (
        MemberRow(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=role,
            active=user.active,
            waiting=not user.password_hash,
        )
        for user, role in rows
    )
    return tuple(sorted(found, key=lambda member: ORDER.index(member.role)))


def add_member(
    actor: Actor,
    event_id: int,
    *,
    email: str,
    name: str,
    role: Role,
    locale: str,
    now: datetime,
) -> Added:
    """Give somebody a role and tell them by mail, making an account where there is none.

    Raises Invalid for an address that is none, is in the team already or has a closed account,
    and for a missing name where the account is new.
    """
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    email = users.address(email)
    user = db.session.scalar(sa.select(User).filter_by(email=email))
    invited = user is None
    if user is None:
        user = users.make(email=email, name=name, locale=locale, now=now)
    elif not user.active:
        raise Invalid({"email": "account_closed"})
    if _held(event_id, user.id) is not None:
        raise Invalid({"email": "in_team"})
    grant(actor, event_id, user.id, role)
    links.invite(user, by=actor, event_id=event_id, role=role, now=now)
    return Added(name=one_line(user.name), invited=invited)


def change_role(actor: Actor, event_id: int, user_id: int, *, role: Role, was: Role) -> None:
    """Change a member's role from what it was.

    Raises Conflict when it was changed meanwhile (`changed`) or no owner would be left
    (`last_owner`).
    """
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    held = _member(event_id, user_id)
    if held.role is not was and held.role is not role:
        raise Conflict("changed")
    if role is not Role.OWNER:
        _keep_an_owner(held)
    grant(actor, event_id, user_id, role)


def remove_member(actor: Actor, event_id: int, user_id: int) -> None:
    """Take a member out of the team; Conflict `last_owner` when no owner would be left."""
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    held = _member(event_id, user_id)
    _keep_an_owner(held)
    _note(actor, held, before=held.role, after=None)
    db.session.delete(held)
    db.session.flush()


def invite_again(actor: Actor, event_id: int, user_id: int, *, now: datetime) -> None:
    """Mail a new link to a member; Conflict when they have set a password already."""
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    held = _member(event_id, user_id)
    user = db.session.get_one(User, user_id)
    if user.password_hash or not user.active:
        raise Conflict("not_waiting")
    links.invite(user, by=actor, event_id=event_id, role=held.role, now=now)


def grant(actor: Actor, event_id: int, user_id: int, role: Role) -> None:
    """Give a user a role in an event, in place of any other."""
    require(actor, Action.EDIT_ROLES, event_id=event_id)
    held = _held(event_id, user_id)
    before = held.role if held else None
    if held is None:
        held = EventRole(event_id=event_id, user_id=user_id, role=role)
        db.session.add(held)
    held.role = role
    db.session.flush()
    _note(actor, held, before=before, after=role)


def _member(event_id: int, user_id: int) -> EventRole:
    """A member's role; the event is held, so that two owners can't remove each other at once."""
    lock(Event, event_id)
    held = _held(event_id, user_id)
    if held is None:
        raise NotFound
    return held


def _held(event_id: int, user_id: int) -> EventRole | None:
    return db.session.scalar(
        sa.select(EventRole)
        .filter_by(event_id=event_id, user_id=user_id)
        .execution_options(populate_existing=True)
    )


def _keep_an_owner(held: EventRole) -> None:
    if held.role is not Role.OWNER:
        return
    others = sa.select(sa.func.count(EventRole.id)).join(User, User.id == EventRole.user_id)
    left = db.session.scalar(
        others.where(
            EventRole.event_id == held.event_id,
            EventRole.role == Role.OWNER,
            EventRole.user_id != held.user_id,
            User.active,
        )
    )
    if not left:
        raise Conflict("last_owner")


def _note(actor: Actor, held: EventRole, *, before: Role | None, after: Role | None) -> None:
    if before is after:
        return
    audit.note(
        actor,
        held.event_id,
        action="create" if before is None else "delete" if after is None else "update",
        noun="event_roles",
        object_id=held.id,
        before={"user_id": held.user_id, "role": before} if before else {},
        after={"user_id": held.user_id, "role": after} if after else {},
    )
