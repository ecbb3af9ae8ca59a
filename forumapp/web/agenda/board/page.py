"""The board's page: what the script needs, and the day as a table where there is no script."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from forumapp.domain import clock
from forumapp.domain.access import Action, can
from forumapp.domain.agenda import SessionKind
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import agenda
from forumapp.services.agenda import Board
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board import words
from forumapp.web.agenda.board.acts import HERE, title_language
from forumapp.web.agenda.board.answers import block_json
from forumapp.web.agenda.board.clocks import (
    days_of,
    hour,
    hours_of,
    zone_asked,
    zones_offered,
)
from forumapp.web.agenda.board.table import Table
from forumapp.web.agenda.board.words import Places


@bp.get(HERE)
@requires(Action.READ_WORKSPACE)
def board(slug: str) -> ResponseReturnValue:
    """The programme of a day as rooms and hours; another zone's clock beside the venue's."""
    event: EventRow = g.event
    found = agenda.board(actor(), event.id, now=now())
    days = days_of(event, found.blocks)
    day, zone = _day(days), zone_asked()
    places = Places.of(event, found.rooms, found.video_rooms)
    return render_template(
        "agenda/board/page.html",
        event=event,
        board=found,
        days=days,
        day=day,
        zone=zone,
        zones=zones_offered(),
        kinds=SessionKind,
        title_language=title_language(),
        table=Table.of(found, day, places),
        hours={block.starts: hour(block.starts, zone) for block in found.blocks} if zone else {},
        parked=[block for block in found.blocks if block.parked],
        data=_data(found, days, zone, places),
    )


def _day(days: tuple[date, ...]) -> date:
    """The day asked for, else today, else the first."""
    asked = request.args.get("day", type=date.fromisoformat)
    today = clock.wall(now(), g.event.zone).date()
    return next((day for day in (asked, today) if day in days), days[0])


def _data(found: Board, days: tuple[date, ...], zone: str, places: Places) -> dict[str, Any]:
    """Everything that the script begins with."""
    return {
        "here": url_for("agenda.board", slug=g.event.slug),
        "csrf": generate_csrf(),
        "mine": can(actor(), Action.EDIT_AGENDA, event_id=g.event.id),
        "mark": found.mark,
        "blocks": [block_json(block) for block in found.blocks],
        "columns": [
            {"room": room, "video": video, "name": places.column((room, video))}
            for room, video in found.columns
        ],
        "hours": hours_of(zone, days),
        "rooms": places.rooms,
        "videos": places.video_rooms,
        "words": words.spoken(),
    }
