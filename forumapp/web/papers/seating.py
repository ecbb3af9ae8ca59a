"""The seating plan: tables moved by dragging, by keyboard or by form, and led back to the order."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.papers.seating import MOST_SEATS, MOST_TABLES, Seating, Spot, Table
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.render.volumes.participants import heading
from forumapp.services import publications
from forumapp.services.papers import seating
from forumapp.web.papers import bp

Answer = ResponseReturnValue


@bp.get("/manage/<slug>/papers/seating")
@requires(Action.READ_REGISTRATIONS)
def plan(slug: str) -> Answer:
    """Who sits where."""
    return _page()


@bp.post("/manage/<slug>/papers/seating/size")
@requires(Action.EDIT_EVENT)
def resize(slug: str) -> Answer:
    """Set how many tables stand in a row, and how many seats each has."""
    size = Seating(tables=_number("tables"), seats=_number("seats"))
    try:
        with unit_of_work():
            seating.resize(actor(), g.event.id, size, version=_number("version"))
    except (Conflict, Invalid) as refusal:
        return _page(refused=refusal), 409 if isinstance(refusal, Conflict) else 422
    return redirect(url_for("papers.plan", slug=slug), 303)


@bp.post("/manage/<slug>/papers/seating/move")
@requires(Action.EDIT_EVENT)
def move(slug: str) -> Answer:
    """Give a delegation another table."""
    key = _number("delegation")
    try:
        with unit_of_work():
            seating.move(
                actor(),
                g.event.id,
                key,
                Spot(_number("row"), _number("place")),
                reason=request.form.get("reason", ""),
                version=_number("version"),
                now=now(),
            )
    except (Conflict, Invalid) as refusal:
        return _page(refused=refusal), 409 if isinstance(refusal, Conflict) else 422
    return redirect(url_for("papers.plan", slug=slug, _anchor=f"table-{key}"), 303)


@bp.post("/manage/<slug>/papers/seating/back")
@requires(Action.EDIT_EVENT)
def back(slug: str) -> Answer:
    """Lead one delegation, or all of them, back to the order of countries."""
    key = _number("delegation") or None
    try:
        with unit_of_work():
            seating.back(actor(), g.event.id, key, version=_number("version"))
    except Conflict as refusal:
        return _page(refused=refusal), 409
    flash(_("The order of countries is in force again there."), "success")
    return redirect(url_for("papers.plan", slug=slug), 303)


def _page(refused: Conflict | Invalid | None = None) -> str:
    found = seating.plan(actor(), g.event.id)
    facts = found.facts
    return render_template(
        "papers/manage_seating.html",
        event=g.event,
        facts=facts,
        version=found.version,
        names={table.id: _name(table) for table in facts.tables},
        refused=_refusal(refused),
        choices=[(table.id, _name(table)) for table in facts.tables],
        tables=_to(MOST_TABLES),
        seats=_to(MOST_SEATS),
        rows=_to(len(facts.rows) + 1),
        places=_to(facts.seating.tables),
        languages=[
            (code, catalogue.language_name(code, locale()))
            for code in publications.volumes.languages(g.event.languages)
        ],
    )


def _name(table: Table) -> str:
    return heading(table.delegation, locale())


def _refusal(refused: Conflict | Invalid | None) -> str:
    if isinstance(refused, Invalid):
        return words(next(iter(refused.errors.values())), facts=refused.facts)
    return _("Somebody else changed the plan meanwhile. This is how it is now.") if refused else ""


def _to(most: int) -> list[tuple[int, int]]:
    return [(number, number) for number in range(1, most + 1)]


def _number(name: str) -> int:
    """A number of the form; 0 for what is none."""
    return request.form.get(name, 0, type=int)
