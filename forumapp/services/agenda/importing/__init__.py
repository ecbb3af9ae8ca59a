"""Taking a schedule of another program over: shown first, then done as shown."""

from forumapp.services.agenda.importing.applying import take_over
from forumapp.services.agenda.importing.founding import found_event
from forumapp.services.agenda.importing.keeping import (
    ImportRow,
    Reading,
    apply,
    discard,
    expire,
    keep,
    kept,
    read_again,
    waiting,
)
from forumapp.services.agenda.importing.known import known_event
from forumapp.services.agenda.importing.previewing import asking, preview

__all__ = [
    "ImportRow",
    "Reading",
    "apply",
    "asking",
    "discard",
    "expire",
    "found_event",
    "keep",
    "kept",
    "known_event",
    "preview",
    "read_again",
    "take_over",
    "waiting",
]
