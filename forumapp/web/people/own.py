"""One's own registration: changing it and withdrawing it, until the event's deadline."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid, RegistrationClosed, Stale
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.letters import send_letter
from forumapp.http.locale import locale
from forumapp.services import publications, questions, registration
from forumapp.services.registration import OwnRegistration
from forumapp.web.people import bp
from forumapp.web.registration.asking import asking_again
from forumapp.web.registration.forms import HONORIFICS, OwnForm
from forumapp.web.registration.parts import seats_left

WITHDRAW = "withdraw"


@bp.get("/me/registration")
@requires(Action.OWN_PARTICIPATION)
def edit() -> ResponseReturnValue:
    """The form, filled with what is known."""
    own = registration.own(actor())
    if not own.may_change(now=now()):
        return _too_late()
    return _form_page(own, asking_again(OwnForm, own.registration))


@bp.post("/me/registration")
@requires(Action.OWN_PARTICIPATION)
def save() -> ResponseReturnValue:
    """Keep the changes, or say beside each field what is wrong with it."""
    own = registration.own(actor())
    form = asking_again(OwnForm, own.registration)
    try:
        if _saved(form):
            flash(_("Your changes are saved."), "success")
            return redirect(url_for("people.me"), 303)
    except (RegistrationClosed, Conflict):
        return _too_late()
    except Invalid as refusal:
        form.refuse_here(refusal)
    except Stale as stale:
        form.meet(stale)
    return _form_page(own, form), form.status


def _saved(form: OwnForm) -> bool:
    details, parts = form.checked(), form.parts.data
    if details is None:
        return False
    with unit_of_work():
        registration.edit_own(
            actor(), details=details, parts=parts, version=form.edited or 0, now=now()
        )
    return True


@bp.get("/me/answers/<code>/file")
@requires(Action.OWN_PARTICIPATION)
def own_file(code: str) -> ResponseReturnValue:
    """A file that one answered a question with."""
    given = questions.own_file(actor(), code)
    return send_letter(given.file, name=code, media_type=given.media_type)


@bp.get("/me/withdraw")
@requires(Action.OWN_PARTICIPATION)
def withdraw() -> ResponseReturnValue:
    """What is lost, before it is."""
    own = registration.own(actor())
    if not own.may_change(now=now()):
        return _too_late()
    return _withdraw_page(own)


@bp.post("/me/withdraw")
@requires(Action.OWN_PARTICIPATION)
def withdraw_now() -> ResponseReturnValue:
    """Withdraw, once the box is ticked."""
    if request.form.get("confirm") != WITHDRAW:
        error = _("Please tick the box first, so that nobody withdraws by mistake.")
        return _withdraw_page(registration.own(actor()), error=error), 422
    try:
        with unit_of_work():
            registration.withdraw_own(actor(), now=now())
    except (RegistrationClosed, Conflict):
        return _too_late()
    flash(_("Your registration is withdrawn. A mail confirms it."), "success")
    return redirect(url_for("people.me"), 303)


@bp.post("/me/offer")
@requires(Action.OWN_PARTICIPATION)
def answer_offer() -> ResponseReturnValue:
    """Take the seat that is offered, or leave it to the next."""
    accept = request.form.get("answer") == "accept"
    part_id = request.form.get("part", 0, type=int)
    try:
        with unit_of_work():
            registration.answer_offer(actor(), part_id=part_id, accept=accept, now=now())
    except Conflict:
        flash(_("This offer is over. The seat has gone to the next person who waits."), "warn")
    else:
        flash(
            _("The seat is yours. A mail confirms it.") if accept else _("You declined the seat."),
            "success",
        )
    return redirect(url_for("people.me"), 303)


def _form_page(own: OwnRegistration, form: OwnForm) -> str:
    offer = registration.offer(own.event, locale=locale())
    form.offer(offer)
    return render_template(
        "people/me_edit.html",
        event=publications.announced(publications.of_event(own.event.slug)),
        row=own.event,
        own=own,
        form=form,
        honorifics=HONORIFICS,
        seats_left=seats_left,
    )


def _withdraw_page(own: OwnRegistration, *, error: str = "") -> str:
    return render_template(
        "people/me_withdraw.html",
        event=publications.announced(publications.of_event(own.event.slug)),
        row=own.event,
        own=own,
        error=error,
        word=WITHDRAW,
    )


def _too_late() -> ResponseReturnValue:
    flash(_("This can no longer be changed here. Please write to the secretariat."), "warn")
    return redirect(url_for("people.me"), 303)
