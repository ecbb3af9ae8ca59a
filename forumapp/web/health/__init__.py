"""/healthz: whether database, jobs and disk are well."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.services import health

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """200 when all is well, 503 when not; no secrets, no names."""
    checks = health.checks(now=now())
    return jsonify(checks), 200 if all(c["ok"] for c in checks.values()) else 503
