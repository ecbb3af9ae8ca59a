"""The audit log: who changed what, written with each change and never changed itself."""

from forumapp.services.audit.reading import AuditRow, count, log, names, nouns, points_at
from forumapp.services.audit.recording import note, watch

__all__ = ["AuditRow", "count", "log", "names", "note", "nouns", "points_at", "watch"]
