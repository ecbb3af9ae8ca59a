"""Events: finding them, making them, editing them and their pieces."""

from forumapp.services.events import completeness, pieces, series
from forumapp.services.events.copying import copy
from forumapp.services.events.editions import create, save
from forumapp.services.events.logos import may_show_logo
from forumapp.services.events.queries import EventRow, event, events_of, facts, public_events

__all__ = [
    "EventRow",
    "completeness",
    "copy",
    "create",
    "event",
    "events_of",
    "facts",
    "may_show_logo",
    "pieces",
    "public_events",
    "save",
    "series",
]
