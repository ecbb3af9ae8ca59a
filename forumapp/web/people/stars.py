"""Stars: kept by scripts on the programme's pages, and by plain forms on one's own."""

from __future__ import annotations

from flask import Response, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import stars
from forumapp.web.people import bp


@bp.get("/events/<slug>/stars")
@requires(Action.OWN_PARTICIPATION)
def starred(slug: str) -> Response:
    """The keys of the participant's starred sessions, and the token that changing them needs."""
    return jsonify(stars=stars.keys(actor(), slug), csrf=generate_csrf())


@bp.post("/events/<slug>/stars")
@requires(Action.OWN_PARTICIPATION)
def star(slug: str) -> Response:
    """Star a session, or take the star back: `{"session": key, "starred": bool}`."""
    sent = request.get_json(silent=True)
    key, wanted = (sent.get("session"), sent.get("starred")) if isinstance(sent, dict) else (0, 0)
    if not isinstance(key, str) or not isinstance(wanted, bool):
        abort(400)
    with unit_of_work():
        stars.star(actor(), slug, key, starred=wanted, now=now())
    return jsonify(session=key, starred=wanted)


@bp.post("/me/stars/<int:session_id>")
@requires(Action.OWN_PARTICIPATION)
def toggle(session_id: int) -> ResponseReturnValue:
    """Star a session or take the star back, and return to where it stands in the list."""
    with unit_of_work():
        stars.toggle(actor(), session_id, now=now())
    page = "people.schedule" if request.form.get("from") == "schedule" else "people.me"
    return redirect(url_for(page, _anchor=f"session-{session_id}"), 303)
