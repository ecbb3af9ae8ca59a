"""The published programme and each of its sessions."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import running_order
from forumapp.domain.timetable import Day, timetable
from forumapp.http.guard import public
from forumapp.http.pages import RARE, released
from forumapp.render import qr
from forumapp.services import publications
from forumapp.services.publications import Current, Published
from forumapp.web.agenda import bp
from forumapp.web.agenda.asked import Asked, asked, field_name, filters


@bp.get("/events/<slug>/programme")
@public
def programme(slug: str) -> ResponseReturnValue:
    """The programme day by day, or what of it the address asks for."""
    wanted = asked(publications.published(publications.current(slug)))
    return released(
        slug,
        partial(_programme, wanted=wanted),
        asked=wanted.arguments,
        vary=wanted.ignored,
        shelf=wanted.shelf,
    )


def _programme(current: Current, *, wanted: Asked) -> str:
    found = publications.published(current)
    shown = wanted.selection.of(found.programme)
    address = settings().base_url + url_for("agenda.programme", slug=current.slug)
    return render_template(
        "agenda/programme/page.html",
        **context(found),
        programme=shown,
        days=_days(shown),
        asked=wanted,
        filters=filters(found, wanted.selection),
        left_out=[field_name(by) for by in wanted.ignored],
        whole=found.programme,
        turning={
            zone: _turns_over(shown, zone) for zone in (shown.event.zone, wanted.zone) if zone
        },
        address_online=address,
        code=qr.svg(address, title=_("The programme online")),
    )


def _days(programme: Programme) -> list[Day]:
    """The days on which something begins: what only lasts into another has its end said."""
    return [day for day in timetable(programme) if not all(p.carried for p in day.pieces)]


def _turns_over(programme: Programme, zone: str) -> bool:
    """Whether the zone's clock is changed between the first session and the last."""
    ends = programme.sessions[:1] + programme.sessions[-1:]
    return len({clock.offset(programme.starts_at(session), zone) for session in ends}) > 1


@bp.get("/events/<slug>/sessions/<code>")
@public
def session(slug: str, code: str) -> ResponseReturnValue:
    """One session with its speakers and the times of their turns."""
    return released(slug, partial(_session, code=code), shelf=RARE)


def _session(current: Current, *, code: str) -> str:
    found = publications.published(current)
    return render_template(
        "agenda/session.html",
        **context(found),
        programme=found.programme,
        session=found.session(code),
    )


def context(found: Published) -> dict[str, Any]:
    """What every page of a published programme knows."""
    event = found.programme.event
    return {
        "event": event,
        "home": url_for("events.home", slug=event.slug),
        "people": found.people,
        "rooms": found.rooms,
        "parts": found.parts,
        "tracks": found.tracks,
        "base_url": settings().base_url,
        "turns": _turns,
    }


def _turns(session: SessionFacts) -> Any:
    return running_order(session.starts, session.speakers)
