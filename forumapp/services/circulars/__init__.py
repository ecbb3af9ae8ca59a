"""Circulars: writing them, planning when they leave, and sending one to each who is meant."""

from forumapp.services.circulars.editing import delete, plan, save, unplan
from forumapp.services.circulars.previewing import preview
from forumapp.services.circulars.queries import (
    CircularRow,
    Recipients,
    circular,
    circulars,
    mails,
    recipients,
    told,
)
from forumapp.services.circulars.sending import due, send, send_planned
from forumapp.services.circulars.testing import send_test

__all__ = [
    "CircularRow",
    "Recipients",
    "circular",
    "circulars",
    "delete",
    "due",
    "mails",
    "plan",
    "preview",
    "recipients",
    "save",
    "send",
    "send_planned",
    "send_test",
    "told",
    "unplan",
]
