"""Filters kept under a name, for the whole secretariat of the event."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import registration
from forumapp.services.events import EventRow
from forumapp.web.registration import bp
from forumapp.web.registration.listing import is_filter


@bp.post("/manage/<slug>/registrations/filters")
@requires(Action.DECIDE_REGISTRATIONS)
def save_filter(slug: str) -> ResponseReturnValue:
    """Keep the filters of the list under a name."""
    event: EventRow = g.event
    query = _filters(request.form.get("query", ""))
    name = request.form.get("name", "")
    try:
        with unit_of_work():
            registration.save_filter(actor(), event.id, name=name, query=query, now=now())
    except Invalid:
        flash(_("Filter the list first, and give the filter a short name."), "warn")
    else:
        flash(_("The filter is saved for everyone in the secretariat."), "success")
    return redirect(_list(slug, query))


@bp.post("/manage/<slug>/registrations/filters/<int:key>/remove")
@requires(Action.DECIDE_REGISTRATIONS)
def forget_filter(slug: str, key: int) -> ResponseReturnValue:
    """Take a saved filter away; nobody in the list changes."""
    event: EventRow = g.event
    with unit_of_work():
        registration.forget_filter(actor(), event.id, key)
    flash(_("The filter is removed."), "success")
    return redirect(_list(slug, _filters(request.form.get("back", ""))))


def _filters(query: str) -> str:
    """The filters alone: neither the page of the list nor what is ticked belongs to them."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if is_filter(name)])


def _list(slug: str, query: str) -> str:
    address = url_for("registration.participants", slug=slug)
    return f"{address}?{query}" if query else address
