"""Sessions and the rules of their times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count

from forumapp.domain import clock
from forumapp.domain.errors import Invalid

CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9.-]{0,18}[A-Z0-9])?")
LONGEST = timedelta(hours=24)
_NUMBERED = re.compile(r"(?P<series>[A-Z0-9.-]{0,12}?[A-Z.-])(?P<number>\d{1,6})")


class SessionKind(StrEnum):
    CEREMONY = "ceremony"
    PLENARY = "plenary"
    PARALLEL = "parallel"
    BREAK = "break"
    SOCIAL = "social"
    CLOSED = "closed"


class Visibility(StrEnum):
    """Who reads of a session: everyone, those registered, or the secretariat alone."""

    PUBLIC = "public"
    REGISTERED = "registered"
    SECRETARIAT = "secretariat"


def check_times(
    starts: datetime, ends: datetime, *, zone: str, first_day: date, last_day: date
) -> None:
    """Refuse wall times that don't exist, run backwards or leave the event's days.

    Raises Invalid with the field and one of `no_such_time`, `ends_before_start`, `too_long`,
    `outside_event`.
    """
    errors: dict[str, str] = {}
    for field, wall in (("starts", starts), ("ends", ends)):
        if not clock.exists(wall, zone):
            errors[field] = "no_such_time"
    if not errors:
        length = clock.instant(ends, zone) - clock.instant(starts, zone)
        if length <= timedelta():
            errors["ends"] = "ends_before_start"
        elif length > LONGEST:
            errors["ends"] = "too_long"
        elif not first_day <= starts.date() <= last_day:
            errors["starts"] = "outside_event"
    if errors:
        raise Invalid(errors)


def minutes(starts: datetime, ends: datetime) -> int:
    """The length of a session in whole minutes, between wall times of one zone."""
    return int((ends - starts).total_seconds() // 60)


def free_code(taken: Iterable[str], *, like: str = "") -> str:
    """The next code of the series in use: after P01 and P02 comes P03; the first of all is S1.

    The series is that of `like`, else the one that most codes belong to.
    """
    return next(free_codes(taken, like=like))


def free_codes(taken: Iterable[str], *, like: str = "") -> Iterator[str]:
    """One code after the other of that series."""
    known = [found for code in taken if (found := _NUMBERED.fullmatch(code))]
    series = Counter(found["series"] for found in known)
    model = _NUMBERED.fullmatch(like)
    chosen = model["series"] if model else (series.most_common(1) or [("S", 0)])[0][0]
    numbers = [found["number"] for found in known if found["series"] == chosen]
    width = max((len(number) for number in numbers), default=1)
    last = max((int(number) for number in numbers), default=0)
    return (f"{chosen}{number:0{width}d}" for number in count(last + 1))
