"""The focal point's link: opening it, and leaving."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.domain.errors import NotFound
from forumapp.http.guard import public
from forumapp.http.headers import unpublished
from forumapp.http.identity import forget_focal_point, remember_focal_point
from forumapp.services import delegations, events, publications
from forumapp.services.events import EventRow
from forumapp.web.delegations import bp


@bp.get("/events/<slug>/delegation/open/<token>")
@public
def open_link(slug: str, token: str) -> ResponseReturnValue:
    """Let this browser act for the delegation, and take the token out of its address."""
    event = _event(slug)
    try:
        number, version = delegations.open_link(token, event_id=event.id)
    except NotFound:
        return _page(event, dead=True, status=404)
    remember_focal_point(number, version)
    return redirect(url_for("delegations.own", slug=slug), 303)


@bp.get("/events/<slug>/delegation/link")
@public
def no_link(slug: str) -> ResponseReturnValue:
    """For a browser that opened no link of a focal point: where it comes from."""
    return _page(_event(slug), dead=False, status=401)


@bp.post("/events/<slug>/delegation/leave")
@public
def leave(slug: str) -> ResponseReturnValue:
    """Let this browser act for the delegation no more."""
    forget_focal_point()
    return redirect(url_for("delegations.no_link", slug=slug), 303)


def _event(slug: str) -> EventRow:
    """The event; a draft is shown to nobody without a good link."""
    try:
        return events.event(slug)
    except NotFound:
        abort(404)


def _page(event: EventRow, *, dead: bool, status: int) -> Response:
    if not event.state.public:
        abort(404)
    shown = publications.announced(publications.of_event(event.slug))
    page = render_template("delegations/no_link.html", event=shown, dead=dead)
    return unpublished(page, status)
