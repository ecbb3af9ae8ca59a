"""My events, a new one, and a copy of an edition."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action, can
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import events
from forumapp.services.events import EventRow
from forumapp.services.events.series import of_events
from forumapp.web.events import bp
from forumapp.web.events.forms import CopyForm, NewEventForm

WEEKS = timedelta(weeks=52)


@bp.get("/manage/")
@requires(Action.OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    """The events in which I have a role."""
    rows = events.events_of(actor())
    archived = [row for row in rows if row.state is EventState.ARCHIVED]
    current = [row for row in rows if row.state is not EventState.ARCHIVED]
    return render_template(
        "events/manage_index.html",
        groups=((_("Current"), current), (_("Archived"), archived)),
        count=len(rows),
        series=of_events(row.series_id for row in rows),
        roles=actor().roles,
        may_create=can(actor(), Action.CREATE_EVENT),
    )


@bp.route("/manage/new", methods=["GET", "POST"])
@requires(Action.CREATE_EVENT)
def new() -> ResponseReturnValue:
    """An event by hand: the few things a draft needs."""
    start = {"languages": ("en", "zh"), "zone": "Asia/Shanghai"}
    form = NewEventForm(languages=("en", "zh"), data=start)
    form.offer(events.series.known(actor()))
    made: list[str] = []
    if form.sent(lambda: made.append(events.create(actor(), values=form.values(), now=now()))):
        flash(_("The event is made. It is a draft: nobody else sees it yet."), "success")
        return redirect(url_for("events.overview", slug=made[-1]))
    return render_template("events/manage_new.html", form=form), form.status


@bp.route("/manage/<slug>/copy", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def copy(slug: str) -> ResponseReturnValue:
    """The next edition, from this one."""
    event: EventRow = g.event
    form = CopyForm(languages=event.languages, data=_next_edition(event))
    made: list[str] = []
    if form.sent(
        lambda: made.append(events.copy(actor(), event.id, values=form.values(), now=now()))
    ):
        flash(_("The new edition is made. It is a draft: nobody else sees it yet."), "success")
        return redirect(url_for("events.overview", slug=made[-1]))
    page = render_template("events/manage_copy.html", event=event, form=form)
    return page, form.status


def _next_edition(event: EventRow) -> dict[str, object]:
    """What the form starts with: the next number, and the same weekday a year later."""
    return {
        "title": Translated(event.title),
        "edition": event.edition + 1 if event.edition else None,
        "starts_on": _next_time(event.starts_on),
    }


def _next_time(day: date) -> date:
    """The same day of the week a year later, or as many years as it takes to be ahead of today."""
    years = max(1, (now().date() - day) // WEEKS + 1)
    return day + years * WEEKS
