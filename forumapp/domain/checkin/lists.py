"""What a phone knows of everybody at its door, so that it can decide without a network."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forumapp.domain.checkin.verdicts import Badge
from forumapp.domain.text import Translated

DIGEST = 12  # bytes of a badge code's hash: enough that nobody finds a code that fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person; `digests` are those of the badge codes that are good."""

    id: int
    digests: tuple[str, ...]
    name: str
    native_name: str = ""
    organisation: Translated = Translated()
    country: str = ""
    category_id: int | None = None
    badge: Badge
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorList:
    """The list of a door from the first instant of its day to the first of the next.

    `revoked` has the digests of badges that were good once, with their owners' numbers.
    """

    door_key: str
    part_id: int | None
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    parts: tuple[tuple[int, Translated], ...]
    categories: Mapping[int, Translated]
    people: tuple[Listed, ...]
    revoked: Mapping[str, int] = field(default_factory=dict)


def digest(code: str) -> str:
    """What a list holds of a badge's code: the first bytes of its SHA-256, as base64url."""
    return urlsafe_b64encode(hashlib.sha256(code.encode()).digest()[:DIGEST]).decode()
