"""The organiser's clashes: by kind, each with its sessions and a way to live with it."""

from __future__ import annotations

from itertools import groupby

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.clashes import ClashKind
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import agenda, delegations
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.clash_words import HEADINGS, other_hours, said

Answer = ResponseReturnValue
SHOWN = 50  # clashes of one kind that stand on the page


@bp.get("/manage/<slug>/clashes")
@requires(Action.READ_WORKSPACE)
def clashes(slug: str) -> Answer:
    """Every clash under its kind, and the hours of the programme on each delegation's clock."""
    return _page()


@bp.post("/manage/<slug>/clashes")
@requires(Action.EDIT_AGENDA)
def decide(slug: str) -> Answer:
    """Accept a clash with a reason, or take that back."""
    key = request.form.get("clash", "")
    if "object" in request.form:
        with unit_of_work():
            agenda.object_to(actor(), g.event.id, key)
        flash(_("The clash counts again."), "info")
        return redirect(url_for("agenda.clashes", slug=slug))
    try:
        with unit_of_work():
            agenda.accept(
                actor(), g.event.id, key, reason=request.form.get("reason", ""), now=now()
            )
    except Invalid as refusal:
        code = refusal.errors["reason"]
        facts = refusal.facts.get("reason")
        text = words(code, facts=facts if isinstance(facts, dict) else {})
        return _page(refused=key, error=text), 422
    except Conflict:
        flash(_("Somebody has accepted this clash already."), "info")
    except NotFound:
        flash(_("This clash isn’t there any more."), "info")
    return redirect(url_for("agenda.clashes", slug=slug))


def _page(*, refused: str = "", error: str = "") -> str:
    event: EventRow = g.event
    survey, wanted = agenda.survey(actor(), event.id), _asked()
    groups = [
        (kind, HEADINGS[kind], tuple(rows))
        for kind, rows in groupby(survey.rows, key=lambda row: row.clash.kind)
    ]
    return render_template(
        "agenda/manage_clashes.html",
        event=event,
        groups=groups,
        wanted=wanted,
        survey=survey,
        left=sum(not row.accepted for row in survey.rows),
        shown=SHOWN,
        said=said,
        other_hours=other_hours,
        refused=refused,
        error=error,
        typed=request.form.get("reason", ""),
        delegations={row.id: row for row in delegations.listed(actor(), event.id)},
    )


def _asked() -> ClashKind | None:
    wanted = request.args.get("kind")
    if not wanted:
        return None
    try:
        return ClashKind(wanted)
    except ValueError:
        abort(404)
