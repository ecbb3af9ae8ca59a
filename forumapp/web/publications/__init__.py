"""Releases and volumes: what is published, and the files that are built of it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("publications", __name__)

from forumapp.web.publications import (  # noqa: E402, F401  views join the blueprint
    downloads,
    elsewhere,
    files,
    history,
    manage,
    proceedings,
    public,
    restoring,
    telling,
    volumes,
)
