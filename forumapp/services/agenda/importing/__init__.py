"""Taking a schedule of another program over: shown first, then done as shown."""

from forumapp.services.agenda.importing.applying import take_over
from forumapp.services.agenda.importing.founding import found_event
from forumapp.services.agenda.importing.known import known_event
from forumapp.services.agenda.importing.previewing import asking, preview

__all__ = ["asking", "found_event", "known_event", "preview", "take_over"]
