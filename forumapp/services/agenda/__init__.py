"""The agenda: reading the timetable and editing its sessions."""

from forumapp.services.agenda.clashes import (
    Acceptance,
    ClashRow,
    Elsewhere,
    SessionName,
    Survey,
    accept,
    object_to,
    open_clashes,
    survey,
)
from forumapp.services.agenda.editing import SessionValues, create, delete, duplicate, save
from forumapp.services.agenda.importing import Taken, take_over
from forumapp.services.agenda.queries import choices, lost, session, timetable
from forumapp.services.agenda.rows import (
    Choices,
    Lost,
    SessionFilter,
    SessionRow,
    Totals,
    totals,
)

__all__ = [
    "Acceptance",
    "Choices",
    "ClashRow",
    "Elsewhere",
    "Lost",
    "SessionFilter",
    "SessionName",
    "SessionRow",
    "SessionValues",
    "Survey",
    "Taken",
    "Totals",
    "accept",
    "choices",
    "create",
    "delete",
    "duplicate",
    "lost",
    "object_to",
    "open_clashes",
    "save",
    "session",
    "survey",
    "take_over",
    "timetable",
    "totals",
]
