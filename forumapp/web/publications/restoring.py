"""Bringing an old release back: what it would change, asked once, then done."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.render import changes
from forumapp.services import publications
from forumapp.services.events import EventRow
from forumapp.web.publications import bp


@bp.get("/manage/<slug>/publications/<int:number>/bring-back")
@requires(Action.EDIT_AGENDA)
def restoration(slug: str, number: int) -> ResponseReturnValue:
    """What bringing the release back would change in the agenda, and what it can't bring back."""
    return _page(number)


@bp.post("/manage/<slug>/publications/<int:number>/bring-back")
@requires(Action.EDIT_AGENDA)
def bring_back(slug: str, number: int) -> ResponseReturnValue:
    """Do what was shown; the next release publishes it."""
    try:
        with unit_of_work():
            publications.bring_back(
                actor(), g.event.id, number, seen=request.form.get("seen", ""), now=now()
            )
    except Conflict:
        return _page(number, changed=True), 409
    flash(
        _(
            "The agenda is as release %(number)s had it. Look at it, then publish it.",
            number=number,
        ),
        "success",
    )
    return redirect(url_for("publications.overview", slug=slug))


def _page(number: int, *, changed: bool = False) -> str:
    event: EventRow = g.event
    plan = publications.restoration(actor(), event.id, number, now=now())
    return render_template(
        "publications/manage_restore.html",
        event=event,
        plan=plan,
        changed=changed,
        changes=changes.said(plan.now, plan.after, plan.changes, locale=locale()),
        frame=changes.frame(plan.frame, locale=locale()),
        missing=changes.said(plan.after, plan.then, plan.missing, locale=locale()),
    )
