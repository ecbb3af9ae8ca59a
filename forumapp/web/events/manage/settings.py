"""Everything an event itself holds, and the series it belongs to."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.events import contrast_with_white
from forumapp.domain.text import Translated, completeness
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services import events, publications
from forumapp.services.events import EventRow
from forumapp.services.events.completeness import OWN_TEXTS
from forumapp.services.events.editions import WINDOW
from forumapp.web.events import bp
from forumapp.web.events.forms import EventForm, SeriesForm


@bp.route("/manage/<slug>/settings", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def settings(slug: str) -> ResponseReturnValue:
    """The settings of the event, in one form."""
    event: EventRow = g.event
    form = EventForm(languages=event.languages, zone=event.zone, data=_shown(event))
    series = events.series.known(actor())
    form.offer(series, own=event.capitals)
    after: list[str] = []
    if form.sent(lambda: after.append(_save(event, form))):
        flash(_("The settings are saved."), "success")
        return redirect(url_for("events.settings", slug=after[-1]))
    own = [getattr(event, name) for name in OWN_TEXTS]
    page = render_template(
        "events/manage_settings.html",
        event=event,
        form=form,
        written=[(code, *completeness(own, code)) for code in event.languages],
        waiting=_waiting(slug),
        contrast=f"{contrast_with_white(event.accent):.1f}",
        may_rename=event.series_id is not None
        and events.series.may_rename(actor(), event.series_id),
    )
    return page, form.status


def _waiting(slug: str) -> bool:
    """Whether something of the event itself is read by everyone only after the next release."""
    current = publications.of_event(slug)
    return publications.announced(current) != events.facts(current.event_id)


def _save(event: EventRow, form: EventForm) -> str:
    return events.save(actor(), event.id, values=form.values(), version=form.edited)


def _shown(event: EventRow) -> dict[str, Any]:
    """What the form starts with: the event's own values, instants on the event's clock."""
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    for name in WINDOW:
        moment: datetime | None = values[name]
        values[name] = moment and clock.wall(moment, event.zone)
    return {**values, "series_name": Translated(), "series_since": None}


@bp.route("/manage/<slug>/series", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def series(slug: str) -> ResponseReturnValue:
    """The name and the first year of the series, for all its editions."""
    event: EventRow = g.event
    row = events.series.of_event(actor(), event.id)
    form = SeriesForm(languages=event.languages, obj=row)
    if form.sent(
        lambda: events.series.rename(
            actor(), event.id, name=form.name.data, since=form.since.data, version=form.edited
        )
    ):
        flash(_("The series is saved."), "success")
        return redirect(url_for("events.settings", slug=slug))
    return render_template("events/manage_series.html", event=event, form=form), form.status
