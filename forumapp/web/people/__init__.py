"""People: the organiser's pages of them, their photos, and what participants have of their own."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forumapp.http.guard import public

bp = Blueprint("people", __name__)


@bp.get("/me/link")
@public
def no_link() -> ResponseReturnValue:
    """For a browser that opened no personal link: where to find it."""
    return render_template("people/no_link.html"), 401


from forumapp.web.people import manage, photos  # noqa: E402, F401
