"""What taking a file over would do, and what its reader is told of the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.schedules import Ask, Plan, ReadSchedule, plan
from forumapp.models import Event
from forumapp.services.access import require
from forumapp.services.agenda.importing.known import known_event

_AS_THEY_SAY: Mapping[str, str] = MappingProxyType({})


def asking(
    actor: Actor, event_id: int, *, today: date, columns: Mapping[str, str] = _AS_THEY_SAY
) -> Ask:
    """What the reader of a file for this event is told; `columns` are those that were chosen."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    event = db.session.get_one(Event, event_id)
    return Ask(
        zone=event.zone,
        languages=event.languages,
        first_day=event.starts_on,
        last_day=event.ends_on,
        today=today,
        columns=dict(columns),
    )


def preview(actor: Actor, event_id: int, schedule: ReadSchedule) -> Plan:
    """What would be done, row by row; nothing is written."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    return plan(schedule, known_event(event_id, schedule))
