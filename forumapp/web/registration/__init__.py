"""Registration: the public form, and the secretariat's list of who sent it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("registration", __name__)

from forumapp.web.registration import codes, decisions, desk, editing, manage, public, saved  # noqa: E402, F401  views join the blueprint
