"""Circulars: writing them, planning when they leave, and sending one to each who is meant."""

from forumapp.services.circulars.editing import delete, plan, save, unplan
from forumapp.services.circulars.enclosing import enclose, enclosed, take_out
from forumapp.services.circulars.previewing import preview
from forumapp.services.circulars.queries import (
    CircularRow,
    FileRow,
    Recipients,
    circular,
    circulars,
    files_of,
    mails,
    recipients,
    told,
)
from forumapp.services.circulars.sending import due, send, send_planned
from forumapp.services.circulars.testing import send_test

__all__ = [
    "CircularRow",
    "FileRow",
    "Recipients",
    "circular",
    "circulars",
    "delete",
    "due",
    "enclose",
    "enclosed",
    "files_of",
    "mails",
    "plan",
    "preview",
    "recipients",
    "save",
    "send",
    "send_planned",
    "send_test",
    "take_out",
    "told",
    "unplan",
]
