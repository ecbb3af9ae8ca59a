"""Calendars: published feeds, personal feeds, files of one session, and invitations (RFC 5545)."""

from __future__ import annotations

from forumapp.render.ical.feeds import JoinUrl, feed, personal, session
from forumapp.render.ical.invitations import Invited, Mailbox, Method, invitation

__all__ = [
    "Invited",
    "JoinUrl",
    "Mailbox",
    "Method",
    "feed",
    "invitation",
    "personal",
    "session",
]
