"""Limits on guessing: tries are counted in a small table, by what and who."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.errors import TooMany
from forumapp.models import Attempt


class Limited(StrEnum):
    """What is limited; whom it is counted for is in the name."""

    LOGIN_OF_ACCOUNT = "login_of_account"
    LOGIN_FROM_ADDRESS = "login_from_address"
    RESET_OF_ACCOUNT = "reset_of_account"
    CODE = "code"
    LINK_OF_PERSON = "link_of_person"
    LINK_FROM_ADDRESS = "link_from_address"
    FORM_FOR_ADDRESS = "form_for_address"
    FILE_OF_ACCOUNT = "file_of_account"
    VOLUME_FROM_ADDRESS = "volume_from_address"
    LETTER_FROM_ADDRESS = "letter_from_address"
    VOLUME_OF_EVENT = "volume_of_event"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so long a time."""

    tries: int
    within: timedelta


DAY = timedelta(days=1)
LIMITS: Mapping[Limited, tuple[Limit, ...]] = {
    Limited.LOGIN_OF_ACCOUNT: (Limit(5, timedelta(minutes=15)), Limit(10, DAY)),
    Limited.LOGIN_FROM_ADDRESS: (Limit(50, timedelta(minutes=15)),),
    Limited.RESET_OF_ACCOUNT: (Limit(5, timedelta(hours=1)),),
    Limited.CODE: (Limit(10, timedelta(minutes=1)),),
    Limited.LINK_OF_PERSON: (Limit(5, timedelta(hours=1)),),
    Limited.LINK_FROM_ADDRESS: (Limit(20, timedelta(hours=1)),),
    # One office may register its whole delegation, but nobody's mailbox is filled by strangers.
    Limited.FORM_FOR_ADDRESS: (Limit(30, timedelta(hours=1)),),
    # Each file that is read takes a process of its own for seconds.
    Limited.FILE_OF_ACCOUNT: (Limit(30, timedelta(minutes=10)),),
    # Files that readers put together for themselves: a worker has other things to do too.
    Limited.VOLUME_FROM_ADDRESS: (Limit(12, timedelta(hours=1)),),
    # Wrong codes of letters alone are counted: a consulate checks many that are right.
    Limited.LETTER_FROM_ADDRESS: (Limit(20, timedelta(minutes=15)),),
    Limited.VOLUME_OF_EVENT: (Limit(60, timedelta(hours=1)),),
}
SWEEP = 100  # every so many tries, those that no limit counts any more are thrown away


def spend(what: Limited, who: str, *, now: datetime) -> int:
    """Count a try and return its number; TooMany when it is one over a limit.

    Commit it before the guess is looked at, so that a wrong one stays counted. A refused try isn't
    counted: the wait doesn't grow longer by knocking.
    """
    bucket = _bucket(what, who)
    _one_at_a_time(bucket)
    for limit in LIMITS[what]:
        _check(bucket, limit, now)
    attempt = Attempt(bucket=bucket, at=now)
    db.session.add(attempt)
    db.session.flush()
    if attempt.id % SWEEP == 0:
        db.session.execute(sa.delete(Attempt).where(Attempt.at <= now - DAY))
    return attempt.id


def forgive(tries: Iterable[int]) -> None:
    """Take tries back that turned out to be right."""
    db.session.execute(sa.delete(Attempt).where(Attempt.id.in_(tuple(tries))))


def forget(what: Limited, who: str) -> None:
    """Begin to count anew, once somebody has shown who they are."""
    db.session.execute(sa.delete(Attempt).where(Attempt.bucket == _bucket(what, who)))


def _check(bucket: str, limit: Limit, now: datetime) -> None:
    """Raise TooMany with the seconds until the oldest try that counts no longer does."""
    counted = db.session.scalars(
        sa.select(Attempt.at)
        .where(Attempt.bucket == bucket, Attempt.at > now - limit.within)
        .order_by(Attempt.at.desc())
        .limit(limit.tries)
    ).all()
    if len(counted) == limit.tries:
        wait = counted[-1] + limit.within - now
        raise TooMany(seconds=max(1, -int(-wait.total_seconds() // 1)))


def _one_at_a_time(bucket: str) -> None:
    """Have parallel tries wait for each other; on SQLite the unit of work sees to it."""
    if db.session().get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(bucket.encode()).digest()[:8], signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _bucket(what: Limited, who: str) -> str:
    """What and who, hashed: what people type into the wrong field isn't kept."""
    return f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
