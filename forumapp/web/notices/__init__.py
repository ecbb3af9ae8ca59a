"""The notice board: for everyone, and for those who write on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("notices", __name__)

from forumapp.web.notices import manage, public  # noqa: E402, F401  views join the blueprint
