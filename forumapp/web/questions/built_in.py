"""How a built-in field is asked."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from forumapp.domain.access import Action
from forumapp.domain.errors import NotFound
from forumapp.domain.questions import MOST_DAYS, Asking, BuiltIn
from forumapp.http.forms import CodeField, EditForm, TranslatedField, Whole
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import questions
from forumapp.web.questions import bp
from forumapp.web.questions.manage import ROOT


class BuiltInForm(EditForm):
    """How a field is asked, what for, and how long it is kept."""

    asking: Any = CodeField(_("How it is asked"), Asking)
    purpose = TranslatedField(
        _("What it is for"), description=_("Stands with the field, such as: For your badge.")
    )
    retention_days = Whole(
        _("Days after the event until it is deleted"),
        low=0,
        high=MOST_DAYS,
        description=_("Stands with the field. Empty: kept with the event's records."),
    )


@bp.route(f"{ROOT}/fields/<field>", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def built_in(slug: str, field: str) -> ResponseReturnValue:
    """Change how a field is asked, in the draft."""
    known = {one.value: one for one in BuiltIn}
    if field not in known:
        raise NotFound
    which, event = known[field], g.event
    row = questions.field(actor(), event.id, which)
    form = BuiltInForm(obj=row, languages=event.languages, zone=event.zone)
    form.asking.choices = [one for one in form.asking.choices if Asking(one.value) in which.askings]

    def save() -> None:
        questions.save_field(actor(), event.id, which, values=form.values(), version=form.edited)

    if form.sent(save):
        flash(gettext("Saved in the draft."), "success")
        return redirect(url_for("questions.builder", slug=slug, _anchor=f"field-{field}"), 303)
    page = render_template("questions/manage_field.html", event=event, form=form, built_in=which)
    return page, form.status
