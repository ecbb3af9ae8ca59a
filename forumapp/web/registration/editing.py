"""The secretariat enters someone by hand, or corrects what a registration says."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid, Stale
from forumapp.domain.registration import Outcome, RegistrationStatus
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import registration
from forumapp.services.events import EventRow
from forumapp.services.registration import Received
from forumapp.web.registration import bp
from forumapp.web.registration.asking import asking, asking_again
from forumapp.web.registration.forms import HONORIFICS
from forumapp.web.registration.hand import CorrectionForm, HandForm
from forumapp.web.registration.parts import seats_left


@bp.route("/manage/<slug>/registrations/new", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def add(slug: str) -> ResponseReturnValue:
    """Someone who doesn't fill in forms, or came after the deadline."""
    event: EventRow = g.event
    form = asking(HandForm, event.id)
    if form.is_submitted():
        received = _added(event, form)
        if received is not None:
            known = received.outcome is Outcome.KNOWN_PERSON
            words = _("This person was registered already.") if known else _("Registered.")
            flash(words, "warn" if known else "success")
            return redirect(
                url_for(
                    "registration.participant", slug=slug, registration_id=received.registration_id
                )
            )
    offer = registration.offer(event, locale=locale())
    form.offer(offer)
    form.suggest(registration.organisations(actor(), event.id, locale=locale()))
    page = render_template(
        "registration/manage_new.html",
        event=event,
        form=form,
        offer=offer,
        honorifics=HONORIFICS,
        seats_left=seats_left,
    )
    return page, form.status


def _added(event: EventRow, form: HandForm) -> Received | None:
    """What became of the form; None when it can't be accepted as it is."""
    approved, pending = RegistrationStatus.APPROVED, RegistrationStatus.PENDING
    details = form.checked()
    if details is None:
        return None
    try:
        with unit_of_work():
            return registration.add_by_hand(
                actor(),
                event.id,
                details=details,
                wish=form.wish(),
                key=form.key.data,
                status=approved if form.approved.data else pending,
                now=now(),
            )
    except Invalid as refusal:
        form.refuse_here(refusal)
        return None


@bp.route("/manage/<slug>/registrations/<int:registration_id>/edit", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def edit(slug: str, registration_id: int) -> ResponseReturnValue:
    """Details, category, delegation and the capacity in it."""
    event: EventRow = g.event
    row = registration.participant(actor(), event.id, registration_id).registration
    form = asking_again(CorrectionForm, row)
    if form.is_submitted() and _corrected(event, registration_id, form):
        flash(_("Saved."), "success")
        return redirect(
            url_for("registration.participant", slug=slug, registration_id=registration_id)
        )
    form.offer(registration.offer(event, locale=locale()))
    form.suggest(registration.organisations(actor(), event.id, locale=locale()))
    page = render_template(
        "registration/manage_edit.html",
        event=event,
        row=row,
        form=form,
        honorifics=HONORIFICS,
    )
    return page, form.status


def _corrected(event: EventRow, registration_id: int, form: CorrectionForm) -> bool:
    details = form.checked()
    if details is None:
        return False
    try:
        with unit_of_work():
            registration.revise(
                actor(),
                event.id,
                registration_id,
                details=details,
                category_id=form.category.data,
                delegation_id=form.delegation.data,
                capacity=form.capacity.data,
                version=form.edited or 0,
                now=now(),
            )
    except Invalid as refusal:
        form.refuse_here(refusal)
    except Stale as stale:
        form.meet(stale)
    else:
        return True
    return False
