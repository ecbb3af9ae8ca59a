"""Events: the public list and home pages, and the organiser's workspace."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("events", __name__)

from forumapp.web.events import manage, public  # noqa: E402, F401  views join the blueprint
