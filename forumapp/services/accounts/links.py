"""One-time links of the staff: to set a new password, or a first one after an invitation.

A token is the link's number, signed for its purpose (HMAC with SHA-256), so that whoever sends the
mail can make it again from the number; in the database lies its hash alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from itsdangerous import URLSafeSerializer

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.mail import MailKind
from forumapp.domain.text import one_line
from forumapp.models import User, UserToken
from forumapp.services import audit, limits, mail
from forumapp.services.access import act_as, require
from forumapp.services.accounts import sessions, users
from forumapp.services.accounts.sessions import actor_of
from forumapp.services.limits import Limited


class LinkPurpose(StrEnum):
    """What a link is good for; each is also the first part of its address."""

    RESET = "reset"
    INVITE = "invite"


LASTS = {LinkPurpose.RESET: timedelta(hours=1), LinkPurpose.INVITE: timedelta(days=14)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """Whose link it is."""

    user_id: int
    email: str
    name: str


def issue(user_id: int, purpose: LinkPurpose, *, now: datetime) -> int:
    """Make a link, in place of earlier ones for the same purpose; its number."""
    users.end_links(user_id, purpose, now=now)
    row = UserToken(
        user_id=user_id,
        purpose=purpose,
        token_hash=secrets.token_hex(32),  # of nothing, until the number to sign is known
        expires_at=now + LASTS[purpose],
    )
    db.session.add(row)
    db.session.flush()
    row.token_hash = _hash(_signed(row, settings().secret_key))
    db.session.flush()
    return row.id


def path(link_id: int) -> str:
    """The address of a link below the site's own, for the mail that carries it."""
    row = db.session.get_one(UserToken, link_id)
    for key in (settings().secret_key, *settings().secret_key_fallbacks):
        token = _signed(row, key)
        if _hash(token) == row.token_hash:
            return f"/{row.purpose}/{token}"
    raise NotFound  # the key that signed it is gone


def opened(token: str, purpose: LinkPurpose, *, now: datetime) -> LinkRow:
    """Whose link it is; NotFound when it was never made, is used, replaced or too old."""
    row = _found(token, purpose, now)
    user = db.session.get_one(User, row.user_id)
    return LinkRow(user_id=user.id, email=user.email, name=user.name)


def use(
    token: str,
    purpose: LinkPurpose,
    *,
    password: str,
    name: str | None = None,
    locale: str | None = None,
    now: datetime,
) -> None:
    """Set the password, once, and sign the user out everywhere; a second factor stays on.

    Who holds the mailbox need not wait for tries that somebody else made.
    Raises NotFound as `opened` does, and Invalid for a password that isn't good enough.
    """
    row = _found(token, purpose, now)
    user = db.session.get_one(User, row.user_id)
    actor = actor_of(user)
    act_as(actor)
    if name is not None:
        user.name = users.named(name)
    if locale is not None:
        user.locale = locale
    users.set_password(user, password)
    if row.id not in users.end_links(user.id, now=now):
        raise NotFound  # another request was quicker
    sessions.end_of_user(user.id, now=now)
    limits.forget(Limited.LOGIN_OF_ACCOUNT, user.email)
    audit.note(actor, None, action=purpose, noun="users", object_id=user.id)


def ask_for_reset(email: str, *, now: datetime) -> None:
    """Mail a link to set a new password, if there is such an account; the caller never learns."""
    user = db.session.scalar(sa.select(User).filter_by(email=one_line(email).lower(), active=True))
    if user is not None:
        _mail(MailKind.PASSWORD_RESET, user, issue(user.id, LinkPurpose.RESET, now=now), now=now)


def reset_path(actor: Actor, user_id: int, *, now: datetime) -> str:
    """A link to set a new password, to be handed over by whoever administers the system."""
    require(actor, Action.ADMINISTER)
    audit.note(actor, None, action="reset_link", noun="users", object_id=user_id)
    return path(issue(user_id, LinkPurpose.RESET, now=now))


def invite(
    user: User, *, by: Actor = SYSTEM, event_id: int | None = None, role: str = "", now: datetime
) -> None:
    """Mail somebody that they are in a team now, with a link while they have no password."""
    link = None if user.password_hash else issue(user.id, LinkPurpose.INVITE, now=now)
    facts = {"by": by.name, "role": role}
    _mail(MailKind.STAFF_INVITED, user, link, event_id=event_id, now=now, **facts)


def _mail(
    kind: MailKind,
    user: User,
    link: int | None,
    *,
    event_id: int | None = None,
    now: datetime,
    **facts: str,
) -> None:
    subject = f"link:{link}" if link else f"{user.id}:{event_id}:{now.timestamp():.0f}"
    mail.write(
        kind,
        key=f"{kind}:{subject}",
        user_id=user.id,
        event_id=event_id,
        locale=user.locale,
        facts={**facts, "link": link},
        now=now,
    )


def _found(token: str, purpose: LinkPurpose, now: datetime) -> UserToken:
    row = db.session.scalar(
        sa.select(UserToken)
        .join(User, User.id == UserToken.user_id)
        .where(UserToken.token_hash == _hash(token), *_good(now), User.active)
        .where(UserToken.purpose == purpose)
    )
    if row is None:
        raise NotFound
    return row


def _good(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return UserToken.used_at.is_(None), UserToken.expires_at > now


def _signed(row: UserToken, key: str) -> str:
    serializer = URLSafeSerializer(
        key, salt=f"forumapp {row.purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
    # Numbers of deleted rows may come again: with the expiry, their tokens don't.
    return str(serializer.dumps([row.id, row.user_id, int(row.expires_at.timestamp())]))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
