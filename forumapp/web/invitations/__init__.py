"""Answers to invitations, given on pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invitations", __name__)

from forumapp.web.invitations import guests, link, own  # noqa: E402, F401  views join the blueprint
