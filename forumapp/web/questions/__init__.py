"""The form of an event: its questions, their editions, and how they stand in a page."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questions", __name__)

from forumapp.web.questions import built_in, editing, editions, manage  # noqa: E402, F401  views join the blueprint
