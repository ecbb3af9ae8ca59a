"""The accounts of the installation, for its administrators."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.forms import NewUserForm, UserForm
from forumapp.web.accounts.words import ago

SIZE = 50


@bp.get("/manage/users")
@requires(Action.ADMINISTER)
def users() -> ResponseReturnValue:
    """Every account, by name."""
    query = request.args.get("q", "")
    total = accounts.count_users(actor(), query=query)
    pages = max(1, -(-total // SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = accounts.list_users(actor(), query=query, page=number, size=SIZE)
    return render_template(
        "accounts/users.html",
        users=[(row, ago(row.seen_at, now=now()) if row.seen_at else "") for row in rows],
        query=query,
        total=total,
        number=number,
        pages=pages,
        address=lambda n: url_for("accounts.users", q=query or None, page=n),
    )


@bp.route("/manage/users/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def new_user() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = NewUserForm(data={"locale": locale()})
    if form.sent(lambda: accounts.invite_user(actor(), **form.values(), now=now())):
        flash(_("An invitation is on its way to %(email)s.", email=form.email.data), "success")
        return redirect(url_for("accounts.users"))
    return render_template("accounts/new_user.html", form=form), form.status


@bp.route("/manage/users/<int:user_id>", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def user(user_id: int) -> ResponseReturnValue:
    """One account: name, address, roles, and what may be done about it."""
    form = UserForm(obj=accounts.user(actor(), user_id))
    if form.sent(
        lambda: accounts.save_user(
            actor(), user_id, **form.values(), version=form.edited, now=now()
        )
    ):
        return _done(user_id, _("Saved."))
    return page(user_id, form), form.status


@bp.post("/manage/users/<int:user_id>/open")
@requires(Action.ADMINISTER)
def open_user(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    with unit_of_work():
        accounts.set_active(actor(), user_id, active=True, now=now())
    return _done(user_id, _("The account is open again."))


@bp.post("/manage/users/<int:user_id>/close")
@requires(Action.ADMINISTER)
def close_user(user_id: int) -> ResponseReturnValue:
    """Close an account and end its sessions."""
    with unit_of_work():
        accounts.set_active(actor(), user_id, active=False, now=now())
    return _done(user_id, _("The account is closed and signed out everywhere."))


@bp.post("/manage/users/<int:user_id>/administrator")
@requires(Action.ADMINISTER)
def make_administrator(user_id: int) -> ResponseReturnValue:
    """Give or take the rights of an administrator."""
    administrator = request.form.get("administrator") == "yes"
    with unit_of_work():
        accounts.set_administrator(actor(), user_id, administrator=administrator)
    words = _("Now an administrator.") if administrator else _("No administrator any more.")
    return _done(user_id, words)


@bp.post("/manage/users/<int:user_id>/invite")
@requires(Action.ADMINISTER)
def invite_user_again(user_id: int) -> ResponseReturnValue:
    """Mail the invitation again."""
    with unit_of_work():
        accounts.invite_user_again(actor(), user_id, now=now())
    return _done(user_id, _("A new invitation is on its way. The earlier link is dead."))


@bp.post("/manage/users/<int:user_id>/two-step")
@requires(Action.ADMINISTER)
def take_two_step(user_id: int) -> ResponseReturnValue:
    """Turn the second factor off for somebody who lost it."""
    with unit_of_work():
        accounts.take_second_factor(actor(), user_id, now=now())
    return _done(user_id, _("Two-step verification is off, and the account signed out."))


def page(user_id: int, form: UserForm | None = None) -> str:
    """An account as it is now."""
    row = accounts.user(actor(), user_id)
    return render_template(
        "accounts/user.html",
        form=form or UserForm(formdata=None, obj=row),
        user=row,
        roles=accounts.roles_of(actor(), user_id),
        myself=user_id == actor().user_id,
        seen=ago(row.seen_at, now=now()) if row.seen_at else "",
    )


def _done(user_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("accounts.user", user_id=user_id))
