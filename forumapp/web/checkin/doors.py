"""The organiser's doors, and the code of each, shown once."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.checkin.doors import DELIVERS
from forumapp.domain.clock import wall
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.render import qr
from forumapp.services.checkin import doors
from forumapp.web.checkin import bp
from forumapp.web.checkin.forms import DoorForm

SHOWN_ONCE = "door_code"


@bp.get("/manage/<slug>/doors")
@requires(Action.READ_REGISTRATIONS)
def index(slug: str) -> ResponseReturnValue:
    """Every door, and above them the code of the one that was just given one."""
    rows = doors.listed(actor(), g.event.id)
    today = wall(now(), g.event.zone).date()
    shown = {"rows": rows, "given": _given(rows), "address": _address(slug)}
    return _page("manage_doors", **shown, today=today, delivering=today - DELIVERS)


@bp.route("/manage/<slug>/doors/new", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def new(slug: str) -> ResponseReturnValue:
    """Make a door."""
    form = DoorForm()
    form.offer(g.event, doors.choices(actor(), g.event.id), today=wall(now(), g.event.zone).date())
    made: list[tuple[int, str]] = []
    if form.sent(lambda: made.append(doors.add(actor(), g.event.id, form.door(), now=now()))):
        session[SHOWN_ONCE] = made[-1]
        return redirect(url_for("checkin.index", slug=slug))
    return _page("manage_door_new", form=form), form.status


@bp.post("/manage/<slug>/doors/<int:key>/code")
@requires(Action.DECIDE_REGISTRATIONS)
def code(slug: str, key: int) -> ResponseReturnValue:
    """Give the door a new code; the one before ends."""
    with unit_of_work():
        session[SHOWN_ONCE] = key, doors.new_code(actor(), g.event.id, key, now=now())
    return redirect(url_for("checkin.index", slug=slug))


@bp.post("/manage/<slug>/doors/<int:key>/revoke")
@requires(Action.DECIDE_REGISTRATIONS)
def revoke(slug: str, key: int) -> ResponseReturnValue:
    """End the door's code, and whatever phone it opened the door on."""
    with unit_of_work():
        doors.revoke(actor(), g.event.id, key, now=now())
    flash(_("The door is shut. What was scanned there stays."), "success")
    return redirect(url_for("checkin.index", slug=slug, _anchor=f"row-{key}"))


def _given(rows: tuple[doors.DoorRow, ...]) -> dict[str, Any] | None:
    """The code to be shown this once, with a drawing that opens the door on a phone.

    The code stands behind the #, which no browser sends and no server writes down.
    """
    key, code = session.pop(SHOWN_ONCE, (0, ""))
    row = next((row for row in rows if row.id == key), None)
    if row is None:
        return None
    drawing = qr.svg(f"{_address(g.event.slug)}#{code}", title=_("Code to scan with a phone"))
    return {"row": row, "code": code, "drawing": drawing}


def _address(slug: str) -> str:
    return f"{settings().base_url}{url_for('checkin.door', slug=slug)}"


def _page(name: str, **given: Any) -> str:
    return render_template(f"checkin/{name}.html", event=g.event, **given)
