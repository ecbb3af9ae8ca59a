"""The list of events, an event's home, its colour."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.services import events, publications
from forumapp.web.events import bp


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every public event: coming ones first, then past ones."""
    rows = events.public_events()
    today = now().date()
    coming = tuple(sorted((e for e in rows if e.ends_on >= today), key=lambda e: e.starts_on))
    past = tuple(e for e in rows if e.ends_on < today)
    return render_template("events/index.html", coming=coming, past=past)


@bp.get("/events/")
@public
def all_events() -> ResponseReturnValue:
    return redirect(url_for("events.index"))


@bp.get("/events/<slug>/")
@public
def home(slug: str) -> ResponseReturnValue:
    """What, when, where, how to take part."""
    row = events.event(slug)
    if not row.state.public:
        raise NotFound
    current = publications.current(slug)
    programme = None
    if current.release_id:
        programme = publications.programme(current.release_id).visible_to(Visibility.PUBLIC)
    return render_template(
        "events/home.html",
        event=events.facts(row.id),
        row=row,
        programme=programme,
        registration_open=row.registration_open(now=now()),
    )


@bp.get("/events/<slug>/theme.css")
@public
def theme(slug: str) -> ResponseReturnValue:
    """The event's accent colour, for the stylesheet."""
    accent = publications.current(slug).accent
    response = Response(f":root {{ --accent: {accent}; }}\n", mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
