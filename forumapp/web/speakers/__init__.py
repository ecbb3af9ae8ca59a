"""The speakers' pages: the published list, and the organiser's speaker lists."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("speakers", __name__)

from forumapp.web.speakers import choosing, manage, public  # noqa: E402, F401  views join the blueprint
