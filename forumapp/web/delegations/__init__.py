"""Delegations in the organiser's workspace, and the page of a focal point."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("delegations", __name__)

from forumapp.web.delegations import (  # noqa: E402  views join the blueprint
    credentials,  # noqa: F401
    extensions,  # noqa: F401
    inviting,  # noqa: F401
    manage,  # noqa: F401
    members,  # noqa: F401
    nominees,  # noqa: F401
    opening,  # noqa: F401
    ordering,  # noqa: F401
    own,  # noqa: F401
    pasting,  # noqa: F401
)
