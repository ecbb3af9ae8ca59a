"""Privacy: what is kept of people and for how long, and being forgotten."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("privacy", __name__)

from forumapp.web.privacy import manage, own  # noqa: E402, F401  views join the blueprint
