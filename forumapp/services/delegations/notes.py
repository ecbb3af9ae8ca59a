"""The facts of a note verbale that invites a delegation."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.events import Mode
from forumapp.domain.letters import Note
from forumapp.models import Delegation, Event
from forumapp.services import events
from forumapp.services.access import require
from forumapp.services.delegations.deadlines import deadline
from forumapp.services.rows import one


def note(actor: Actor, event_id: int, delegation_id: int, *, locale: str, now: datetime) -> Note:
    """What the note says, dated today by the venue's calendar."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    row, event = one(Delegation, delegation_id, event_id=event_id), one(Event, event_id)
    limits = ((Mode.ROOM, row.quota_room), (Mode.ONLINE, row.quota_online))
    return Note(
        locale=locale,
        day=clock.wall(now, event.zone).date(),
        event=events.facts(event_id),
        country=row.country,
        name=row.name,
        focal_name=row.focal_name,
        until=deadline(event, row),
        quotas=tuple((mode, limit) for mode, limit in limits if limit is not None),
    )
