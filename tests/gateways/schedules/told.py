"""What was read of a schedule, in lines that a test can show whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from forumapp.domain.schedules import Ask, ReadSchedule, ReadSession, ReadSpeaker
from forumapp.gateways.schedules import reading

TODAY = date(2026, 11, 28)


def read(data: bytes, **known: Any) -> ReadSchedule:
    """What a file says; `known` is what is known of the event."""
    return reading.read(data, Ask(today=TODAY, **known))


def told(schedule: ReadSchedule) -> list[str]:
    """Sessions, each with the lines of its speakers and its text."""
    return [line for session in schedule.sessions for line in _session(session)]


def findings(schedule: ReadSchedule) -> list[str]:
    """Each finding by code, with the row that it is about and its facts."""
    return [
        " ".join(
            (found.code.value, str(found.place.number), *map(str, found.facts.values()))
        ).strip()
        for found in schedule.findings
    ]


def _session(session: ReadSession) -> Iterator[str]:
    titles = " / ".join(session.title.values())
    room = f" @ {session.room}" if session.room else ""
    yield f"{session.starts:%d %H:%M}-{session.ends:%H:%M} {titles}{room}"
    yield from (f"  {_speaker(one)}" for one in session.speakers or ())
    for text in (session.description or {}).values():
        yield from (f"  > {line}" for line in text.split("\n") if line)


def _speaker(one: ReadSpeaker) -> str:
    """part: honorific *FAMILY* given [native] | title | organisation | country | mode."""
    name = one.printed_name
    if one.family_name:
        name = name.replace(one.family_name, f"*{one.family_name}*", 1)
    name = f"{one.honorific} {name}".strip() + (f" [{one.native_name}]" if one.native_name else "")
    title, organisation = (" / ".join(text.values()) for text in (one.title, one.organisation))
    cells = [name, title, organisation, one.country, one.mode or ""]
    part = f"{one.part}: " if one.part else ""
    topic = f" “{' / '.join(one.topic.values())}”" if one.topic else ""
    return part + " | ".join(cells).rstrip(" |") + topic
