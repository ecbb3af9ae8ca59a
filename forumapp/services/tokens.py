"""Links that name a person: signed, bound to one purpose, and ended by raising a version.

Nothing of them is kept: a token is the person's number and the version of the purpose, with a
MAC (HMAC with SHA-256) under a key derived for the purpose.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import lru_cache

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.errors import NotFound
from forumapp.models import Person


class Purpose(StrEnum):
    """What a token is good for."""

    PARTICIPATION = "participation"
    FEED = "feed"
    JOIN = "join"
    BADGE = "badge"
    ANSWER = "answer"


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
        raise NotFound
    if getattr(person, _VERSIONS[purpose]) != version:
        raise Revoked
    return person, tuple(more)


class Revoked(NotFound):
    """A token that was good once."""


def rotate(person: Person, purpose: Purpose) -> None:
    """End every token of this purpose that the person has."""
    name = _VERSIONS[purpose]
    setattr(person, name, getattr(person, name) + 1)


def _serializer(purpose: Purpose) -> URLSafeSerializer:
    return _made(purpose, (*reversed(settings().secret_key_fallbacks), settings().secret_key))


@lru_cache
def _made(purpose: Purpose, keys: tuple[str, ...]) -> URLSafeSerializer:
    return URLSafeSerializer(
        list(keys), salt=f"forumapp {purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
