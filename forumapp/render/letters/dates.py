"""Days and instants as mails write them; English ones day first."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_interval

from forumapp.domain import clock
from forumapp.domain.programme import EventFacts


def dates(event: EventFacts, locale: str) -> str:
    """The days of an event: 9 March 2027, or 9–11 Mar 2027."""
    first, last = event.starts_on, event.ends_on
    if first == last:
        return long_day(first, locale)
    return str(format_interval(first, last, "yMMMd", locale=_british(locale)))


def instant(moment: datetime, zone: str, locale: str) -> str:
    """An aware instant on a zone's clock, with its offset."""
    wall = clock.wall(moment, zone)
    words = f"{long_day(wall.date(), locale)} {wall:%H:%M}"
    return f"{words} ({clock.offset_label(clock.offset(moment, zone))})"


def long_day(day: date, locale: str) -> str:
    return str(format_date(day, "long", locale=_british(locale)))


def short_day(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale=_british(locale)))


def _british(locale: str) -> str:
    return "en_GB" if locale == "en" else locale
