"""Default deny: every route says who may use it, or the application doesn't start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from forumapp.domain.access import Action, can, knows
from forumapp.domain.errors import NotFound
from forumapp.http.identity import actor
from forumapp.services import delegations, events

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"


def public(view: View) -> View:
    """Anyone may use this route."""
    view.access = PUBLIC  # type: ignore[attr-defined]  # a mark on it
    return view


def requires(action: Action) -> Callable[[View], View]:
    """Only who may do this, in the event of the address where it names one."""

    def declare(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]  # a mark on it
        return view

    return declare


class UndeclaredRoute(Exception):
    """A route that says neither `public` nor `requires`."""


def check_routes(app: Flask) -> None:
    """Raise UndeclaredRoute when any route doesn't declare its access."""
    app.view_functions["static"] = public(app.view_functions["static"])
    missing = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if missing:
        raise UndeclaredRoute(", ".join(sorted(missing)))


def let_in() -> Response | None:
    """Before each request: ask the access rules; send whoever isn't signed in to sign in."""
    view = request.endpoint and _view(request.endpoint)
    if not view or view.access is PUBLIC:
        return None
    action = view.access
    if action is Action.OWN_PARTICIPATION:
        return None if can(actor(), action) else redirect(url_for("people.no_link"))
    if action is Action.OWN_DELEGATION:
        return _focal_point()
    if actor().user_id is None:
        if request.method != "GET":
            abort(401)
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    _admit(action)
    return None


def _focal_point() -> Response | None:
    """Their own delegation's event is the only one whose address leads somewhere."""
    slug = (request.view_args or {})["slug"]
    g.event = _event(slug)
    if not can(actor(), Action.OWN_DELEGATION):
        return redirect(url_for("delegations.no_link", slug=slug))
    if delegations.event_of(actor()) != g.event.id:
        abort(404)
    return None


def _admit(action: Action) -> None:
    slug = (request.view_args or {}).get("slug")
    event_id = None
    if slug is not None:
        g.event = _event(slug)
        event_id = g.event.id
    if can(actor(), action, event_id=event_id):
        return
    abort(403 if event_id is None or knows(actor(), event_id) else 404)


def _event(slug: str) -> events.EventRow:
    try:
        return events.event(slug)
    except NotFound:
        abort(404)


def _view(endpoint: str) -> Any:
    return current_app.view_functions.get(endpoint)
