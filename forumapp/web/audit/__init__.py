"""The audit log in the organiser's workspace."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("audit", __name__)

from forumapp.web.audit import manage  # noqa: E402, F401  views join the blueprint
