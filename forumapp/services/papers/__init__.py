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

__all__ = [
    "PUBLIC",
    "EditionRow",
    "Preparation",
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
    "show",
    "standing",
    "volume_of",
]
