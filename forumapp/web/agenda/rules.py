"""The rules by which clashes are measured."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from forumapp.domain.access import Action
from forumapp.http.forms import EditForm, Lines, Whole
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import agenda
from forumapp.services.agenda import RulesValues
from forumapp.services.agenda.rules import LONGEST_SHIFT, LONGEST_TURNAROUND
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.forms import ClockField


class RulesForm(EditForm):
    """What counts as a clash in this event."""

    turnaround = Whole(
        _("Minutes between two rooms"),
        low=0,
        high=LONGEST_TURNAROUND,
        required=True,
        description=_("What a person needs to get from one room to another."),
    )
    longest_shift = Whole(
        _("Longest stretch of an interpreter, in minutes"),
        low=1,
        high=LONGEST_SHIFT,
        required=True,
        description=_("A pause of ten minutes begins a new one."),
    )
    night_from = ClockField(_("Night begins"))
    night_until = ClockField(_("Night ends"))
    quiet_hours = Lines(
        _("Hours to be left alone"),
        longest=5000,
        description=_("One a line, such as 12:00–13:30 Friday prayer."),
    )

    def rules(self) -> RulesValues:
        return RulesValues(**self.values())


@bp.route("/manage/<slug>/clashes/rules", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def clash_rules(slug: str) -> ResponseReturnValue:
    """The event's own measure of nights, pauses and turnarounds."""
    event: EventRow = g.event
    form = RulesForm(obj=agenda.rules_of(actor(), event.id))
    if form.sent(lambda: agenda.save_rules(actor(), event.id, form.rules(), version=form.edited)):
        flash(gettext("The rules are saved."), "success")
        return redirect(url_for("agenda.clashes", slug=slug))
    return render_template("agenda/manage_rules.html", event=event, form=form), form.status
