from __future__ import annotations

from flask import Blueprint

bp = Blueprint("events", __name__)

from forumapp.web.events import public  # noqa: E402, F401
