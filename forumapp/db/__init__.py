"""The database: base class, column types, engine set-up and the unit of work."""

from forumapp.db.base import Base, Versioned, db
from forumapp.db.engine import settle
from forumapp.db.once import insert_new, insert_once
from forumapp.db.types import Codes, Encrypted, TranslatedText, UtcDateTime
from forumapp.db.work import after_commit, in_session, lock, unit_of_work

__all__ = [
    "Base",
    "Codes",
    "Encrypted",
    "TranslatedText",
    "UtcDateTime",
    "Versioned",
    "after_commit",
    "db",
    "in_session",
    "insert_new",
    "insert_once",
    "lock",
    "settle",
    "unit_of_work",
]
