"""frab schedule.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from forumapp.domain.schedules.findings import Code, Place, Unreadable
from forumapp.domain.schedules.reading import Ask, FileKind, ReadSchedule
from forumapp.gateways.schedules.collector import MOST_ROWS, TooManyRows
from forumapp.gateways.schedules.frab import Event, Frab, schedule


def read(data: bytes, ask: Ask) -> ReadSchedule:
    """Read a schedule; raise Unreadable when it is no JSON or no schedule."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable(Code.DAMAGED, kind="schedule.json") from None
    try:
        conference = document["schedule"]["conference"]
        days = list(conference["days"])
    except (KeyError, TypeError, IndexError):
        raise Unreadable(Code.UNKNOWN_KIND) from None
    file = Frab(conference=_facts(conference), generator=_generator(document))
    file.rooms = _rooms(conference.get("rooms"))
    file.languages = _languages(conference.get("meta"))
    file.events = list(_events(days))
    return schedule(file, ask, FileKind.FRAB_JSON)


def _facts(conference: dict[str, Any]) -> dict[str, str]:
    colours = conference.get("colors")
    facts = {name: _text(value) for name, value in conference.items()}
    return {**facts, "accent": _text(colours.get("primary")) if isinstance(colours, dict) else ""}


def _generator(document: dict[str, Any]) -> str:
    generator = document.get("generator")
    return _text(generator.get("name")) if isinstance(generator, dict) else ""


def _rooms(rooms: Any) -> dict[str, str]:
    listed = (room for room in _list(rooms) if isinstance(room, dict))
    return {_text(room.get("name")): _text(room.get("guid")) for room in listed}


def _languages(meta: Any) -> tuple[str, ...]:
    return tuple(map(_text, _list(meta.get("languages")))) if isinstance(meta, dict) else ()


def _events(days: list[Any]) -> Iterator[Event]:
    """The events in the order of the file, numbered from 1."""
    number = 0
    for day in days:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, events in rooms.items() if isinstance(rooms, dict) else ():
            for event in _list(events):
                number += 1
                if number > MOST_ROWS:
                    raise TooManyRows
                if isinstance(event, dict):
                    yield _event(event, day, room=str(room), number=number)


def _event(event: dict[str, Any], day: dict[str, Any], *, room: str, number: int) -> Event:
    return Event(
        place=Place(0, number),
        day=_text(day.get("date")),
        day_start=_text(day.get("day_start")),
        room=room,
        texts={name: _text(value) for name, value in event.items() if name != "persons"},
        persons=tuple(_name(person) for person in _list(event.get("persons"))),
    )


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return _text(person)
    return _text(person.get("public_name")) or _text(person.get("name"))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
