"""Registration: the public form, and the secretariat's list of who sent it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("registration", __name__)

from forumapp.web.registration import (  # noqa: E402, F401  views join the blueprint
    codes,
    decisions,
    desk,
    doubles,
    editing,
    manage,
    public,
    saved,
)
