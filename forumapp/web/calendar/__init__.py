"""Personal calendars to subscribe to."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("calendar", __name__)

from forumapp.web.calendar import feeds  # noqa: E402, F401  views join the blueprint
