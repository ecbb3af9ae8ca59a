"""The organiser's video rooms."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.text import one_line
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import events, publications, video
from forumapp.services.video import VideoRoomRow
from forumapp.web.video import bp
from forumapp.web.video.forms import VideoRoomForm

Done = ResponseReturnValue


@bp.get("/manage/<slug>/video")
@requires(Action.READ_WORKSPACE)
def rooms(slug: str) -> Done:
    """Every video room, what it serves, and the sessions that overlap in it."""
    draft = publications.draft(g.event.id, now=now())
    sessions = {session.id: session for session in draft.sessions}
    return _page(
        "manage_list",
        rooms=video.rooms(actor(), g.event.id),
        sessions=sessions,
        overlapping=lambda room: _overlapping(draft, room, sessions),
    )


@bp.route("/manage/<slug>/video/new", methods=["GET", "POST"])
@requires(Action.READ_VIDEO_SECRETS)
def new(slug: str) -> Done:
    """Make a video room."""
    return _edit(slug, None)


@bp.route("/manage/<slug>/video/<int:room_id>", methods=["GET", "POST"])
@requires(Action.READ_VIDEO_SECRETS)
def edit(slug: str, room_id: int) -> Done:
    """Change a video room."""
    return _edit(slug, video.room(actor(), g.event.id, room_id))


@bp.post("/manage/<slug>/video/<int:room_id>/secrets")
@requires(Action.READ_VIDEO_SECRETS)
def secrets(slug: str, room_id: int) -> Done:
    """Show what opens the room; that somebody looked is written to the audit log."""
    room = video.room(actor(), g.event.id, room_id)
    with unit_of_work():
        found = video.secrets_of(actor(), g.event.id, room_id)
    return _page("manage_secrets", room=room, secrets=found.values)


@bp.route("/manage/<slug>/video/<int:room_id>/delete", methods=["GET", "POST"])
@requires(Action.READ_VIDEO_SECRETS)
def delete(slug: str, room_id: int) -> Done:
    """Delete a room after saying what is lost and having its name typed."""
    room, error = video.room(actor(), g.event.id, room_id), ""
    if request.method == "POST":
        if one_line(request.form.get("confirm", "")) == room.name:
            with unit_of_work():
                video.delete_room(actor(), g.event.id, room_id)
            flash(_("The video room is deleted."), "success")
            return redirect(url_for("video.rooms", slug=slug))
        error = words("confirm")
    return _page("manage_delete", room=room, error=error), 422 if error else 200


def _edit(slug: str, room: VideoRoomRow | None) -> Done:
    draft = publications.draft(g.event.id, now=now())
    form = VideoRoomForm(obj=room)
    form.offer([(s.id, _line(s)) for s in draft.sessions], room)

    def save() -> None:
        video.save_room(
            actor(),
            g.event.id,
            room.id if room else None,
            form.room_values(),
            secrets=form.secrets(),
            session_ids=form.session_ids.data or (),
            version=form.edited,
        )

    if form.sent(save):
        flash(_("The video room is saved."), "success")
        return redirect(url_for("video.rooms", slug=slug))
    knocks = video.knocks(actor(), g.event.id, room.id) if room else ()
    return _page("manage_edit", form=form, room=room, knocks=knocks), form.status


def _line(session: SessionFacts) -> str:
    return f"{session.starts:%m-%d %H:%M} · {session.code} · {session.title.pick(locale())}"


def _overlapping(
    draft: Programme, room: VideoRoomRow, sessions: dict[int, SessionFacts]
) -> tuple[str, ...]:
    """The codes of sessions in one room that overlap each other."""
    served = sorted(
        (sessions[i] for i in room.session_ids if i in sessions), key=lambda s: s.starts
    )
    pairs = pairwise(served)
    return tuple(b.code for a, b in pairs if draft.starts_at(b) < draft.ends_at(a))


def _page(name: str, **given: Any) -> str:
    return render_template(
        f"video/{name}.html", event=events.facts(g.event.id), page="video", **given
    )
