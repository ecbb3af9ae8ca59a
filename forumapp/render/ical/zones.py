"""Time zones as calendars carry them (RFC 5545 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Timezone, TimezoneDaylight, TimezoneStandard

from forumapp.domain.programme import Programme

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_UTC_NAMES = {"UTC", "Etc/UTC"}


def is_utc(zone: str) -> bool:
    """Whether times of this zone are written with a Z and need no VTIMEZONE (RFC 5545 3.2.19)."""
    return zone in _UTC_NAMES


def add_time(component: Component, name: str, wall: datetime, *, zone: str) -> None:
    """Write a wall time under its zone's name, so that it stays when the zone's rules change."""
    if is_utc(zone):
        component.add(name, wall.replace(tzinfo=UTC))
    else:
        component.add(name, wall, {"TZID": zone})


def add_timezone(calendar: Calendar, programme: Programme) -> None:
    """Add the zone of the event for the years of its sessions, unless it is UTC."""
    event, sessions = programme.event, programme.sessions
    if not is_utc(event.zone):
        first = min((session.starts.date() for session in sessions), default=event.starts_on)
        last = max((session.ends.date() for session in sessions), default=event.ends_on)
        calendar.add_component(timezone(event.zone, first=first, last=last))


@lru_cache(maxsize=64)
def timezone(zone: str, *, first: date, last: date) -> Timezone:
    """The zone's rules in the years of these days, and of no others."""
    tz = ZoneInfo(zone)
    begin = datetime(first.year, 1, 1, tzinfo=tz)
    component = Timezone()
    component.add("tzid", zone)
    component.add_component(_observance(begin, before=_offset(begin)))
    for moment in _changes(begin.astimezone(UTC), datetime(last.year + 1, 1, 2, tzinfo=UTC), tz):
        before = _offset((moment - _SECOND).astimezone(tz))
        component.add_component(_observance(moment.astimezone(tz), before=before))
    return component


def _observance(onset: datetime, *, before: timedelta) -> Component:
    """STANDARD or DAYLIGHT from `onset`; DTSTART is what the clock showed by the offset before."""
    component: Component = TimezoneDaylight() if onset.dst() else TimezoneStandard()
    component.add("dtstart", (onset.astimezone(UTC) + before).replace(tzinfo=None))
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", _offset(onset))
    component.add("tzname", onset.tzname() or "")
    return component


def _changes(begin: datetime, end: datetime, tz: ZoneInfo) -> Iterator[datetime]:
    """The instants at which the zone's offset changes, to the second."""
    day = begin
    while day < end:
        low, high = day, day + _DAY
        day = high
        if _offset(low.astimezone(tz)) == _offset(high.astimezone(tz)):
            continue
        while high - low > _SECOND:
            middle = (low + (high - low) / 2).replace(microsecond=0)
            same = _offset(middle.astimezone(tz)) == _offset(low.astimezone(tz))
            low, high = (middle, high) if same else (low, middle)
        yield high


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
