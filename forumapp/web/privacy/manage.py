"""The owner's pages: what is kept and for how long, and erasing somebody who asked for it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.text import one_line
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.letters import send_sealed
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services import people, privacy
from forumapp.services.events import EventRow
from forumapp.services.people import PersonRow
from forumapp.services.privacy import KeptRow
from forumapp.web.privacy import bp
from forumapp.web.privacy.forms import ErasureForm, KeepingForm


@bp.route("/manage/<slug>/privacy", methods=["GET", "POST"])
@requires(Action.GOVERN_DATA)
def keeping(slug: str) -> ResponseReturnValue:
    """What is kept of people, what for, who reads it, and on which day it goes."""
    event: EventRow = g.event
    found = privacy.keeping(actor(), event.id)
    form = KeepingForm(data={**found.days, "version": found.version})

    def save() -> None:
        privacy.keep_for(actor(), event.id, form.days(), version=form.edited)

    if form.sent(save):
        flash(_("Saved."), "success")
        return redirect(url_for("privacy.keeping", slug=slug), 303)
    labels = {row.what: _label(row) for row in found.kept}
    page = render_template(
        "privacy/manage.html",
        event=event,
        found=found,
        form=form,
        labels=labels,
        today=clock.wall(now(), event.zone).date(),
    )
    return page, form.status


def _label(row: KeptRow) -> str:
    if row.question is not None:
        return row.question.label.pick(locale())
    code = row.field or row.holding
    return label(code, locale()) if code else ""


@bp.get("/manage/<slug>/registrations/<int:registration_id>/documents/<int:number>")
@requires(Action.DECIDE_REGISTRATIONS)
def document(slug: str, registration_id: int, number: int) -> ResponseReturnValue:
    """An identity document, opened for who decides; the log keeps who looked."""
    with unit_of_work():
        row = privacy.document(actor(), g.event.id, registration_id, number)
    name = f"{slug}-{registration_id}-document"
    return send_sealed(row.file, name=name, media_type=row.media_type)


@bp.route("/manage/<slug>/people/<int:person_id>/erase", methods=["GET", "POST"])
@requires(Action.GOVERN_DATA)
def erase_person(slug: str, person_id: int) -> ResponseReturnValue:
    """What would be lost and what is kept, or what to do first."""
    row = people.person(actor(), g.event.id, person_id)
    form = ErasureForm()
    if request.method == "GET" or not _is_confirmed(form, row):
        return _page(row, form), form.status
    try:
        with unit_of_work():
            privacy.erase(actor(), g.event.id, person_id, reason=form.reason.data, now=now())
    except Conflict:
        return _page(row, form), 409
    flash(_("The person is erased. Files and built papers follow within a minute."), "success")
    return redirect(url_for("people.everyone", slug=slug), 303)


def _is_confirmed(form: ErasureForm, row: PersonRow) -> bool:
    if not form.validate():
        form.status = 422
    elif one_line(form.confirm.data) != phrase(row):
        form.status, form.confirm.errors = 422, [words("confirm")]
    return form.status == 200


def phrase(row: PersonRow) -> str:
    """What is typed to confirm."""
    return row.family_name or row.printed_name


def _page(row: PersonRow, form: ErasureForm) -> str:
    return render_template(
        "privacy/erase_person.html",
        event=g.event,
        row=row,
        form=form,
        phrase=phrase(row),
        standing=privacy.standing(actor(), g.event.id, row.id, now=now()),
    )
