"""iCalendar files (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from forumapp.domain.clock import is_zone
from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways.schedules.collecting import Rows


def read(data: bytes) -> ReadSchedule:
    """Read a calendar; all-day entries are told and left out. Raise Unreadable for a broken one."""
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError):
        raise Unreadable("no iCalendar file") from None
    zone = _zone(calendar)
    rows = Rows()
    for entry in calendar.walk("VEVENT"):
        starts = _wall(entry, "DTSTART", zone)
        rows.add(
            identity=str(entry.get("UID", "")).split("@")[0],
            title=str(entry.get("SUMMARY", "")),
            starts=starts,
            minutes=_minutes(entry, starts, zone),
            room=str(entry.get("LOCATION", "")),
            description=str(entry.get("DESCRIPTION", "")),
        )
    title = str(calendar.get("X-WR-CALNAME", calendar.get("NAME", "")))
    return rows.schedule(title=title, acronym="", zone=zone)


def _zone(calendar: Calendar) -> str:
    """The zone that the calendar or its first entry names."""
    named = str(calendar.get("X-WR-TIMEZONE", ""))
    if is_zone(named):
        return named
    for entry in calendar.walk("VEVENT"):
        start = entry.get("DTSTART")
        found = str(start.params.get("TZID", "")) if start is not None else ""
        if is_zone(found):
            return found
    return named or "UTC"


def _wall(entry: Any, name: str, zone: str) -> datetime | None:
    value = getattr(entry.get(name), "dt", None)
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        return value
    return value.astimezone(ZoneInfo(zone if is_zone(zone) else "UTC")).replace(tzinfo=None)


def _minutes(entry: Any, starts: datetime | None, zone: str) -> int | None:
    length = getattr(entry.get("DURATION"), "dt", None)
    ends = _wall(entry, "DTEND", zone)
    if isinstance(length, timedelta):
        return int(length.total_seconds() // 60)
    if starts is None or ends is None:
        return None
    return int((ends - starts).total_seconds() // 60)
