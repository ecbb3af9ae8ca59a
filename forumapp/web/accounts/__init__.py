from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forumapp.http.guard import public

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in."""
    return "login"
