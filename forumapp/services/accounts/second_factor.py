"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeTimedSerializer

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid
from forumapp.models import RecoveryCode, User
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.accounts import passwords
from forumapp.services.rows import one

STEP = 30  # seconds a code is shown
SLACK = (-1, 0, 1)  # steps by which the clocks may differ
CODES = 10
TO_ENROL = timedelta(minutes=30)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_GROUPS, _LONG = 4, 4  # 79 bits, so a plain hash keeps them


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What an authenticator app needs, and a ticket that brings the secret back to us."""

    secret: str
    address: str
    ticket: str


def enrol(actor: Actor, *, issuer: str, ticket: str = "") -> Enrolment:
    """A secret to put into an app: that of the ticket while it is good, else a new one."""
    import pyotp

    require(actor, Action.OWN_ACCOUNT)
    user = _own(actor)
    if user.totp_secret:
        raise Conflict("two_step_is_on")
    secret = _secret_of(ticket, user.id) or pyotp.random_base32()
    return Enrolment(
        secret=secret,
        address=pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=issuer),
        ticket=_serializer().dumps([user.id, secret]),
    )


def turn_on(
    actor: Actor, *, ticket: str, password: str, code: str, now: datetime
) -> tuple[str, ...]:
    """Turn the second factor on, proven by a first code; the recovery codes, shown this once.

    Raises Invalid for a wrong `password` or `code`, and for a `ticket` that is too old.
    """

    require(actor, Action.OWN_ACCOUNT)
    user = _own(actor)
    if user.totp_secret:
        raise Conflict("two_step_is_on")
    secret = _secret_of(ticket, user.id)
    if secret is None:
        raise Invalid({"code": "ticket_too_old"})
    _check_password(user, password)
    step = _step_of(secret, code, after=0, now=now)
    if step is None:
        raise Invalid({"code": "wrong_code"})
    user.totp_secret, user.totp_last_step = secret, step
    db.session.flush()
    return _new_codes(user)


def turn_off(actor: Actor, *, password: str, code: str, now: datetime) -> None:
    """Turn the second factor off; Invalid for a wrong `password` or `code`."""
    require(actor, Action.OWN_ACCOUNT)
    user = _proven(actor, password=password, code=code, now=now)
    forget(user)


def forget(user: User) -> None:
    """Take the second factor away from an account."""
    user.totp_secret, user.totp_last_step = None, 0
    db.session.execute(sa.delete(RecoveryCode).filter_by(user_id=user.id))
    db.session.flush()


def renew_codes(actor: Actor, *, password: str, code: str, now: datetime) -> tuple[str, ...]:
    """New recovery codes in place of the old; Invalid for a wrong `password` or `code`."""
    require(actor, Action.OWN_ACCOUNT)
    user = _proven(actor, password=password, code=code, now=now)
    audit.note(actor, None, action="recovery_codes", noun="users", object_id=user.id)
    return _new_codes(user)


def accepts(user: User, code: str, *, now: datetime) -> bool:
    """Whether this is the app's code, not used yet, or an unused recovery code; it is used now."""
    typed = re.sub(r"[\s-]+", "", code).lower()
    return _accepts_step(user, typed, now) or _accepts_recovery(user, typed, now)


def _accepts_step(user: User, code: str, now: datetime) -> bool:
    step = _step_of(user.totp_secret or "", code, after=user.totp_last_step, now=now)
    if step is None:
        return False
    # Of two requests with one code, only the first moves the step on.
    moved = db.session.execute(
        sa.update(User)
        .where(User.id == user.id, User.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(User.id)
    )
    return moved.first() is not None


def _accepts_recovery(user: User, code: str, now: datetime) -> bool:
    used = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).first()
    if used is None:
        return False
    actor = Actor(user_id=user.id, name=user.name)
    audit.note(actor, None, action="recovery_code", noun="users", object_id=user.id)
    return True


def _step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """The time step whose code this is, if it is near and later than the last one used."""
    import pyotp

    app, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    typed = re.sub(r"[\s-]+", "", code).encode()
    for step in (current + slack for slack in SLACK):
        if step > after and hmac.compare_digest(app.generate_otp(step).encode(), typed):
            return step
    return None


def _proven(actor: Actor, *, password: str, code: str, now: datetime) -> User:
    user = _own(actor)
    if not user.totp_secret:
        raise Conflict("two_step_is_off")
    _check_password(user, password)
    if not accepts(user, code, now=now):
        raise Invalid({"code": "wrong_code"})
    return user


def _check_password(user: User, password: str) -> None:
    if not passwords.matches(user.password_hash, password):
        raise Invalid({"password": "wrong_password"})


def _new_codes(user: User) -> tuple[str, ...]:
    db.session.execute(sa.delete(RecoveryCode).filter_by(user_id=user.id))
    codes = tuple(_code() for _ in range(CODES))
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=_hash(code.replace("-", ""))) for code in codes
    )
    db.session.flush()
    return codes


def _code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)


def _secret_of(ticket: str, user_id: int) -> str | None:
    try:
        owner, secret = _serializer().loads(ticket, max_age=int(TO_ENROL.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    return str(secret) if owner == user_id else None


def _serializer() -> URLSafeTimedSerializer:
    keys = [*reversed(settings().secret_key_fallbacks), settings().secret_key]
    return URLSafeTimedSerializer(
        keys, salt="forumapp enrolment", signer_kwargs={"digest_method": hashlib.sha256}
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _own(actor: Actor) -> User:
    assert actor.user_id is not None
    return one(User, actor.user_id)
