"""The facts of a note verbale that invites a delegation, and the volume that they make."""

from __future__ import annotations

import hashlib
from datetime import datetime

from forumapp.domain import clock
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.letters import Note
from forumapp.domain.papers import TextKind
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.models import Delegation, Event
from forumapp.services import events
from forumapp.services.access import require
from forumapp.services.delegations.deadlines import deadline
from forumapp.services.delegations.rows import part_limits
from forumapp.services.papers import templates
from forumapp.services.rows import one


def note(actor: Actor, event_id: int, delegation_id: int, *, locale: str, now: datetime) -> Note:
    """What the note says, dated today by the venue's calendar."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    row, event = one(Delegation, delegation_id, event_id=event_id), one(Event, event_id)
    limits = ((Mode.ROOM, row.quota_room), (Mode.ONLINE, row.quota_online))
    words = templates.in_force(event_id, TextKind.NOTE, locale)
    return Note(
        locale=locale,
        heading=words.heading,
        text=words.text,
        day=clock.wall(now, event.zone).date(),
        event=events.facts(event_id),
        country=row.country,
        name=row.name,
        category=row.category,
        focal_name=row.focal_name,
        until=deadline(event, row),
        quotas=tuple((mode, limit) for mode, limit in limits if limit is not None),
        part_quotas=part_limits(row.id),
    )


def note_volume(
    actor: Actor, event_id: int, delegation_id: int, *, locale: str, now: datetime
) -> Volume:
    """The PDF of a note as it stands now."""
    facts = note(actor, event_id, delegation_id, locale=locale, now=now)
    return _volume(event_id, delegation_id, facts)


def note_of(volume: Volume, *, now: datetime) -> Note:
    """What a volume is made of; NotFound when it would say something else by now."""
    number = int(volume.layout.removeprefix("d"))
    found = note(SYSTEM, volume.event_id, number, locale=volume.locale, now=now)
    if _volume(volume.event_id, number, found) != volume:
        raise NotFound
    return found


def _volume(event_id: int, delegation_id: int, facts: Note) -> Volume:
    return Volume(
        event_id=event_id,
        name=VolumeName.NOTE,
        locale=facts.locale,
        release_id=0,
        number=0,
        digest=hashlib.sha256(repr(facts).encode()).hexdigest(),
        layout=f"d{delegation_id}",
    )
