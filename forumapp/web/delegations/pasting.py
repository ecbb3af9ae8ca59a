"""Nominees pasted from a spreadsheet: looked over, mended in place, entered all at once."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid, RegistrationClosed
from forumapp.domain.nominees import MOST_ROWS, Column, PastedRow, read_rows, row_of
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import delegations, registration
from forumapp.services.delegations import pasting
from forumapp.services.delegations.pasting import CheckedRow, Entered
from forumapp.web.delegations import bp
from forumapp.web.delegations.nominee_forms import PasteForm
from forumapp.web.delegations.own import page
from forumapp.web.delegations.wording import columns, row_fault
from forumapp.web.registration.parts import seats_left


@bp.get("/events/<slug>/delegation/paste")
@requires(Action.OWN_DELEGATION)
def paste(slug: str) -> ResponseReturnValue:
    """Where rows are pasted."""
    if not delegations.own(actor(), now=now()).is_open:
        return redirect(url_for("delegations.own", slug=slug))
    return _page(_form(), ())


@bp.post("/events/<slug>/delegation/paste")
@requires(Action.OWN_DELEGATION)
def check(slug: str) -> ResponseReturnValue:
    """Show every row with its faults."""
    form = _form()
    rows = read_rows(form.rows.data) if form.rows.data else _sent_rows()
    try:
        return _page(form, pasting.check(actor(), rows))
    except Invalid as refusal:
        return _refused(form, (), refusal)


@bp.post("/events/<slug>/delegation/paste/enter")
@requires(Action.OWN_DELEGATION)
def enter(slug: str) -> ResponseReturnValue:
    """Nominate everybody in the rows, or say what keeps them all from it."""
    form, rows = _form(), _sent_rows()
    fine = form.validate()
    try:
        checked = pasting.check(actor(), rows)
        if not fine:
            form.status = 422
            return _page(form, checked)
        with unit_of_work():
            done = pasting.enter(
                actor(),
                rows,
                category_id=form.category.data,
                parts=form.parts.data,
                listed=form.listed.data,
                now=now(),
            )
    except RegistrationClosed:
        return redirect(url_for("delegations.own", slug=slug), 303)
    except Invalid as refusal:
        return _refused(form, rows, refusal)
    _say(done)
    return redirect(url_for("delegations.own", slug=slug), 303)


def _form() -> PasteForm:
    form = PasteForm()
    form.offer(registration.offer(g.event, locale=locale()))
    return form


def _sent_rows() -> tuple[PastedRow, ...]:
    """The rows of the table, as they were mended; those left out are not among them."""
    numbers = sorted(request.form.getlist("number", type=int))[: MOST_ROWS + 1]
    return tuple(_sent_row(n) for n in numbers if f"drop-{n}" not in request.form)


def _sent_row(number: int) -> PastedRow:
    whole = request.form.get(f"row-{number}")
    if whole is None:
        cells = [request.form.get(f"cell-{number}-{column}", "") for column in Column]
    else:
        cells = whole.split("\t")
    return row_of(number, dict(zip(Column, cells, strict=False)))


def _refused(form: PasteForm, rows: tuple[PastedRow, ...], refusal: Invalid) -> ResponseReturnValue:
    """Say what concerns all rows above them, what concerns the parts beside them."""
    form.status = 422
    for name, code in refusal.errors.items():
        target = {"parts": form.parts, "category": form.category}.get(name, form.rows)
        target.errors = [*target.errors, row_fault(code, field=name, facts=refusal.facts)]
    return _page(form, pasting.check(actor(), rows) if rows else ())


def _say(done: Entered) -> None:
    flash(
        ngettext("%(num)s person is nominated.", "%(num)s people are nominated.", done.new),
        "success",
    )
    if done.known:
        text = ngettext("%(num)s was so already.", "%(num)s were so already.", done.known)
        flash(text, "info")


def _page(form: PasteForm, rows: tuple[CheckedRow, ...]) -> ResponseReturnValue:
    wrong = sum(bool(row.errors) for row in rows)
    shown = page(
        "own_paste",
        form=form,
        rows=rows,
        wrong=wrong,
        columns=columns(),
        fault=row_fault,
        seats_left=seats_left,
    )
    return shown, form.status
