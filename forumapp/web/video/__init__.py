"""The join gate, and the organiser's video rooms."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("video", __name__)

from forumapp.web.video import gate, manage  # noqa: E402, F401  views join the blueprint
