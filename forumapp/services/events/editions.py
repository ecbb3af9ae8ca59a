"""Making an edition by hand, and saving what one holds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa

from forumapp.db import after_commit, db, lock
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor, Role
from forumapp.domain.events import MOST_DAYS, SLUG, EventFormat, EventKind, EventState
from forumapp.models import Event, EventRole, Session
from forumapp.services import publications
from forumapp.services.access import act_as, require
from forumapp.services.events import series
from forumapp.services.events.checks import LANGUAGES, Checks
from forumapp.services.rows import assign, one

RESERVED = {"new", "users"}  # addresses of the workspace itself
MOST_HOURS = 14 * 24  # to accept a seat that came free
WINDOW = (
    "registration_opens_at",
    "registration_closes_at",
    "changes_close_at",
    "nominations_close_at",
)


def create(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> str:
    """Make a draft of an event, owned by who makes it, and return its slug.

    Values as for `save`, of which slug, title, kind, format, days, zone and languages must be.
    Raises Invalid.
    """
    require(actor, Action.CREATE_EVENT)
    checks = Checks({"accent": "#7a1f2b", **values})
    of_series = series.chosen(actor, checks)
    cleaned = {
        "slug": slug_of(checks),
        "kind": checks.code("kind", EventKind),
        "title": checks.texts("title", required=True),
        "format": checks.code("format", EventFormat),
        "languages": checks.codes("languages", LANGUAGES, required=True),
        "zone": checks.zone("zone"),
        "place": checks.texts("place"),
        "edition": series.edition(checks, of_series["series_id"]),
        **_days(checks),
        **of_series,
    }
    checks.finish()
    return found(actor, Event(**cleaned), now=now)


def found(actor: Actor, event: Event, *, now: datetime) -> str:
    """Write a new event down as a draft, with its maker as the owner; return its slug."""
    event.key, event.created_at, event.state = str(uuid.uuid4()), now, EventState.DRAFT
    db.session.add(event)
    db.session.flush()
    act_as(actor, event_id=event.id)
    if actor.user_id is not None:
        db.session.add(EventRole(event_id=event.id, user_id=actor.user_id, role=Role.OWNER))
        db.session.flush()
    return event.slug


def save(actor: Actor, event_id: int, *, values: Mapping[str, Any], version: int | None) -> str:
    """Save everything an event itself holds, and return its slug.

    Days are dates; the registration window and the deadline of changes are naive wall times in
    the zone among the values. With `move_sessions`, sessions go along with the first day; without,
    days that would leave sessions outside are refused. The slug changes only in a draft.
    Raises Invalid and Stale.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    event = one(Event, event_id)
    checks = Checks(values)
    cleaned = _cleaned(actor, checks, event)
    if not checks.errors:
        _check_sessions(checks, event, cleaned)
    checks.finish()
    by = cleaned["starts_on"] - event.starts_on
    before, after = event.slug, cleaned["slug"]
    assign(event, cleaned, version=version)
    if values.get("move_sessions") and by:
        _move_sessions(event_id, by)
    db.session.flush()
    after_commit(lambda: publications.forget(before))
    after_commit(lambda: publications.forget(after))
    return event.slug


def _cleaned(actor: Actor, checks: Checks, event: Event) -> dict[str, Any]:
    zone = checks.zone("zone")
    of_series = series.chosen(actor, checks, event)
    draft = event.state is EventState.DRAFT
    return {
        "slug": slug_of(checks, event) if draft else event.slug,
        "kind": checks.code("kind", EventKind),
        "format": checks.code("format", EventFormat),
        "state": checks.code("state", EventState),
        "title": checks.texts("title", required=True),
        "theme": checks.texts("theme"),
        "place": checks.texts("place"),
        "venue": checks.texts("venue"),
        "description": checks.texts("description", rows=True),
        "practical": checks.texts("practical", rows=True),
        "foreword": checks.texts("foreword", rows=True),
        "notice": checks.texts("notice"),
        "languages": checks.codes("languages", LANGUAGES, required=True, before=event.languages),
        "capitals": checks.codes("capitals", available_timezones(), before=event.capitals),
        "accent": checks.colour("accent"),
        "contact_name": checks.texts("contact_name"),
        "contact_email": checks.email("contact_email"),
        "contact_phone": checks.line("contact_phone", longest=60),
        "symbol": checks.line("symbol", longest=60),
        "foreword_by": checks.texts("foreword_by", rows=True),
        "promotes": checks.flag("promotes"),
        "offer_hours": checks.number("offer_hours", least=0, most=MOST_HOURS) or 0,
        "zone": zone,
        "edition": series.edition(checks, of_series["series_id"], event),
        **_days(checks),
        **_window(checks, zone, event),
        **of_series,
    }


def slug_of(checks: Checks, event: Event | None = None) -> str:
    """A slug of the right form that no other event has."""
    slug = checks.line("slug", longest=60, required=True)
    if "slug" in checks.errors:
        return slug
    if len(slug) < len("abc") or not SLUG.fullmatch(slug):
        checks.refuse("slug", "not_a_slug")
    elif slug in RESERVED or _taken(slug, event):
        checks.refuse("slug", "taken")
    return slug


def _taken(slug: str, event: Event | None) -> bool:
    holder = db.session.scalar(sa.select(Event.id).filter_by(slug=slug))
    return holder is not None and (event is None or holder != event.id)


def _days(checks: Checks) -> dict[str, Any]:
    first, last = checks.day("starts_on"), checks.day("ends_on")
    if not {"starts_on", "ends_on"} & checks.errors.keys():
        if last < first:
            checks.refuse("ends_on", "ends_before_start")
        elif (last - first).days >= MOST_DAYS:
            checks.refuse("ends_on", "days_too_many", most=MOST_DAYS)
    return {"starts_on": first, "ends_on": last}


def _window(checks: Checks, zone: str, event: Event) -> dict[str, datetime | None]:
    moments = {name: checks.moment(name, zone, before=getattr(event, name)) for name in WINDOW}
    opens, closes = moments["registration_opens_at"], moments["registration_closes_at"]
    if opens and closes and closes <= opens:
        checks.refuse("registration_closes_at", "closes_before_opens")
    if opens and (last := moments["changes_close_at"]) and last <= opens:
        checks.refuse("changes_close_at", "closes_before_opens")
    return moments


def _check_sessions(checks: Checks, event: Event, cleaned: Mapping[str, Any]) -> None:
    """Every session stays inside the days, at a time that the zone's clock shows."""
    first, last, zone = cleaned["starts_on"], cleaned["ends_on"], cleaned["zone"]
    if (first, last, zone) == (event.starts_on, event.ends_on, event.zone):
        return
    moving = bool(checks.given.get("move_sessions"))
    by = first - event.starts_on if moving else timedelta()
    times = [
        (starts + by, ends + by)
        for starts, ends in db.session.execute(
            sa.select(Session.starts, Session.ends).filter_by(event_id=event.id, parked=False)
        )
    ]
    outside = sum(not first <= starts.date() <= last for starts, _ends in times)
    if outside:
        field = "ends_on" if first == event.starts_on or moving else "starts_on"
        checks.refuse(field, "sessions_outside", count=outside)
    elif any(not clock.exists(wall, zone) for pair in times for wall in pair):
        checks.refuse("zone", "no_such_time")


def _move_sessions(event_id: int, by: timedelta) -> None:
    for session in db.session.scalars(sa.select(Session).filter_by(event_id=event_id)):
        session.starts += by
        session.ends += by
