"""People: the organiser's pages of them, their photos, and what participants have of their own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("people", __name__)

from forumapp.web.people import links, manage, me, own, photos, stars  # noqa: E402, F401  views join the blueprint
