"""The second factor: turning it on, new recovery codes, turning it off."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.render import qr
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.account import count_guess
from forumapp.web.accounts.forms import EnrolForm, ProofForm


@bp.get("/account/two-step")
@requires(Action.OWN_ACCOUNT)
def two_step() -> ResponseReturnValue:
    """How it is, and what can be done about it."""
    return page()


@bp.route("/account/two-step/on", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def two_step_on() -> ResponseReturnValue:
    """Show a secret for the app, and turn it on when a first code proves that it is there."""
    form, codes = EnrolForm(), list[str]()
    if form.is_submitted():
        count_guess()
    if form.sent(lambda: codes.extend(_turn_on(form))):
        return _show(codes)
    enrolment = accounts.enrol(
        actor(), issuer=_("Forums and meetings"), ticket=form.ticket.data or ""
    )
    form.ticket.data = enrolment.ticket
    drawing = qr.svg(enrolment.address, title=_("Code to scan with the app"))
    return render_template(
        "accounts/two_step_on.html", form=form, enrolment=enrolment, drawing=drawing
    ), form.status


@bp.route("/account/two-step/codes", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def two_step_codes() -> ResponseReturnValue:
    """Make new recovery codes in place of the old."""
    form, codes = ProofForm(), list[str]()
    if form.is_submitted():
        count_guess()
    if form.sent(lambda: codes.extend(_renew(form))):
        return _show(codes)
    row = accounts.account(actor())
    return render_template("accounts/two_step_codes.html", form=form, row=row), form.status


@bp.route("/account/two-step/off", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def two_step_off() -> ResponseReturnValue:
    """Turn it off."""
    form = ProofForm()
    if form.is_submitted():
        count_guess()
    if form.sent(lambda: _turn_off(form)):
        flash(_("Two-step verification is off."), "success")
        return redirect(url_for("accounts.two_step"))
    return render_template("accounts/two_step_off.html", form=form), form.status


def page() -> str:
    """The second factor as it is now."""
    return render_template("accounts/two_step.html", row=accounts.account(actor()))


def _show(codes: list[str]) -> ResponseReturnValue:
    """The recovery codes, this once: the answer to the POST itself, so that no address has them."""
    return render_template("accounts/recovery_codes.html", codes=codes)


def _turn_on(form: EnrolForm) -> tuple[str, ...]:
    return accounts.turn_on(
        actor(),
        ticket=form.ticket.data,
        password=form.password.data,
        code=form.code.data,
        now=now(),
    )


def _renew(form: ProofForm) -> tuple[str, ...]:
    return accounts.renew_codes(
        actor(), password=form.password.data, code=form.code.data, now=now()
    )


def _turn_off(form: ProofForm) -> None:
    accounts.turn_off(actor(), password=form.password.data, code=form.code.data, now=now())
