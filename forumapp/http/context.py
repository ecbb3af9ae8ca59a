"""What every template knows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request

from forumapp.domain.access import Action, can
from forumapp.domain.errors import NotFound
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.services import events, publications


def init_app(app: Flask) -> None:
    app.context_processor(_shared)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["has_proceedings"] = has_proceedings
    app.jinja_env.globals["has_participants"] = has_participants
    app.jinja_env.globals["has_notices"] = has_notices
    app.jinja_env.globals["same_page"] = same_page


def may(action: str) -> bool:
    """Whether who asks may do this in the event of the page."""
    event = g.get("event")
    return can(actor(), Action(action), event_id=event.id if event else None)


def has_proceedings(slug: str) -> bool:
    """Whether everyone may read the proceedings of an event."""
    try:
        return publications.current(slug).proceedings
    except NotFound:
        return False


def has_participants(slug: str) -> bool:
    """Whether everyone may read a list of an event's participants."""
    try:
        return publications.current(slug).participants is not None
    except NotFound:
        return False


def has_notices(slug: str) -> bool:
    """Whether anything is on the notice board of an event."""
    try:
        return bool(publications.current(slug).notices)
    except NotFound:
        return False


def same_page(**changes: str) -> str:
    """The query that asks for this very page but for these changes.

    A page that is kept for everyone says in `g.asked` which of its arguments count.
    """
    asked = g.get("asked")
    kept = request.args.to_dict() if asked is None else asked
    return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _shared() -> dict[str, Any]:
    if not has_request_context():
        return {}
    languages = tuple((code, catalogue.own_name(code)) for code in catalogue.locales())
    return {"locale": locale(), "locales": languages, "workspaces": _Workspaces()}


class _Workspaces:
    """The events of the signed-in person, read only where a page shows them."""

    def __iter__(self) -> Any:
        rows = events.events_of(actor())[:20]
        return iter((row.slug, row.title.pick(locale())) for row in rows)
