"""Links that name a person or a delegation: signed, for one purpose, ended by a new version.

Nothing of them is kept: a token is the number of whom it names and the version of the purpose,
with a MAC (HMAC with SHA-256) under a key derived for the purpose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.errors import NotFound
from forumapp.models import Delegation, MergedPerson, Person, PersonalCode


class Purpose(StrEnum):
    """What a token is good for."""

    PARTICIPATION = "participation"
    FEED = "feed"
    JOIN = "join"
    BADGE = "badge"
    ANSWER = "answer"


FORMER = 10  # tokens that are over and still told apart from those that never were
_VERSIONS = {
    Purpose.PARTICIPATION: "link_version",
    Purpose.FEED: "feed_version",
    Purpose.JOIN: "join_version",
    Purpose.BADGE: "link_version",
    Purpose.ANSWER: "link_version",
}


def sign(person: Person, purpose: Purpose, *more: int) -> str:
    """A token for this person and purpose; `more` narrows it (a join token names its session)."""
    return _serializer(purpose).dumps([person.id, getattr(person, _VERSIONS[purpose]), *more])


def every(person: Person, purpose: Purpose) -> tuple[str, ...]:
    """The tokens of this person and purpose that are good, one for each of the secret keys."""
    return _signed(person.id, getattr(person, _VERSIONS[purpose]), purpose)


def former(person: Person, purpose: Purpose) -> tuple[str, ...]:
    """The last tokens of this person and purpose that are over, because there are newer ones."""
    version: int = getattr(person, _VERSIONS[purpose])
    over = range(max(1, version - FORMER), version)
    return tuple(token for number in over for token in _signed(person.id, number, purpose))


def inherited(event_id: int, purpose: Purpose) -> Mapping[int, tuple[str, ...]]:
    """The tokens that each person of an event has from those who turned out to be the same."""
    merged = db.session.execute(
        sa.select(MergedPerson)
        .join(Person, Person.id == MergedPerson.kept_id)
        .where(Person.event_id == event_id)
    ).scalars()
    found: dict[int, tuple[str, ...]] = {}
    for row in merged:
        version: int = getattr(row, _VERSIONS[purpose])
        signed = _signed(row.dropped_id, version, purpose)
        found[row.kept_id] = (*found.get(row.kept_id, ()), *signed)
    return found


def read(token: str, purpose: Purpose) -> tuple[Person, tuple[int, ...]]:
    """The person a token names, and what narrows it.

    Raises NotFound for a token that was never signed and Revoked for one whose version is over.
    """
    try:
        person_id, version, *more = _serializer(purpose).loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound from None
    person = db.session.scalar(sa.select(Person).filter_by(id=person_id))
    if person is None:
        return _merged(person_id, version, purpose), tuple(more)
    if getattr(person, _VERSIONS[purpose]) != version:
        raise Revoked
    return person, tuple(more)


def _merged(person_id: int, version: int, purpose: Purpose) -> Person:
    """Whom somebody turned out to be whose token this is."""
    found = db.session.execute(
        sa.select(MergedPerson, Person)
        .join(Person, Person.id == MergedPerson.kept_id)
        .where(MergedPerson.dropped_id == person_id)
    ).first()
    if found is None:
        raise NotFound
    if getattr(found[0], _VERSIONS[purpose]) != version:
        raise Revoked
    return found[1]


class Revoked(NotFound):
    """A token that was good once."""


def rotate(person: Person, purpose: Purpose) -> None:
    """End every token of this purpose that the person has."""
    name = _VERSIONS[purpose]
    setattr(person, name, getattr(person, name) + 1)


NOMINATION = "nomination"


def sign_for_delegation(delegation: Delegation) -> str:
    """The token of a delegation's focal point."""
    return _serializer(NOMINATION).dumps([delegation.id, delegation.link_version])


def read_of_delegation(token: str) -> Delegation:
    """The delegation of a token; NotFound for one never signed, or ended by a newer one."""
    try:
        delegation_id, version = _serializer(NOMINATION).loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound from None
    found = db.session.scalar(sa.select(Delegation).filter_by(id=delegation_id))
    if found is None or not found.link_version or found.link_version != version:
        raise NotFound
    return found


CODE = "code"


def sign_code(code: PersonalCode) -> str:
    """The personal code of somebody who is invited to register."""
    return _serializer(CODE).dumps([code.id, code.link_version])


def read_code(token: str) -> PersonalCode:
    """Whose personal code it is; NotFound for one never signed, or of another version."""
    try:
        code_id, version = _serializer(CODE).loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound from None
    found = db.session.scalar(sa.select(PersonalCode).filter_by(id=code_id))
    if found is None or found.link_version != version:
        raise NotFound
    return found


def _signed(person_id: int, version: int, purpose: Purpose) -> tuple[str, ...]:
    keys = (settings().secret_key, *settings().secret_key_fallbacks)
    return tuple(_made(purpose, (key,)).dumps([person_id, version]) for key in keys)


def _serializer(purpose: str) -> URLSafeSerializer:
    return _made(purpose, (*reversed(settings().secret_key_fallbacks), settings().secret_key))


@lru_cache
def _made(purpose: str, keys: tuple[str, ...]) -> URLSafeSerializer:
    return URLSafeSerializer(
        list(keys), salt=f"forumapp {purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
