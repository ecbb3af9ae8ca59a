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
from forumapp.services.agenda.interpreters import ShiftRow, add_shift, remove_shift, shifts
from forumapp.services.agenda.queries import choices, lost, session, timetable
from forumapp.services.agenda.rows import (
    Choices,
    Lost,
    SessionFilter,
    SessionRow,
    Totals,
    totals,
)
from forumapp.services.agenda.rules import RulesRow, RulesValues, rules_of, save_rules

__all__ = [
    "Acceptance",
    "Choices",
    "ClashRow",
    "Elsewhere",
    "Lost",
    "RulesRow",
    "RulesValues",
    "SessionFilter",
    "SessionName",
    "SessionRow",
    "SessionValues",
    "ShiftRow",
    "Survey",
    "Taken",
    "Totals",
    "accept",
    "add_shift",
    "choices",
    "create",
    "delete",
    "duplicate",
    "lost",
    "object_to",
    "open_clashes",
    "remove_shift",
    "rules_of",
    "save",
    "save_rules",
    "session",
    "shifts",
    "survey",
    "take_over",
    "timetable",
    "totals",
]
