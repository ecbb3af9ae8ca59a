"""Delegations in the organiser's workspace."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("delegations", __name__)

from forumapp.web.delegations import manage, members  # noqa: E402, F401  views join the blueprint
