"""One's own account: name, language, password."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.http import identity
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import remember
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.forms import AccountForm, ChangePasswordForm


@bp.route("/account", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    """Name and language, and the ways to the rest."""
    row = accounts.account(actor())
    form = AccountForm(obj=row)
    if form.sent(
        lambda: accounts.save_account(
            actor(), name=form.name.data, locale=form.locale.data, version=form.edited
        )
    ):
        with force_locale(form.locale.data):
            flash(_("Saved."), "success")
        response = make_response(redirect(url_for("accounts.account")))
        remember(response, form.locale.data)
        return response
    open_sessions = len(accounts.my_sessions(actor(), now=now()))
    return render_template(
        "accounts/account.html", form=form, row=row, open_sessions=open_sessions
    ), form.status


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change the password, which ends the other sessions."""
    form = ChangePasswordForm()
    if form.is_submitted():
        count_guess()
    if form.sent(lambda: _change(form)):
        flash(_("Your password is changed. You are signed out everywhere else."), "success")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/password.html", form=form), form.status


def count_guess() -> None:
    """Count a guess at one's own password or code; TooMany at ten a minute."""
    user_id = actor().user_id
    assert user_id is not None
    with unit_of_work():
        accounts.count_own(user_id, now=now())


def session_here() -> int | None:
    """The number of this browser's session."""
    signed_in = identity.staff()
    return signed_in.session_id if signed_in else None


def _change(form: ChangePasswordForm) -> None:
    accounts.change_password(
        actor(),
        current=form.current.data,
        password=form.password.data,
        session_id=session_here(),
        now=now(),
    )
