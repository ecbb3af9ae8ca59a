"""Delegations in the organiser's workspace, and the page of a focal point."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("delegations", __name__)

from forumapp.web.delegations import (  # noqa: E402  views join the blueprint
    credentials,
    extensions,
    inviting,
    manage,
    members,
    nominees,
    opening,
    ordering,
    own,
    pasting,
)

__all__ = [
    "bp",
    "credentials",
    "extensions",
    "inviting",
    "manage",
    "members",
    "nominees",
    "opening",
    "ordering",
    "own",
    "pasting",
]
