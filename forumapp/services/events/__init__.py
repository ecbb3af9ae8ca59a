"""Events: finding them, making them, editing them and their pieces."""

from forumapp.services.events.queries import EventRow, event, events_of, facts, public_events

__all__ = ["EventRow", "event", "events_of", "facts", "public_events"]
