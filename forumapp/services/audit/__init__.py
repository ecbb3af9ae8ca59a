"""The audit log: who changed what, written with each change and never changed itself."""

from forumapp.services.audit.reading import AuditRow, count, log, names, nouns, points_at
from forumapp.services.audit.recording import Change, note, note_all, watch

__all__ = [
    "AuditRow",
    "Change",
    "count",
    "log",
    "names",
    "note",
    "note_all",
    "nouns",
    "points_at",
    "watch",
]
