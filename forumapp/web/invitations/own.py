"""Answering on one's own page."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.invitations import Answer
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import invitations
from forumapp.web.invitations import bp
from forumapp.web.invitations.words import thanks


@bp.post("/me/answers/<session_key>")
@requires(Action.OWN_PARTICIPATION)
def answer_own(session_key: str) -> ResponseReturnValue:
    """Record what the participant answers about a session, and return to the list of them."""
    chosen = request.form.get("answer", type=Answer, default=Answer.NEEDS_ACTION)
    try:
        with unit_of_work():
            invitations.answer_own(actor(), session_key, chosen, now=now())
    except Conflict:
        flash(_("Nobody asks you to this session any more."), "warn")
    else:
        flash(thanks(chosen), "success")
    return redirect(url_for("people.me", _anchor="asked"), 303)
