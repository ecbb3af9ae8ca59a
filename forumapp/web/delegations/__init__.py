"""Delegations in the organiser's workspace, and the page of a focal point."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("delegations", __name__)

from forumapp.web.delegations import inviting, manage, members, opening, own  # noqa: E402, F401  views join the blueprint
