"""Exceptions to the deadline: asked for by a focal point, answered by the organiser."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services.delegations import extensions
from forumapp.web.delegations import bp
from forumapp.web.delegations.nominee_forms import AnswerForm, AskForm


@bp.post("/events/<slug>/delegation/exception")
@requires(Action.OWN_DELEGATION)
def ask_exception(slug: str) -> ResponseReturnValue:
    """Ask for an exception, with a reason."""
    form = AskForm()
    if not form.validate():
        flash(_("Please say why."), "error")
        return redirect(url_for("delegations.own", slug=slug), 303)
    try:
        with unit_of_work():
            extensions.ask(actor(), reason=form.reason.data, now=now())
    except Conflict:
        flash(_("There is nothing to ask for now."), "info")
    else:
        flash(_("The secretariat has your request and answers by mail."), "success")
    return redirect(url_for("delegations.own", slug=slug), 303)


@bp.post("/manage/<slug>/delegations/exceptions/<int:extension_id>")
@requires(Action.EDIT_EVENT)
def answer_exception(slug: str, extension_id: int) -> ResponseReturnValue:
    """Grant it until a time, or refuse it with a reason."""
    form = AnswerForm()
    granted = request.form.get("decision") == "grant"
    back = redirect(url_for("delegations.index", slug=slug), 303)
    if not form.validate():
        flash(next(iter(form.errors.values()))[0], "error")
        return back
    try:
        with unit_of_work():
            extensions.answer(
                *(actor(), g.event.id, extension_id),
                granted=granted,
                values=form.values(),
                now=now(),
            )
    except Invalid as refusal:
        flash(_fault(refusal), "error")
    except Conflict:
        flash(_("This was answered already."), "info")
    else:
        flash(_("The answer is on its way to the focal point."), "success")
    return back


def _fault(refusal: Invalid) -> str:
    name, code = next(iter(refusal.errors.items()))
    if code == "required":
        return str(_("To grant it, say until when; to refuse it, say why."))
    return words(code, field=name)
