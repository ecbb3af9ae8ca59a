"""What a door answers to a badge. static/js/door/verdict.js is this function's twin.

Both are held to the cases in tests/domain/door_verdicts.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """Green: come in. Amber: the staff decide. Red: not with this badge."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Finding(StrEnum):
    """Why."""

    WELCOME = "welcome"
    GOODBYE = "goodbye"
    WRONG_DAY = "wrong_day"
    WRONG_PART = "wrong_part"
    WAITING = "waiting"
    ONLINE_ONLY = "online_only"
    ALREADY_IN = "already_in"
    PENDING = "pending"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    UNKNOWN = "unknown"

    @property
    def verdict(self) -> Verdict:
        if self in _GREEN:
            return Verdict.GREEN
        return Verdict.AMBER if self in _AMBER else Verdict.RED


class Standing(StrEnum):
    """What a badge's owner is: their registration's status, or that this very badge is over."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Place(StrEnum):
    """How someone takes part in one part: a seat, a wish for one, or the line."""

    ROOM = "room"
    WAITING = "waiting"
    ONLINE = "online"


_GREEN = (Finding.WELCOME, Finding.GOODBYE)
_AMBER = (
    *(Finding.WRONG_DAY, Finding.WRONG_PART, Finding.WAITING),
    *(Finding.ONLINE_ONLY, Finding.ALREADY_IN),
)
_NOT_SEATED = {Place.WAITING: Finding.WAITING, Place.ONLINE: Finding.ONLINE_ONLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a door's list says of a badge: `places` has the parts by their numbers."""

    standing: Standing
    places: Mapping[int, Place] = field(default_factory=dict)


def finding(
    badge: Badge | None,
    *,
    part_id: int | None,
    today: bool,
    inside: bool = False,
    leaving: bool = False,
) -> Finding:
    """The answer to a badge at the door of a part, or of all of them (None).

    `badge` is None for a code that the list doesn't have, `today` tells whether it is the door's
    day, `inside` whether the person has come in and not gone out.
    """
    if badge is None:
        return Finding.UNKNOWN
    if badge.standing is not Standing.APPROVED:
        return Finding(badge.standing.value)
    if leaving:
        return Finding.GOODBYE
    if not today:
        return Finding.WRONG_DAY
    place = _place(badge.places, part_id)
    if place is not Place.ROOM:
        return _NOT_SEATED[place] if place else Finding.WRONG_PART
    return Finding.ALREADY_IN if inside else Finding.WELCOME


def _place(places: Mapping[int, Place], part_id: int | None) -> Place | None:
    """The place in this part; at the door of all parts the best there is."""
    if part_id is not None:
        return places.get(part_id)
    return next((place for place in Place if place in places.values()), None)
