"""The team of an event."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import NotFound
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import accounts
from forumapp.web.accounts import bp
from forumapp.web.accounts.forms import MemberForm, RoleForm
from forumapp.web.accounts.login import local


@bp.route("/manage/<slug>/team", methods=["GET", "POST"])
@requires(Action.EDIT_ROLES)
def team(slug: str) -> ResponseReturnValue:
    """Who works on the event, and as what; the form adds one more."""
    form, added = MemberForm(), list[accounts.Added]()
    if form.sent(
        lambda: added.append(
            accounts.add_member(actor(), g.event.id, **form.values(), locale=locale(), now=now())
        )
    ):
        flash(_welcome(added[-1], form.email.data), "success")
        return redirect(url_for("accounts.team", slug=slug))
    return page(form), form.status


@bp.post("/manage/<slug>/team/<int:user_id>")
@requires(Action.EDIT_ROLES)
def change_role(slug: str, user_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    form = RoleForm()
    if user_id not in {member.user_id for member in accounts.members(actor(), g.event.id)}:
        raise NotFound
    if not form.validate():
        flash(_("There is no such role."), "error")
        return page(), 422
    with unit_of_work():
        accounts.change_role(actor(), g.event.id, user_id, role=form.role.data, was=form.was.data)
    flash(_("The role is changed. It holds from the next page on."), "success")
    return redirect(url_for("accounts.team", slug=slug))


@bp.post("/manage/<slug>/team/<int:user_id>/remove")
@requires(Action.EDIT_ROLES)
def remove_member(slug: str, user_id: int) -> ResponseReturnValue:
    """Take somebody out of the team; the account stays."""
    myself = user_id == actor().user_id
    with unit_of_work():
        accounts.remove_member(actor(), g.event.id, user_id)
    if myself and not actor().administrator:
        flash(_("You are no longer in the team."), "success")
        return redirect(local(None))
    flash(_("No longer in the team. The account stays and can be added again."), "success")
    return redirect(url_for("accounts.team", slug=slug))


@bp.post("/manage/<slug>/team/<int:user_id>/invite")
@requires(Action.EDIT_ROLES)
def invite_member_again(slug: str, user_id: int) -> ResponseReturnValue:
    """Mail the invitation again."""
    with unit_of_work():
        accounts.invite_again(actor(), g.event.id, user_id, now=now())
    flash(_("A new invitation is on its way. The earlier link is dead."), "success")
    return redirect(url_for("accounts.team", slug=slug))


def page(form: MemberForm | None = None) -> str:
    """The team as it is now."""
    return render_template(
        "accounts/team.html",
        event=g.event,
        form=form or MemberForm(formdata=None),
        members=accounts.members(actor(), g.event.id),
        myself=actor().user_id,
    )


def _welcome(added: accounts.Added, email: str) -> str:
    if added.invited:
        return str(_("An invitation is on its way to %(email)s.", email=email))
    return str(_("%(name)s is in the team now, and is told by mail.", name=added.name))
