"""The agenda's pages: the published programme and its sessions, and the organiser's."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("agenda", __name__)

from forumapp.web.agenda import (  # noqa: E402, F401  views join the blueprint
    board,
    clashes,
    embed,
    formats,
    importing,
    interpreters,
    manage,
    public,
    rules,
)
