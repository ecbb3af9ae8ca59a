"""frab schedule.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways.schedules.collecting import Rows, minutes_of, moment, on_day


def read(data: bytes) -> ReadSchedule:
    """Read a schedule; raise Unreadable when it is no JSON or no schedule."""
    try:
        conference = json.loads(data)["schedule"]["conference"]
        days = list(conference["days"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("no schedule.json") from None
    rows = Rows()
    for room, event in _events(days):
        rows.add(
            identity=_text(event.get("guid")) or _text(event.get("id")),
            title=_text(event.get("title")),
            starts=moment(_text(event.get("date")))
            or on_day(_text(event.get("date")), _text(event.get("start"))),
            minutes=minutes_of(_text(event.get("duration"))),
            room=_text(event.get("room")) or room,
            track=_text(event.get("track")),
            description=_text(event.get("description")) or _text(event.get("abstract")),
            language=_text(event.get("language")),
            speakers=[_name(person) for person in _list(event.get("persons"))],
        )
    return rows.schedule(
        title=_text(conference.get("title")),
        acronym=_text(conference.get("acronym")),
        zone=_text(conference.get("time_zone_name")),
    )


def _events(days: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for day in days:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, events in rooms.items() if isinstance(rooms, dict) else ():
            yield from ((str(room), e) for e in _list(events) if isinstance(e, dict))


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return _text(person)
    return _text(person.get("public_name")) or _text(person.get("name"))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
