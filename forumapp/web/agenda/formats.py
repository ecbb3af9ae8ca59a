"""The programme for calendars and schedule programs: .ics, .xml, .json."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain.programme import Programme
from forumapp.http.guard import public
from forumapp.http.locale import locale
from forumapp.http.pages import released
from forumapp.render import ical, schedule
from forumapp.services import publications
from forumapp.services.publications import Current
from forumapp.web.agenda import bp

CALENDAR = "text/calendar; charset=utf-8"
Write = Callable[[Programme], bytes]


@bp.get("/events/<slug>/programme.ics")
@public
def programme_ics(slug: str) -> ResponseReturnValue:
    """The programme as a calendar to subscribe to (RFC 5545, RFC 7986)."""
    return _of_programme(slug, CALENDAR, partial(_feed, slug=slug), "ics")


@bp.get("/events/<slug>/programme.xml")
@public
def programme_xml(slug: str) -> ResponseReturnValue:
    """The programme as frab schedule.xml."""
    write = partial(schedule.xml, base_url=settings().base_url, locale=locale())
    return _of_programme(slug, "application/xml; charset=utf-8", write, "xml")


@bp.get("/events/<slug>/programme.json")
@public
def programme_json(slug: str) -> ResponseReturnValue:
    """The programme as frab schedule.json."""
    write = partial(schedule.json, base_url=settings().base_url, locale=locale())
    return _of_programme(slug, "application/json", write, "json")


@bp.get("/events/<slug>/sessions/<code>.ics")
@public
def session_ics(slug: str, code: str) -> ResponseReturnValue:
    """One session as a calendar entry."""

    def render(current: Current) -> bytes:
        found = publications.published(current)
        return ical.session(
            found.programme, found.session(code), locale=locale(), base_url=settings().base_url
        )

    return released(slug, render, media_type=CALENDAR, download=f"{slug}-{code}.ics")


def _of_programme(slug: str, media_type: str, write: Write, suffix: str) -> ResponseReturnValue:
    part_id = request.args.get("part", type=int)

    def render(current: Current) -> bytes:
        found = publications.published(current)
        if part_id:
            return write(found.programme.of_part(found.part(part_id).id))
        return write(found.programme)

    download = f"{slug}.{suffix}"
    return released(slug, render, media_type=media_type, vary=(part_id,), download=download)


def _feed(programme: Programme, *, slug: str) -> bytes:
    base = settings().base_url
    return ical.feed(
        programme,
        locale=locale(),
        base_url=base,
        name=programme.event.title.pick(locale()),
        source_url=f"{base}/events/{slug}/programme.ics",
    )
