"""The days of an event that takes a file over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forumapp.domain.events import MOST_DAYS


def stretched(first: date, last: date, days: Iterable[date]) -> tuple[date, date]:
    """The event's days, made more where the file's need it, as far as an event may last.

    The nearest come first, so that a year that somebody mistyped stays outside.
    """
    near = sorted(days, key=lambda day: (max(first - day, day - last), day))
    for day in near:
        longer = min(first, day), max(last, day)
        if (longer[1] - longer[0]).days < MOST_DAYS:
            first, last = longer
    return first, last


def spanned(days: Iterable[date]) -> tuple[date, date] | None:
    """The days of an event that is made of a file: around the middle one; None without any."""
    ordered = sorted(days)
    if not ordered:
        return None
    middle = ordered[len(ordered) // 2]
    return stretched(middle, middle, ordered)
