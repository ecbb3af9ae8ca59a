"""Papers made of the registrations, in the organiser's workspace and for everyone."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("papers", __name__)

from forumapp.web.papers import letters, manage, own, printing, public, seating, verify  # noqa: E402, F401  views join the blueprint
