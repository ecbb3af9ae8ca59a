"""Checking in: the organiser's doors, the phone at the door, the ledger of attendance."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("checkin", __name__)

from forumapp.web.checkin import attendance, doors, install, phone  # noqa: E402, F401  views join the blueprint
