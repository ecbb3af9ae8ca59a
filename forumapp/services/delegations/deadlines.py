"""Until when a focal point may nominate and change."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.events import EventState
from forumapp.models import Delegation, Event

_ENDED = (EventState.CLOSED, EventState.ARCHIVED)


def deadline(event: Event, delegation: Delegation) -> datetime | None:
    """The delegation's own deadline, else the event's; None where there is none."""
    return delegation.nominations_close_at or event.nominations_close_at


def is_open(event: Event, delegation: Delegation, *, now: datetime) -> bool:
    """Whether the delegation may be changed by its focal point now."""
    until = deadline(event, delegation)
    return event.state not in _ENDED and (until is None or now < until)
