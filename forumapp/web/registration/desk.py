"""The registration desk: a short form, the code at once, and the form again for the next person."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid
from forumapp.domain.registration import Outcome
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.render import qr
from forumapp.services import registration
from forumapp.services.events import EventRow
from forumapp.services.registration import Card, Offer, Received
from forumapp.web.registration import bp
from forumapp.web.registration.asking import asking
from forumapp.web.registration.hand import DeskForm
from forumapp.web.registration.parts import PREFIX, seats_left

KEPT = ("category", "delegation")  # from one person to the next


@bp.route("/manage/<slug>/registrations/desk", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def desk(slug: str) -> ResponseReturnValue:
    """Register who stands at the desk; the card of the last one stands beside the empty form."""
    event: EventRow = g.event
    form = asking(DeskForm, event.id)
    if form.is_submitted():
        received = _registered(event, form)
        if received is not None:
            if received.outcome is Outcome.KNOWN_PERSON:
                flash(_("This person was registered already."), "warn")
            return redirect(_next(slug, form, received.registration_id), 303)
    offer = registration.offer(event, locale=locale())
    form.offer(offer)
    if not form.is_submitted():
        _prefill(form, offer)
    return _page(event, form, offer), form.status


def _registered(event: EventRow, form: DeskForm) -> Received | None:
    details = form.checked()
    if details is None:
        return None
    try:
        with unit_of_work():
            return registration.on_the_spot(
                actor(),
                event.id,
                details=details,
                wish=form.wish(),
                key=form.key.data,
                now=now(),
            )
    except Invalid as refusal:
        form.refuse_here(refusal)
        return None


def _next(slug: str, form: DeskForm, registration_id: int) -> str:
    """The desk with the card of this registration, and what the next person shares with it."""
    kept = {name: form[name].data for name in KEPT if form[name].data}
    parts = {f"{PREFIX}{part}": mode.value for part, mode in form.parts.data.items()}
    query = urlencode({"last": registration_id, **kept, **parts})
    return f"{url_for('registration.desk', slug=slug)}?{query}"


def _prefill(form: DeskForm, offer: Offer) -> None:
    """What the person before chose; at first every part, in the room where there is one."""
    for name in KEPT:
        form[name].data = request.args.get(name, type=int) or form[name].data
    form.parts.data = form.parts.read(request.args) or {
        part.id: part.seats[0].mode for part in offer.parts if part.seats
    }


def _page(event: EventRow, form: DeskForm, offer: Offer) -> str:
    last = request.args.get("last", type=int)
    form.suggest(registration.organisations(actor(), event.id, locale=locale()))
    card = registration.card(actor(), event.id, last) if last else None
    return render_template(
        "registration/manage_desk.html",
        event=event,
        form=form,
        offer=offer,
        card=card,
        code=_code(card),
        seats_left=seats_left,
    )


def _code(card: Card | None) -> Markup:
    if card is None or not card.badge:
        return Markup()
    return qr.svg(card.badge, title=_("The code for the door"))
