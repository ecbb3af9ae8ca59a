"""What the pages of accounts say when the rules refuse."""

from __future__ import annotations

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from forumapp.domain.errors import Conflict, TooMany
from forumapp.http.forms import words
from forumapp.web.accounts import bp, team, two_step, users
from forumapp.web.accounts.words import wait


@bp.errorhandler(TooMany)
def too_many(refused: TooMany) -> ResponseReturnValue:
    """Say how long to wait."""
    body = render_template("accounts/too_many.html", words=wait(refused.seconds))
    response = make_response(body, 429)
    response.headers["Retry-After"] = str(refused.seconds)
    return response


@bp.errorhandler(Conflict)
def in_vain(refused: Conflict) -> ResponseReturnValue:
    """Say why, above what the act was about as it is now."""
    flash(words(refused.code, facts=refused.facts), "error")
    about = request.view_args or {}
    if "slug" in about:
        return team.page(), 409
    if "user_id" in about:
        return users.page(about["user_id"]), 409
    return two_step.page(), 409
