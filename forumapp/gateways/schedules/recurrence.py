"""The days on which an entry of a calendar comes back (RFC 5545 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr

MOST = 400  # repeats of one entry
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")


class NotARule(Exception):
    """The rule can't be worked out."""


def starts_of(entry: Any, start: datetime, window: tuple[date, date] | None) -> list[datetime]:
    """Every start of an entry inside these days, its exceptions left out; without a rule, its own.

    All in the zone of `start`. Raises NotARule. Rules without an end need the days; MOST starts
    are given at the utmost.
    """
    rules = _rules(entry)
    extra = list(_moments(entry, "RDATE", start))
    if not rules and not extra:
        return [start]
    left_out = {_key(moment) for moment in _moments(entry, "EXDATE", start)}
    first, last = _bounds(window, start)
    found = {_key(start): start} if first <= start <= last else {}
    for rule in rules:
        found |= {_key(moment): moment for moment in _worked_out(rule, start, first, last)}
    found |= {_key(moment): moment for moment in extra if first <= moment <= last}
    return [found[key] for key in sorted(found) if key not in left_out][: MOST + 1]


def _worked_out(rule: str, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """The starts of one rule: worked out on the wall clock, since that is what repeats."""
    if any(frequency in rule.upper() for frequency in _TOO_OFTEN):
        raise NotARule
    naive = start.replace(tzinfo=None)
    try:
        repeats = rrulestr(_on_wall(rule, start), dtstart=naive)
        walls = repeats.xafter(first.replace(tzinfo=None), inc=True)
        inside = (moment.replace(tzinfo=start.tzinfo) for moment in walls)
        return list(islice(_until(inside, last), MOST + 1))
    except (ValueError, TypeError, OverflowError, KeyError, IndexError):
        raise NotARule from None


def _until(moments: Iterable[datetime], last: datetime) -> Iterator[datetime]:
    for moment in moments:
        if moment > last:
            return
        yield moment


def _on_wall(rule: str, start: datetime) -> str:
    """The rule with its UNTIL on the wall clock of the start."""
    parts = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name.upper() == "UNTIL" and value.upper().endswith("Z") and start.tzinfo:
            moment = datetime.strptime(value.upper(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            value = moment.astimezone(start.tzinfo).strftime("%Y%m%dT%H%M%S")
        parts.append(f"{name}={value}")
    return ";".join(parts)


def _bounds(window: tuple[date, date] | None, start: datetime) -> tuple[datetime, datetime]:
    zone = start.tzinfo
    if window is None:
        return start, start + timedelta(days=59)
    first, last = window
    return (
        datetime.combine(first, time.min, tzinfo=zone) - timedelta(days=1),
        datetime.combine(last, time.max, tzinfo=zone) + timedelta(days=1),
    )


def _rules(entry: Any) -> list[str]:
    found = entry.get("RRULE")
    listed = found if isinstance(found, list) else [found] if found is not None else []
    return [rule.to_ical().decode() if hasattr(rule, "to_ical") else str(rule) for rule in listed]


def _moments(entry: Any, name: str, start: datetime) -> Iterator[datetime]:
    """The dates and times of a property, in the zone of the start."""
    found = entry.get(name)
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        for one in getattr(group, "dts", ()):
            value = getattr(one, "dt", None)
            if isinstance(value, datetime):
                yield _in_zone(value, start)
            elif isinstance(value, date):
                yield datetime.combine(value, start.time(), tzinfo=start.tzinfo)


def _in_zone(value: datetime, start: datetime) -> datetime:
    if start.tzinfo is None:
        return value.replace(tzinfo=None)
    return (value if value.tzinfo else value.replace(tzinfo=start.tzinfo)).astimezone(start.tzinfo)


def _key(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
