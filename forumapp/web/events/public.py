"""The list of events, an event's home, its colour."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.access import Action, can
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import EventFacts
from forumapp.http.guard import public
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.render import jsonld
from forumapp.services import events, notices, publications
from forumapp.services.events import EventRow
from forumapp.services.events.series import of_events
from forumapp.web.events import bp

ANNOUNCED = ("edition", "title", "theme", "starts_on", "ends_on", "zone", "place", "format")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every public event: those that are on, those that come, those that are past."""
    known = publications.announced_events()
    rows = [_as_announced(row, known.get(row.id)) for row in events.public_events()]
    soonest = sorted(rows, key=lambda event: event.starts_on)
    today = {row.id: clock.wall(now(), row.zone).date() for row in rows}
    return render_template(
        "events/index.html",
        on=[e for e in soonest if e.starts_on <= today[e.id] <= e.ends_on],
        coming=[e for e in soonest if today[e.id] < e.starts_on],
        proceedings=publications.issues.events_in_force(),
        past=[e for e in rows if e.ends_on < today[e.id]],
        series=of_events(row.series_id for row in rows),
        now=now(),
    )


def _as_announced(row: EventRow, known: EventFacts | None) -> EventRow:
    """An event under the name, days and place that its latest release gives."""
    return replace(row, **{name: getattr(known, name) for name in ANNOUNCED}) if known else row


@bp.get("/events/")
@public
def all_events() -> ResponseReturnValue:
    return redirect(url_for("events.index"))


@bp.get("/events/<slug>/")
@public
def home(slug: str) -> ResponseReturnValue:
    """What, when, where, how to take part."""
    current = publications.current(slug)
    row = events.event(slug)
    programme = publications.published(current).programme
    return render_template(
        "events/home.html",
        event=_with_logos(programme.event),
        row=row,
        programme=programme if current.release_id else None,
        registration_open=row.registration_open(now=now()),
        notices=notices.shown(current.event_id, now=now()) if current.notices else (),
        jsonld=jsonld.event(programme, base_url=settings().base_url, locale=locale()),
    )


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
        accent, audience = publications.current(slug).live.accent, "public"
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
