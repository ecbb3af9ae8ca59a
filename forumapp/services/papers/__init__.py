"""Papers made of the registrations: the list of participants and its editions."""

from forumapp.services.papers.editions import (
    PUBLIC,
    EditionRow,
    Preparation,
    contents,
    differences,
    edition,
    editions,
    hide,
    in_force,
    issue,
    note_export,
    of_volume,
    prepared,
    show,
    standing,
    volume_of,
)
from forumapp.services.papers.printing import SessionChoice, print_of, printed, sessions

__all__ = [
    "PUBLIC",
    "EditionRow",
    "Preparation",
    "SessionChoice",
    "contents",
    "differences",
    "edition",
    "editions",
    "hide",
    "in_force",
    "issue",
    "note_export",
    "of_volume",
    "prepared",
    "print_of",
    "printed",
    "sessions",
    "show",
    "standing",
    "volume_of",
]
