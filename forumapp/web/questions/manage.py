"""The form of an event as its organiser builds it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.questions import QuestionKind
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services import questions, registration
from forumapp.services.events import EventRow
from forumapp.web.questions import bp
from forumapp.web.questions.changes import changes
from forumapp.web.registration.questions.fields import kept_words
from forumapp.web.registration.questions.wording import Audience

ROOT = "/manage/<slug>/form"


@bp.get(ROOT)
@requires(Action.READ_WORKSPACE)
def builder(slug: str) -> ResponseReturnValue:
    """The questions in their order, the built-in fields, and what publishing would change."""
    return page()


def page(refusal: str = "") -> str:
    """The same, perhaps with why something can't be done."""
    event: EventRow = g.event
    draft, before = questions.draft(actor(), event.id), questions.in_force(event.id)
    rows = questions.listed(actor(), event.id)
    offer = registration.offer(event, locale=locale())
    return render_template(
        "questions/manage_form.html",
        event=event,
        draft=draft,
        rows=[row for row in rows if row.retired_at is None],
        retired=[row for row in rows if row.retired_at is not None],
        kinds=[(kind.value, label(kind, locale())) for kind in QuestionKind],
        changes=changes(before, draft, Audience(draft, offer)),
        audience=Audience(draft, offer),
        editions=questions.editions(actor(), event.id),
        kept_words=kept_words,
        refusal=refusal,
    )


@bp.post(f"{ROOT}/questions/<int:key>/move")
@requires(Action.EDIT_EVENT)
def move(slug: str, key: int) -> ResponseReturnValue:
    """Move a question one step up or down."""
    with unit_of_work():
        questions.move(actor(), g.event.id, key, down=request.form.get("to") == "down")
    return redirect(url_for("questions.builder", slug=slug, _anchor=f"row-{key}"), 303)


@bp.post(f"{ROOT}/order")
@requires(Action.EDIT_EVENT)
def arrange(slug: str) -> ResponseReturnValue:
    """Put the questions in the order in which they were dragged."""
    order = request.form.getlist("question", type=int)
    with unit_of_work():
        questions.arrange(actor(), g.event.id, order)
    return redirect(url_for("questions.builder", slug=slug, _anchor="own-questions"), 303)


@bp.post(f"{ROOT}/questions/<int:key>/drop")
@requires(Action.EDIT_EVENT)
def drop(slug: str, key: int) -> ResponseReturnValue:
    """Take a question out of the form."""
    try:
        with unit_of_work():
            deleted = questions.drop(actor(), g.event.id, key, now=now())
    except Conflict as refused:
        other = refused.facts["question"].pick(locale())  # type: ignore[attr-defined]  # a label
        words = _("“%(question)s” is asked depending on it. Change that first.", question=other)
        return page(refusal=words), 409
    if deleted:
        flash(_("The question is deleted."), "success")
    else:
        flash(_("The question is retired: with the next edition nobody is asked."), "success")
    return redirect(url_for("questions.builder", slug=slug), 303)


@bp.post(f"{ROOT}/questions/<int:key>/bring-back")
@requires(Action.EDIT_EVENT)
def bring_back(slug: str, key: int) -> ResponseReturnValue:
    """Ask a retired question again."""
    with unit_of_work():
        questions.bring_back(actor(), g.event.id, key)
    flash(_("The question stands at the end of the form again."), "success")
    return redirect(url_for("questions.builder", slug=slug, _anchor=f"row-{key}"), 303)
