"""What the secretariat does with registrations: each act is a POST that leads back."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.deciding import Act
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
    asking,
    done,
    inactive,
    kept,
    meanwhile,
    moved,
    refusal,
    superseded,
    unchanged,
)

Fields = list[tuple[str, object]]

MOST = 500


@bp.post("/manage/<slug>/registrations/decide")
@requires(Action.DECIDE_REGISTRATIONS)
def decide(slug: str) -> ResponseReturnValue:
    """Decide about those ticked, or all that the list finds; once that is confirmed."""
    event: EventRow = g.event
    everyone = request.form.get("scope") == "all"
    chosen = _everyone(event) if everyone else _chosen(request.form.getlist("chosen"))
    if not chosen:
        flash(_("Tick the people you mean first."), "warn")
        return redirect(_list(slug))
    act = _act()
    if not _is_confirmed(act, chosen, everyone=everyone):
        fields: Fields = [("back", request.form.get("back", ""))]
        if everyone:
            fields += [("scope", "all"), ("mark", registration.mark(chosen))]
        else:
            fields += [("chosen", f"{one.id}:{one.version}") for one in chosen]
        return _asked(event, act, chosen, fields, back=_list(slug))
    _say(_decided(event, act, chosen), act)
    return redirect(_list(slug))


@bp.post("/manage/<slug>/registrations/<int:registration_id>/decide")
@requires(Action.DECIDE_REGISTRATIONS)
def decide_one(slug: str, registration_id: int) -> ResponseReturnValue:
    """Approve one, as it was seen; reject or withdraw it once that is confirmed."""
    event: EventRow = g.event
    act = _act()
    version = request.form.get("version", 0, type=int)
    chosen = (Chosen(registration_id, version),)
    if act is not Act.APPROVE and request.form.get("confirm") != "yes":
        back = _one(slug, registration_id)
        return _asked(event, act, chosen, [("version", version)], back=back)
    decided = _decided(event, act, chosen)
    if decided.meanwhile or decided.superseded:
        words = meanwhile(1) if decided.meanwhile else superseded(1)
        shown = registration.participant(actor(), event.id, registration_id)
        return page(event, shown, refusal=words), 409
    _say(decided, act)
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


def _act() -> Act:
    try:
        return Act(request.form.get("do", ""))
    except ValueError:
        raise NotFound from None


def _is_confirmed(act: Act, chosen: tuple[Chosen, ...], *, everyone: bool) -> bool:
    """Whether this was said to be meant, of exactly these people as they are now.

    To approve those who are ticked takes nothing from anyone: that is done at once.
    """
    confirmed = request.form.get("confirm") == "yes"
    if everyone:
        return confirmed and request.form.get("mark") == registration.mark(chosen)
    return confirmed or act is Act.APPROVE


def _everyone(event: EventRow) -> tuple[Chosen, ...]:
    """All that the list finds, as it was filtered."""
    filters = registration.read_filters(dict(parse_qsl(request.form.get("back", ""))))
    return registration.chosen_by(actor(), event.id, filters)


def _asked(
    event: EventRow, act: Act, chosen: tuple[Chosen, ...], fields: Fields, *, back: str
) -> ResponseReturnValue:
    """The page that says who loses and who gains what, and asks for the reason and a yes."""
    part_id = request.form.get("part", type=int)
    try:
        foreseen = registration.foreseen(actor(), event.id, act, chosen, part_id=part_id)
    except Invalid:
        raise NotFound from None
    return render_template(
        "registration/manage_confirm.html",
        event=event,
        foreseen=foreseen,
        title=asking(act, foreseen.count),
        changed=request.form.get("confirm") == "yes",
        act=act.value,
        fields=[*fields, ("part", part_id or "")],
        back=back,
    )


def _list(slug: str) -> str:
    """The list as it was filtered."""
    query = urlsplit("?" + request.form.get("back", "")).query
    address = url_for("registration.participants", slug=slug)
    return f"{address}?{query}" if query else address


def _decided(event: EventRow, act: Act, chosen: tuple[Chosen, ...]) -> Decided:
    try:
        with unit_of_work():
            return registration.decide(
                actor(),
                event.id,
                act,
                chosen,
                part_id=request.form.get("part", type=int),
                reason=request.form.get("reason", ""),
                now=now(),
            )
    except Invalid:
        raise NotFound from None


def _chosen(values: list[str]) -> tuple[Chosen, ...]:
    """What was ticked: `number:version`, at most so many."""
    found = []
    for value in values[:MOST]:
        key, _colon, version = value.partition(":")
        if key.isdecimal() and version.isdecimal():
            found.append(Chosen(int(key), int(version)))
    return tuple(found)


def _say(decided: Decided, act: Act) -> None:
    for ids, kind, words in (
        (decided.done, "success", done if act.status else moved),
        (decided.unchanged, "info", unchanged),
        (decided.full, "warn", kept),
        (decided.inactive, "warn", inactive),
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
