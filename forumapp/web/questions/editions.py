"""Publishing the form, and its editions."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.text import Translated
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import questions, registration
from forumapp.web.questions import bp
from forumapp.web.questions.manage import ROOT, page
from forumapp.web.registration.asking import asking_as
from forumapp.web.registration.forms import HONORIFICS, RegistrationForm
from forumapp.web.registration.parts import seats_left
from forumapp.web.registration.questions.wording import Audience


@bp.post(f"{ROOT}/publish")
@requires(Action.EDIT_EVENT)
def publish(slug: str) -> ResponseReturnValue:
    """Put the draft in force."""
    seen = request.form.get("number", 0, type=int)
    try:
        with unit_of_work():
            number = questions.publish(actor(), g.event.id, seen=seen, now=now())
    except Conflict as refused:
        return page(refusal=_refusal(refused)), 409
    flash(_("Edition %(number)s of the form is in force.", number=number), "success")
    return redirect(url_for("questions.builder", slug=slug), 303)


@bp.get(f"{ROOT}/editions/<int:number>")
@requires(Action.READ_WORKSPACE)
def edition(slug: str, number: int) -> ResponseReturnValue:
    """What an edition asked."""
    facts = questions.edition(actor(), g.event.id, number)
    offer = registration.offer(g.event, locale=locale())
    return render_template(
        "questions/manage_edition.html",
        event=g.event,
        form=facts,
        audience=Audience(facts, offer),
    )


@bp.get(f"{ROOT}/preview")
@requires(Action.READ_WORKSPACE)
def preview(slug: str) -> ResponseReturnValue:
    """The draft as somebody of a category, in these parts and modes, would see it."""
    facts = questions.draft(actor(), g.event.id)
    form = asking_as(RegistrationForm, facts, formdata=request.args or None)
    form.offer(registration.offer(g.event, locale=locale()))
    form.only_asked = bool(request.args)
    return render_template(
        "questions/manage_preview.html",
        event=g.event,
        form=form,
        honorifics=HONORIFICS,
        seats_left=seats_left,
    )


def _refusal(refused: Conflict) -> str:
    question = refused.facts.get("question")
    name = question.pick(locale()) if isinstance(question, Translated) else ""
    texts = {
        "published_meanwhile": _("Somebody published the form meanwhile. Look at it again."),
        "nothing_new": _("Nothing has changed since the last edition."),
        "out_of_turn": _(
            "“%(question)s” depends on what isn't asked before it. "
            "Change that, or the order, first.",
            question=name,
        ),
    }
    return str(texts[refused.code])
