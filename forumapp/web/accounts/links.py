"""One-time links: asking for one, and setting a password with it. Only a POST uses a link up."""

from __future__ import annotations

import time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.errors import NotFound
from forumapp.http import identity
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.http.locale import locale
from forumapp.services import accounts
from forumapp.services.accounts import LinkPurpose
from forumapp.web.accounts import bp
from forumapp.web.accounts.forms import ForgotForm, NewPasswordForm, WelcomeForm
from forumapp.web.accounts.login import address

EVEN = 0.25  # seconds that the answer takes at least, whether there is such an account or not


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    """Ask for a link to set a new password; the answer doesn't tell whether the account exists."""
    form = ForgotForm()
    began = time.monotonic()
    if form.is_submitted() and form.validate():
        with unit_of_work():
            accounts.count_reset(email=form.email.data, address=address(), now=now())
            accounts.ask_for_reset(form.email.data, now=now())
        time.sleep(max(0.0, began + EVEN - time.monotonic()))
        return redirect(url_for("accounts.forgot_sent"))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/forgot.html", form=form), status


@bp.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    """What happens next."""
    return render_template("accounts/forgot_sent.html")


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    """Set a new password."""
    try:
        link = accounts.opened(token, LinkPurpose.RESET, now=now())
        form = NewPasswordForm()
        if form.sent(
            lambda: accounts.use(token, LinkPurpose.RESET, password=form.password.data, now=now())
        ):
            return _go_and_sign_in()
    except NotFound:
        return _over(LinkPurpose.RESET)
    return render_template("accounts/reset.html", form=form, link=link), form.status


@bp.route("/invite/<token>", methods=["GET", "POST"])
@public
def invite(token: str) -> ResponseReturnValue:
    """Accept an invitation: say who you are and set a first password."""
    try:
        link = accounts.opened(token, LinkPurpose.INVITE, now=now())
        form = WelcomeForm(obj=link)
        if form.sent(
            lambda: accounts.use(
                token,
                LinkPurpose.INVITE,
                password=form.password.data,
                name=form.name.data,
                locale=locale(),
                now=now(),
            )
        ):
            return _go_and_sign_in()
    except NotFound:
        return _over(LinkPurpose.INVITE)
    return render_template("accounts/invite.html", form=form, link=link), form.status


def _go_and_sign_in() -> ResponseReturnValue:
    identity.sign_out()
    flash(_("Your password is set. Please sign in with it."), "success")
    return redirect(url_for("accounts.login"))


def _over(purpose: LinkPurpose) -> ResponseReturnValue:
    return render_template("accounts/link_over.html", purpose=purpose), 410
