"""Wall times, zones and offsets.

A wall time is a naive datetime: what the organiser wrote, in the event's IANA zone. If the
zone's rules change, the wall time stays and the instant moves.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones


def zone(name: str) -> ZoneInfo:
    """The IANA zone of this name; ValueError when there is none."""
    if not is_zone(name):
        raise ValueError(name)
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    return name in available_timezones()


def instant(wall: datetime, zone_name: str) -> datetime:
    """The aware instant of a wall time; the earlier one where the clock shows it twice."""
    return wall.replace(tzinfo=ZoneInfo(zone_name))


def utc(wall: datetime, zone_name: str) -> datetime:
    """The same instant in UTC, so that many of them are quickly compared."""
    return instant(wall, zone_name).astimezone(UTC)


def exists(wall: datetime, zone_name: str) -> bool:
    """False for a wall time that the zone's clock skips."""
    aware = instant(wall, zone_name)
    return aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) == wall


def wall(moment: datetime, zone_name: str) -> datetime:
    """What the zone's clock shows at an aware instant, naive."""
    return moment.astimezone(ZoneInfo(zone_name)).replace(tzinfo=None)


def offset(moment: datetime, zone_name: str) -> timedelta:
    """The zone's offset from UTC at an aware instant."""
    return moment.astimezone(ZoneInfo(zone_name)).utcoffset() or timedelta()


def offset_label(delta: timedelta) -> str:
    """An offset as people write it: UTC+6:30, UTC+8, UTC."""
    minutes = int(delta.total_seconds() // 60)
    if not minutes:
        return "UTC"
    sign, minutes = ("+" if minutes > 0 else "\N{MINUS SIGN}"), abs(minutes)
    hours, rest = divmod(minutes, 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def city(zone_name: str) -> str:
    """The place a zone is named for: Asia/Ho_Chi_Minh -> Ho Chi Minh."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")
