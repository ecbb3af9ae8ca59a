"""The organiser's messages: what was written to whom, and what became of it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("mail", __name__)

from forumapp.web.mail import circulars, enclosing, leaving, manage  # noqa: E402, F401  views join the blueprint
