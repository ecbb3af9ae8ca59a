"""/answer/<token>: what the person is asked, and their answer. Reading it answers nothing."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.invitations import Answer
from forumapp.http.guard import public
from forumapp.http.headers import unpublished
from forumapp.http.identity import now
from forumapp.http.locale import speak
from forumapp.services import events, invitations, publications
from forumapp.services.invitations import Asked
from forumapp.web.invitations import bp
from forumapp.web.invitations.words import thanks


@bp.get("/answer/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """The session, and the three answers as buttons: whoever only follows links presses none."""
    found = _found(token)
    return _page(found) if found else _dead()


@bp.post("/answer/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Record the answer that was pressed; it can be changed until the session is over."""
    found = _found(token)
    if found is None:
        return _dead()
    chosen = request.form.get("answer", type=Answer, default=Answer.NEEDS_ACTION)
    try:
        with unit_of_work():
            invitations.answer_link(token, chosen, now=now())
    except Conflict:
        return _page(found, status=409)
    flash(thanks(chosen), "success")
    return redirect(url_for("invitations.ask", token=token, lang=request.args.get("lang")), 303)


def _found(token: str) -> Asked | None:
    """What the link asks, from here on in its reader's language; None for a link that is over."""
    try:
        found = invitations.asked(token, now=now())
    except NotFound:
        return None
    speak(found.locale)
    return found


def _page(found: Asked, *, status: int = 200) -> Response:
    slug = events.facts(found.event_id).slug
    page = render_template(
        "invitations/ask.html",
        asked=found,
        event=publications.announced(publications.of_event(slug)),
        here=request.full_path.rstrip("?"),
    )
    return unpublished(page, status)


def _dead() -> Response:
    return unpublished(render_template("invitations/dead.html"), 404)
