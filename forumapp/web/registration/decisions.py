"""What the secretariat does with registrations: each act is a POST that leads back."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.events import Mode
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import registration
from forumapp.services.events import EventRow
from forumapp.services.registration import Chosen, Decided
from forumapp.web.registration import bp
from forumapp.web.registration.manage import page
from forumapp.web.registration.wording import (
    done,
    meanwhile,
    refusal,
    rejecting,
    superseded,
    unchanged,
    withdrawing,
)

Fields = list[tuple[str, object]]

MOST = 500
_ENDS = {"reject": rejecting, "withdraw": withdrawing}  # what takes seats away


@bp.post("/manage/<slug>/registrations/decide")
@requires(Action.DECIDE_REGISTRATIONS)
def decide(slug: str) -> ResponseReturnValue:
    """Approve those ticked in the list; reject them once that is confirmed."""
    event: EventRow = g.event
    chosen = _chosen(request.form.getlist("chosen"))
    if not chosen:
        flash(_("Tick the people you mean first."), "warn")
    elif _to_confirm():
        ticked: Fields = [("chosen", f"{one.id}:{one.version}") for one in chosen]
        ticked.append(("back", request.form.get("back", "")))
        return _asked(event, chosen, ticked, back=_list(slug))
    else:
        _say(_decided(event, request.form.get("do", ""), chosen))
    return redirect(_list(slug))


@bp.post("/manage/<slug>/registrations/<int:registration_id>/decide")
@requires(Action.DECIDE_REGISTRATIONS)
def decide_one(slug: str, registration_id: int) -> ResponseReturnValue:
    """Approve one, as it was seen; reject or withdraw it once that is confirmed."""
    event: EventRow = g.event
    version = request.form.get("version", 0, type=int)
    chosen = (Chosen(registration_id, version),)
    if _to_confirm():
        return _asked(event, chosen, [("version", version)], back=_one(slug, registration_id))
    decided = _decided(event, request.form.get("do", ""), chosen)
    if decided.meanwhile or decided.superseded:
        words = meanwhile(1) if decided.meanwhile else superseded(1)
        shown = registration.participant(actor(), event.id, registration_id)
        return page(event, shown, refusal=words), 409
    _say(decided)
    return _back(slug, registration_id)


@bp.post("/manage/<slug>/registrations/<int:registration_id>/promote")
@requires(Action.DECIDE_REGISTRATIONS)
def promote(slug: str, registration_id: int) -> ResponseReturnValue:
    """Give someone on a waiting list the seat that is free."""
    event: EventRow = g.event
    part_id = request.form.get("part", 0, type=int)
    try:
        with unit_of_work():
            registration.promote(actor(), event.id, registration_id, part_id=part_id, now=now())
    except Conflict as refused:
        return _refused(event, registration_id, refused)
    flash(_("The seat is theirs, and they are told."), "success")
    return _back(slug, registration_id)


@bp.post("/manage/<slug>/registrations/<int:registration_id>/mode")
@requires(Action.DECIDE_REGISTRATIONS)
def change_mode(slug: str, registration_id: int) -> ResponseReturnValue:
    """Seat someone in the room, online, or in a part no more."""
    event: EventRow = g.event
    part_id = request.form.get("part", 0, type=int)
    try:
        mode = Mode(request.form["mode"]) if request.form.get("mode") else None
        with unit_of_work():
            registration.change_mode(
                actor(), event.id, registration_id, part_id=part_id, mode=mode, now=now()
            )
    except Conflict as refused:
        return _refused(event, registration_id, refused)
    except (Invalid, ValueError):
        return _refused(event, registration_id, Conflict("not_offered"), status=422)
    flash(_("The seat is changed, and the person is told."), "success")
    return _back(slug, registration_id)


def _to_confirm() -> bool:
    """Whether seats would be given back, and nobody has said yet that this is meant."""
    return request.form.get("do") in _ENDS and request.form.get("confirm") != "yes"


def _asked(
    event: EventRow, chosen: tuple[Chosen, ...], fields: Fields, *, back: str
) -> ResponseReturnValue:
    """The page that says who loses what, and asks for the reason and a yes."""
    people = registration.those(actor(), event.id, [one.id for one in chosen])
    if not people:
        raise NotFound
    act = request.form["do"]
    return render_template(
        "registration/manage_confirm.html",
        event=event,
        people=people,
        title=_ENDS[act](len(people)),
        act=act,
        fields=fields,
        back=back,
    )


def _list(slug: str) -> str:
    """The list as it was filtered."""
    query = urlsplit("?" + request.form.get("back", "")).query
    address = url_for("registration.participants", slug=slug)
    return f"{address}?{query}" if query else address


def _decided(event: EventRow, act: str, chosen: tuple[Chosen, ...]) -> Decided:
    reason = request.form.get("reason", "")
    with unit_of_work():
        if act == "approve":
            return registration.approve(actor(), event.id, chosen, now=now())
        if act == "reject":
            return registration.reject(actor(), event.id, chosen, reason=reason, now=now())
        if act == "withdraw":
            return registration.withdraw_for(actor(), event.id, chosen, now=now())
    raise NotFound


def _chosen(values: list[str]) -> tuple[Chosen, ...]:
    """What was ticked: `number:version`, at most so many."""
    found = []
    for value in values[:MOST]:
        key, _colon, version = value.partition(":")
        if key.isdecimal() and version.isdecimal():
            found.append(Chosen(int(key), int(version)))
    return tuple(found)


def _say(decided: Decided) -> None:
    for ids, kind, words in (
        (decided.done, "success", done),
        (decided.unchanged, "info", unchanged),
        (decided.meanwhile, "warn", meanwhile),
        (decided.superseded, "warn", superseded),
    ):
        if ids:
            flash(words(len(ids)), kind)


def _refused(
    event: EventRow, registration_id: int, refused: Conflict, *, status: int = 409
) -> ResponseReturnValue:
    shown = registration.participant(actor(), event.id, registration_id)
    return page(event, shown, refusal=refusal(refused)), status


def _back(slug: str, registration_id: int) -> ResponseReturnValue:
    return redirect(_one(slug, registration_id))


def _one(slug: str, registration_id: int) -> str:
    return url_for("registration.participant", slug=slug, registration_id=registration_id)
