"""The agenda: reading the timetable and editing its sessions."""

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
    "Choices",
    "Lost",
    "SessionFilter",
    "SessionRow",
    "SessionValues",
    "Taken",
    "Totals",
    "choices",
    "create",
    "delete",
    "duplicate",
    "lost",
    "save",
    "session",
    "take_over",
    "timetable",
    "totals",
]
