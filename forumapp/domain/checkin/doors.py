"""Doors: what one leads to, the day it is kept, and the code that opens it for its staff."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum

from forumapp.domain import clock

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another
GROUPS, LONG = 3, 4  # of a staff code: 12 letters of 30 are 58 bits
EVE = timedelta(
    hours=8
)  # so long before its day the list may be fetched: from four in the afternoon
DELIVERS = timedelta(days=7)  # after its day, so long a phone may still hand in what it kept
_TAKEN_FOR = str.maketrans("", "", " -\t\u2010\u2011\u2013")


class DoorScope(StrEnum):
    """What a door leads to."""

    EVENT = "event"
    PART = "part"
    SESSION = "session"


def code_hash(code: str) -> str:
    """What is kept of a staff code, however it is typed: with or without dashes, in any case."""
    return hashlib.sha256(code.upper().translate(_TAKEN_FOR).encode()).hexdigest()


def written(letters: str) -> str:
    """A code as people read it: K7QM-4XWP-2BCD."""
    return "-".join(letters[at : at + LONG] for at in range(0, len(letters), LONG))


def is_kept(day: date, zone: str, *, now: datetime) -> bool:
    """Whether it is the door's day at the venue."""
    return clock.wall(now, zone).date() == day


def lists(day: date, zone: str, *, now: datetime) -> bool:
    """Whether a phone is given the list: on the day, and the evening before."""
    first = datetime.combine(day, datetime.min.time())
    return first - EVE <= clock.wall(now, zone) < first + timedelta(days=1)


def delivers(day: date, zone: str, *, now: datetime) -> bool:
    """Whether scans of the door's day may still be handed in."""
    wall = clock.wall(now, zone)
    first = datetime.combine(day, datetime.min.time())
    return first - EVE <= wall < first + timedelta(days=1) + DELIVERS
