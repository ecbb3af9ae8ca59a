"""Adding a question and changing one."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.questions import QuestionKind
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.services import questions, registration
from forumapp.services.events import EventRow
from forumapp.services.questions import QuestionRow
from forumapp.web.questions import bp
from forumapp.web.questions.forms import QuestionForm, form_of
from forumapp.web.questions.manage import ROOT


@bp.route(f"{ROOT}/questions/new", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def new(slug: str) -> ResponseReturnValue:
    """Add a question of the kind that the address names, a line of text where it names none."""
    kind = {kind.value: kind for kind in QuestionKind}.get(
        request.args.get("kind", ""), QuestionKind.TEXT
    )
    form = _form(kind, None)

    def save() -> None:
        questions.add(actor(), g.event.id, kind, values=form.question())

    try:
        if form.sent(save):
            flash(_("The question is added to the draft."), "success")
            return redirect(url_for("questions.builder", slug=slug), 303)
    except Conflict:
        flash(_("A form has at most a hundred questions."), "warn")
        return redirect(url_for("questions.builder", slug=slug), 303)
    return _page(form, kind, None), form.status


@bp.route(f"{ROOT}/questions/<int:key>", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def edit(slug: str, key: int) -> ResponseReturnValue:
    """Change a question of the draft."""
    row = questions.get(actor(), g.event.id, key)
    form = _form(row.facts.kind, row)

    def save() -> None:
        questions.save(actor(), g.event.id, key, values=form.question(), version=form.edited)

    if form.sent(save):
        flash(_("Saved in the draft."), "success")
        return redirect(url_for("questions.builder", slug=slug, _anchor=f"row-{key}"), 303)
    return _page(form, row.facts.kind, row), form.status


def _form(kind: QuestionKind, row: QuestionRow | None) -> QuestionForm:
    event: EventRow = g.event
    others = [
        one.facts
        for one in questions.listed(actor(), event.id)
        if one.retired_at is None and (row is None or one.facts.id != row.facts.id)
    ]
    offer = registration.offer(event, locale=locale())
    return form_of(kind, row, event=event, offer=offer, others=others)


def _page(form: QuestionForm, kind: QuestionKind, row: QuestionRow | None) -> Any:
    return render_template(
        "questions/manage_question.html", event=g.event, form=form, kind=kind, row=row
    )
