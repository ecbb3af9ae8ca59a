"""Calendars: published feeds, personal feeds, files of one session, and invitations (RFC 5545)."""

from __future__ import annotations

from forumapp.render.ical.feeds import JoinUrl, feed, personal, session
from forumapp.render.ical.invitations import Invited, Mailbox, Method, invitation
from forumapp.render.ical.sessions import Occasion, session_invitation

__all__ = [
    "Invited",
    "JoinUrl",
    "Mailbox",
    "Method",
    "Occasion",
    "feed",
    "invitation",
    "personal",
    "session",
    "session_invitation",
]
