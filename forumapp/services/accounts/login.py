"""Signing in: the password, then the second factor where there is one.

A view counts the try and commits it, then has the guess looked at: outside a transaction, since
verifying takes long and writers would wait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import ip_address, ip_network

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.models import User
from forumapp.services import limits
from forumapp.services.access import act_as
from forumapp.services.accounts import passwords, second_factor, sessions
from forumapp.services.limits import Limited
from forumapp.services.rows import one


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Somebody who knew the password; `stamp` marks which one, should it change meanwhile."""

    user_id: int
    stamp: str
    second_factor: bool
    renewed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session's identifier, and the language the user likes."""

    token: str
    locale: str


def count_login(*, email: str, address: str, now: datetime) -> tuple[int, ...]:
    """Count a try to sign in; TooMany over the limit of the account or of the network address."""
    return (
        limits.spend(Limited.LOGIN_FROM_ADDRESS, _network(address), now=now),
        limits.spend(Limited.LOGIN_OF_ACCOUNT, _canonical(email), now=now),
    )


def count_code(user_id: int, *, address: str, now: datetime) -> tuple[int, ...]:
    """Count a guess at a second factor: it is a try to sign in as well."""
    email = one(User, user_id).email
    return (
        limits.spend(Limited.CODE, str(user_id), now=now),
        *count_login(email=email, address=address, now=now),
    )


def count_reset(*, email: str, address: str, now: datetime) -> None:
    """Count a request for a new password, whether there is such an account or not."""
    limits.spend(Limited.LOGIN_FROM_ADDRESS, _network(address), now=now)
    limits.spend(Limited.RESET_OF_ACCOUNT, _canonical(email), now=now)


def count_own(user_id: int, *, now: datetime) -> tuple[int, ...]:
    """Count a guess at a password or code in a session that is signed in already."""
    return (limits.spend(Limited.CODE, str(user_id), now=now),)


def recognise(*, email: str, password: str) -> Recognised | None:
    """Who has this address and password; it takes as long when there is no such account."""
    user = db.session.scalar(sa.select(User).filter_by(email=_canonical(email), active=True))
    kept = user.password_hash if user else ""
    if not passwords.matches(kept, password) or user is None:
        return None
    return Recognised(
        user_id=user.id,
        stamp=passwords.stamp(kept),
        second_factor=bool(user.totp_secret),
        renewed=passwords.renewed(kept, password),
    )


def passed_password(found: Recognised, *, tries: tuple[int, ...]) -> Recognised:
    """Take the tries back that led to the right password; the second factor is still to come."""
    limits.forgive(tries)
    user = one(User, found.user_id)
    _renew(user, found)
    return replace(found, stamp=passwords.stamp(user.password_hash), renewed=None)


def still_recognised(user_id: int, stamp: str) -> Recognised | None:
    """The same a moment later, on the page of the second factor."""
    user = db.session.scalar(sa.select(User).filter_by(id=user_id, active=True))
    if user is None or not user.totp_secret or passwords.stamp(user.password_hash) != stamp:
        return None
    return Recognised(user_id=user.id, stamp=stamp, second_factor=True)


def sign_in(
    found: Recognised,
    *,
    code: str = "",
    tries: tuple[int, ...] = (),
    address: str,
    agent: str,
    now: datetime,
) -> SignedIn:
    """Begin a session; Invalid for a wrong code where a second factor is asked for."""
    user = one(User, found.user_id)
    act_as(sessions.actor_of(user))
    if user.totp_secret and not second_factor.accepts(user, code, now=now):
        raise Invalid({"code": "wrong_code"})
    _renew(user, found)
    limits.forgive(tries)
    limits.forget(Limited.LOGIN_OF_ACCOUNT, user.email)
    token = sessions.start(user.id, address=address, agent=agent, now=now)
    return SignedIn(token=token, locale=user.locale)


def _renew(user: User, found: Recognised) -> None:
    """Keep the new hash, unless the password was changed meanwhile."""
    if found.renewed and passwords.stamp(user.password_hash) == found.stamp:
        user.password_hash = found.renewed
        db.session.flush()


def _canonical(email: str) -> str:
    return one_line(email).lower()


def _network(address: str) -> str:
    """What counts as one address: of IPv6 the /64 that a single household or office is given."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped:
        return address
    return str(ip_network((known, 64), strict=False))
