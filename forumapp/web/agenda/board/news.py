"""What the board asks for by itself: news, clashes, and what is in the way."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.clashes import Obstacle
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import agenda
from forumapp.services.agenda import ClashRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.board import words
from forumapp.web.agenda.board.acts import HERE
from forumapp.web.agenda.board.answers import block_json, in_json, places
from forumapp.web.agenda.board.payload import MOST
from forumapp.web.agenda.clash_words import said

Answer = ResponseReturnValue


@bp.get(f"{HERE}/news")
@requires(Action.READ_WORKSPACE)
def news(slug: str) -> Answer:
    """What changed since a number of the log; 204 when nothing did."""
    since = min(max(request.args.get("since", MOST, type=int), 0), MOST)
    told = agenda.news(actor(), g.event.id, since=since, now=now())
    if not told.changes:
        return Response(status=204)
    wanted = dict.fromkeys(change.session_id for change in told.changes)
    blocks = {block.id: block for block in agenda.blocks(actor(), g.event.id, wanted)}
    names = places()
    return jsonify(
        mark=told.mark,
        blocks=[block_json(block) for block in blocks.values()],
        gone=[key for key in wanted if key not in blocks],
        told=[
            {
                "id": change.id,
                "session": change.session_id,
                "mine": change.actor == actor().name,
                "words": words.change(change, blocks.get(change.session_id), names),
            }
            for change in told.changes
        ],
    )


@bp.get(f"{HERE}/clashes")
@requires(Action.READ_WORKSPACE)
def open_clashes(slug: str) -> Answer:
    """The clashes that nobody has accepted, in words, under each session that they concern."""
    rows = agenda.open_rows(actor(), g.event.id)
    by_session: dict[int, list[str]] = {}
    for row in rows:
        for session in row.sessions:
            by_session.setdefault(session.id, []).append(said(row))
    count = ngettext("%(num)s clash", "%(num)s clashes", len(rows))
    return jsonify(count=len(rows), words=count, sessions=by_session)


@bp.get(f"{HERE}/<int:session_id>/obstacles")
@requires(Action.READ_WORKSPACE)
@in_json
def in_the_way(slug: str, session_id: int) -> Answer:
    """The times that a session must not overlap, in wall times of the event."""
    found = agenda.in_the_way(actor(), g.event.id, session_id)
    return jsonify([_obstacle(obstacle, row) for obstacle, row in found])


def _obstacle(obstacle: Obstacle, row: ClashRow) -> dict[str, object]:
    zone = g.event.zone
    starts, ends = (clock.wall(moment, zone) for moment in (obstacle.starts, obstacle.ends))
    return {
        "starts": f"{starts:%Y-%m-%dT%H:%M}",
        "ends": f"{ends:%Y-%m-%dT%H:%M}",
        "room": obstacle.room_id,
        "video": obstacle.video_room_id,
        "after": _minutes(obstacle.after),
        "until": None if obstacle.until is None else _minutes(obstacle.until),
        "cut": obstacle.cut,
        "words": said(row),
    }


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
