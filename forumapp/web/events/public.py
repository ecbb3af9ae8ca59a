"""The list of events, an event's home, its colour."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.access import Action, can
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import EventFacts, Programme, ReleaseFacts, ReleaseStatus
from forumapp.http.guard import public
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.render import jsonld
from forumapp.services import events, publications
from forumapp.services.events.series import of_events
from forumapp.web.events import bp


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every public event: those that are on, those that come, those that are past."""
    rows = events.public_events()
    soonest = sorted(rows, key=lambda event: event.starts_on)
    today = {row.id: clock.wall(now(), row.zone).date() for row in rows}
    return render_template(
        "events/index.html",
        on=[e for e in soonest if e.starts_on <= today[e.id] <= e.ends_on],
        coming=[e for e in soonest if today[e.id] < e.starts_on],
        past=[e for e in rows if e.ends_on < today[e.id]],
        series=of_events(row.series_id for row in rows),
        now=now(),
    )


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
    facts = events.facts(row.id)
    return render_template(
        "events/home.html",
        event=_with_logos(facts),
        row=row,
        programme=programme,
        registration_open=row.registration_open(now=now()),
        jsonld=_described(facts, programme),
    )


def _described(event: EventFacts, programme: Programme | None) -> dict[str, Any]:
    """What search engines read: the event as it is, the sessions as released."""
    unreleased = ReleaseFacts(id=0, number=0, status=ReleaseStatus.PROVISIONAL, issued_at=now())
    whole = replace(programme or Programme(event=event, release=unreleased), event=event)
    return jsonld.event(whole, base_url=settings().base_url, locale=locale())


def _with_logos(event: EventFacts) -> EventFacts:
    """The facts with the addresses of the logos in place of their keys."""
    shown = tuple(
        replace(o, logo=url_for("events.logo", slug=event.slug, key=o.logo) if o.logo else "")
        for o in event.organisations
    )
    return replace(event, organisations=shown)


@bp.get("/events/<slug>/theme.css")
@public
def theme(slug: str) -> ResponseReturnValue:
    """The event's accent colour, for the stylesheet."""
    try:
        accent, audience = publications.current(slug).accent, "public"
    except NotFound:
        accent, audience = _draft_accent(slug), "private"
    response = Response(f":root {{ --accent: {accent}; }}\n", mimetype="text/css")
    response.headers["Cache-Control"] = f"{audience}, max-age=60"
    return response


def _draft_accent(slug: str) -> str:
    """The colour of a draft, for those who work on it; NotFound for others."""
    row = events.event(slug)
    if not can(actor(), Action.READ_WORKSPACE, event_id=row.id):
        raise NotFound
    return row.accent
