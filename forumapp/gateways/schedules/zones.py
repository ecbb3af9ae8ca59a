"""Time zones as files name them: IANA, Windows, or only an offset."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from forumapp.domain.clock import is_zone

_NAMED_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-]\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE)
_RENAMED = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
}


@lru_cache(maxsize=256)
def zone_name(name: str) -> str:
    """The IANA name of a zone that is named by IANA, by Windows or by its offset, else nothing."""
    name = name.strip().strip('"')
    pieces = name.split("/")
    for count in (len(pieces), 3, 2):  # some programs put their own name before it
        candidate = "/".join(pieces[-count:])
        if is_zone(candidate):
            return _RENAMED.get(candidate, candidate)
    offset = _NAMED_OFFSET.match(name)
    if offset:
        hours, minutes = int(offset[1]), int(offset[2] or 0)
        return of_offset(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))
    return _of_windows(name)


def of_offset(offset: timedelta) -> str:
    """The zone that always has this offset; nothing where IANA has none."""
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    name = f"Etc/GMT{'-' if minutes > 0 else '+'}{hours}"  # their signs are the other way round
    return name if not rest and is_zone(name) else ""


def _of_windows(name: str) -> str:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = str(WINDOWS_TO_OLSON.get(name, ""))
    return _RENAMED.get(found, found)
