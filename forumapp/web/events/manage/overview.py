"""An event's first page in the workspace: what to do next, counts, two charts."""

from __future__ import annotations

from itertools import groupby

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action, can
from forumapp.domain.registration import RegistrationStatus
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale, short_day
from forumapp.i18n.countries import country_name
from forumapp.services import agenda, events
from forumapp.services import overview as figures_of
from forumapp.services.events import EventRow
from forumapp.services.overview import Counts, Figures
from forumapp.web.events import bp
from forumapp.web.events.manage.steps import todo

MOST_COUNTRIES = 14  # bars of the chart; the rest are one bar together
Items = list[tuple[int, str, str]]


@bp.get("/manage/<slug>/")
@requires(Action.READ_WORKSPACE)
def overview(slug: str) -> ResponseReturnValue:
    """What to do next, how many there are, who comes from where and how."""
    event: EventRow = g.event
    counts = figures_of.counts(actor(), event.id)
    written = events.completeness.by_language(actor(), event.id)
    figures = None
    if can(actor(), Action.READ_REGISTRATIONS, event_id=event.id):
        figures = figures_of.figures(actor(), event.id, now=now())
    languages = events.completeness.in_all(written)
    steps = figures_of.steps(
        actor(), event, counts=counts, written=languages, figures=figures, now=now()
    )
    root = url_for("events.overview", slug=slug)
    return render_template(
        "events/manage_overview.html",
        event=event,
        steps=[todo(step, root) for step in steps if not step.done],
        done=[todo(step, root) for step in steps if step.done],
        counts=_counts(root, counts, figures, agenda.open_clashes(actor(), event.id)),
        written=[(noun, tuple(rows)) for noun, rows in groupby(written, key=lambda row: row.noun)],
        languages=languages,
        figures=figures,
        countries=_countries(figures) if figures else (),
        days=[short_day(day) for day in figures.days] if figures else (),
    )


def _counts(root: str, counts: Counts, figures: Figures | None, clashes: int) -> Items:
    people: Items = []
    if figures is not None:
        pending = figures.statuses.get(RegistrationStatus.PENDING, 0)
        people = [
            (figures.active, _("registered"), f"{root}registrations"),
            (pending, _("awaiting approval"), f"{root}registrations?status=pending"),
            (figures.in_room, _("in the room"), f"{root}registrations?mode=room"),
            (figures.online, _("online"), f"{root}registrations?mode=online"),
        ]
    return [
        *people,
        (counts.delegations, _("delegations"), f"{root}delegations"),
        (counts.sessions, _("sessions"), f"{root}sessions"),
        (clashes, _("clashes"), f"{root}clashes"),
    ]


def _countries(figures: Figures) -> list[tuple[str, tuple[int, int]]]:
    """Rows of the chart, the largest first; beyond so many, the others together."""
    rows = [
        (
            country_name(row.country, locale()) if row.country else _("No country"),
            (row.room, row.online),
        )
        for row in figures.countries
    ]
    if len(rows) <= MOST_COUNTRIES:
        return rows
    shown, others = rows[: MOST_COUNTRIES - 1], rows[MOST_COUNTRIES - 1 :]
    rest = (sum(v[0] for _n, v in others), sum(v[1] for _n, v in others))
    return [*shown, (_("%(number)s others", number=len(others)), rest)]
