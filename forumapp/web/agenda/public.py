"""The published programme and each of its sessions."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import SessionFacts
from forumapp.domain.speakers import running_order
from forumapp.http.guard import public
from forumapp.http.pages import released
from forumapp.services import publications
from forumapp.services.publications import Current, Published
from forumapp.web.agenda import bp


@bp.get("/events/<slug>/programme")
@public
def programme(slug: str) -> ResponseReturnValue:
    """The whole programme, or one part of it, day by day."""
    part_id, zone = request.args.get("part", type=int), _zone()
    render = partial(_programme, part_id=part_id, zone=zone)
    return released(slug, render, asked={"part": part_id, "zone": zone})


def _programme(current: Current, *, part_id: int | None, zone: str | None) -> str:
    found = publications.published(current)
    part = found.part(part_id) if part_id else None
    shown = found.programme.of_part(part_id) if part_id else found.programme
    return render_template(
        "agenda/programme.html", **context(found), programme=shown, part=part, zone=zone
    )


@bp.get("/events/<slug>/sessions/<code>")
@public
def session(slug: str, code: str) -> ResponseReturnValue:
    """One session with its speakers and the times of their turns."""
    return released(slug, partial(_session, code=code))


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
    return {
        "event": found.programme.event,
        "people": found.people,
        "rooms": found.rooms,
        "parts": found.parts,
        "tracks": found.tracks,
        "base_url": settings().base_url,
        "turns": _turns,
    }


def _turns(session: SessionFacts) -> Any:
    return running_order(session.starts, session.speakers)


def _zone() -> str | None:
    """The zone asked for beside the venue's; NotFound for one that doesn't exist."""
    asked = request.args.get("zone")
    if not asked:
        return None
    if not clock.is_zone(asked):
        raise NotFound
    return asked
