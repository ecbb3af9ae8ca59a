"""Signing in, one's own account, the accounts of the installation, the team of an event."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from forumapp.web.accounts import (  # noqa: E402  views join the blueprint
    account,
    links,
    login,
    refusals,
    sessions,
    team,
    two_step,
    users,
)

__all__ = ["account", "bp", "links", "login", "refusals", "sessions", "team", "two_step", "users"]
