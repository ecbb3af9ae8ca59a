"""schedule.json, strictly by the schema that https://c3voc.de/schedule/schema.json publishes."""

from __future__ import annotations

import re
from json import dumps
from typing import Any

from forumapp.domain.programme import Programme
from forumapp.render.schedule.plan import GENERATOR, TIMESLOT, Day, Entry, Plan, Room

SCHEMA = "https://c3voc.de/schedule/schema.json"
# The schema's own pattern; a zone that it refuses is left out.
_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")


def json(programme: Programme, *, base_url: str, locale: str) -> bytes:
    """The public sessions of a programme as schedule.json, in UTF-8."""
    plan = Plan(programme, base_url=base_url, locale=locale)
    document = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR, "url": plan.base_url},
        "schedule": {
            "version": plan.version,
            "base_url": plan.base_url,
            "conference": _conference(plan),
        },
    }
    return dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _conference(plan: Plan) -> dict[str, Any]:
    event, release = plan.programme.event, plan.programme.release
    zone = {"time_zone_name": event.zone} if _ZONE.search(event.zone) else {}
    return {
        "acronym": plan.acronym,
        "title": plan.wording.event_title,
        "description": plan.wording.pick(event.theme),
        "start": event.starts_on.isoformat(),
        "end": event.ends_on.isoformat(),
        "daysCount": len(plan.days),
        "timeslot_duration": TIMESLOT,
        **zone,
        "colors": {"primary": event.accent},
        "url": f"{plan.wording.event_url}/",
        "tracks": [{"name": name, "slug": slug} for slug, name in plan.tracks],
        "rooms": [_room(room) for room in plan.rooms],
        "meta": {
            "status": release.status.value,
            "issued_at": release.issued_at.isoformat(),
            "languages": list(event.languages),
        },
        "days": [_day(day) for day in plan.days],
    }


def _room(room: Room) -> dict[str, Any]:
    return {"name": room.name, "guid": room.guid, "capacity": room.capacity}


def _day(day: Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts.isoformat(),
        "day_end": day.ends.isoformat(),
        "rooms": {
            room.name: [_event(entry) for entry in entries] for room, entries in day.rooms.items()
        },
    }


def _event(entry: Entry) -> dict[str, Any]:
    session = entry.session
    return {
        "guid": session.key,
        "id": session.id,
        "date": entry.starts.isoformat(),
        "start": f"{session.starts:%H:%M}",
        "end": entry.ends.isoformat(),
        "duration": entry.duration,
        "room": entry.room.name,
        "slug": entry.slug,
        "url": entry.url,
        "title": entry.title,
        "subtitle": None,
        "track": entry.track or None,
        "type": session.kind.value,
        "language": entry.language or None,
        "abstract": entry.abstract,
        "description": entry.description,
        "persons": [
            {"id": speaker.id, "guid": speaker.guid, "name": speaker.name}
            for speaker in entry.speakers
        ],
        "links": [],
    }
