"""The organiser's sessions: the list, a session's page, a copy, the end of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain import events as event_rules
from forumapp.domain.access import Action, can
from forumapp.domain.agenda import SessionKind
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.render.markdown import to_html
from forumapp.services import agenda, invitations, people, speakers
from forumapp.services.agenda import SessionFilter, SessionRow
from forumapp.services.events import EventRow
from forumapp.web.agenda import bp
from forumapp.web.agenda.forms import GuestForm, SessionForm, ShiftForm, filled, started
from forumapp.web.agenda.listing import address, listing
from forumapp.web.speakers.lines import AddForm, ListForm, TourForm

Answer = ResponseReturnValue


@bp.get("/manage/<slug>/sessions")
@requires(Action.READ_WORKSPACE)
def sessions(slug: str) -> Answer:
    """Every session by day, time and room, with filters, totals and a mark where time runs over."""
    event: EventRow = g.event
    rows = agenda.timetable(actor(), event.id)
    shown = listing(rows)
    return render_template(
        "agenda/manage_list.html",
        event=event,
        listing=shown,
        totals=agenda.totals(rows),
        shown=agenda.totals(shown.found),
        choices=agenda.choices(actor(), event.id),
        days=event_rules.days(event.starts_on, event.ends_on),
        kinds=SessionKind,
        address=lambda **changes: address(slug, **changes),
        page_address=lambda number: address(slug, page=number),
        cleared=SessionFilter(),
    )


@bp.route("/manage/<slug>/sessions/new", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def new_session(slug: str) -> Answer:
    """Write a new session, starting where the last one of the day ends."""
    event: EventRow = g.event
    choices = agenda.choices(actor(), event.id)
    if not choices.parts:
        flash(_("A session belongs to a part of the event. Add the first part."), "info")
        return redirect(url_for("events.piece_new", slug=slug, kind="parts"))
    day = request.args.get("day", type=date.fromisoformat)
    rows = [row for row in agenda.timetable(actor(), event.id) if day in (None, row.day)]
    last = rows[-1] if rows else None
    first = started(event, choices, last, day)
    form = SessionForm(languages=event.languages, data=first)
    form.offer(choices, event=event, row=None)
    made: list[int] = []
    if form.sent(lambda: made.append(agenda.create(actor(), event.id, form.session()))):
        flash(_("The session is added. Who speaks in it?"), "success")
        return redirect(_page_of(made[-1], "speakers"))
    return _page(form, None), form.status


@bp.route("/manage/<slug>/sessions/<int:session_id>", methods=["GET", "POST"])
@requires(Action.READ_WORKSPACE)
def edit_session(slug: str, session_id: int) -> Answer:
    """A session's own page: its speaker list and everything else about it."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    form = SessionForm(languages=event.languages, data=filled(row))
    form.offer(agenda.choices(actor(), event.id), event=event, row=row)

    def save() -> None:
        agenda.save(actor(), event.id, session_id, form.session(), version=form.edited)

    if form.sent(save):
        flash(_("The session is saved."), "success")
        return redirect(_page_of(session_id))
    return _page(form, row), form.status


@bp.post("/manage/<slug>/sessions/<int:session_id>/duplicate")
@requires(Action.EDIT_AGENDA)
def duplicate_session(slug: str, session_id: int) -> Answer:
    """Copy a session, right after itself."""
    with unit_of_work():
        made = agenda.duplicate(actor(), g.event.id, session_id)
    flash(_("This is the copy, without speakers. Change what differs."), "success")
    return redirect(_page_of(made, "details"))


@bp.route("/manage/<slug>/sessions/<int:session_id>/delete", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def delete_session(slug: str, session_id: int) -> Answer:
    """Delete a session after saying what is lost and having its code typed."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    error = ""
    if request.method == "POST":
        if request.form.get("confirm", "").strip() == row.code:
            with unit_of_work():
                agenda.delete(actor(), event.id, session_id)
            flash(_("Session %(code)s is deleted.", code=row.code), "success")
            return redirect(url_for("agenda.sessions", slug=slug))
        error = words("confirm")
    page = render_template(
        "agenda/manage_delete.html",
        event=event,
        row=row,
        lost=agenda.lost(actor(), event.id, session_id),
        error=error,
    )
    return page, 422 if error else 200


def _page_of(session_id: int, anchor: str | None = None) -> str:
    slug = g.event.slug
    return url_for("agenda.edit_session", slug=slug, session_id=session_id, _anchor=anchor)


def page_of(row: SessionRow, **more: Any) -> str:
    """The page of a session as it is kept, with a form of its sections that came back."""
    event: EventRow = g.event
    form = SessionForm(languages=event.languages, data=filled(row), formdata=None)
    form.offer(agenda.choices(actor(), event.id), event=event, row=row)
    return _page(form, row, **more)


def _page(form: SessionForm, row: SessionRow | None, **more: Any) -> str:
    event: EventRow = g.event
    given: dict[str, Any] = {"event": event, "form": form, "row": row, "clocks": ()}
    if row:
        given |= {**_about(event, row), **more}
    return render_template("agenda/manage_edit.html", **given)


def _about(event: EventRow, row: SessionRow) -> dict[str, Any]:
    """What the page of a session that exists shows beside the form."""
    lines = speakers.speaker_list(actor(), event.id, row.id)
    known = people.people_of(actor(), event.id) if _may_edit(event) else ()
    shift = ShiftForm(formdata=None)
    shift.offer((*row.interpretation, *row.languages))
    return {
        "clocks": clocks(event, row),
        "starts_at": clock.instant(row.starts, event.zone),
        "lines": lines,
        "list_form": ListForm(lines, languages=event.languages, posted=None),
        "add_form": AddForm(formdata=None),
        "tour_form": TourForm(formdata=None),
        "shifts": agenda.shifts(actor(), event.id, row.id),
        "shift_form": shift,
        "guests": invitations.guests(actor(), event.id, row.id),
        "guest_form": GuestForm(formdata=None),
        "known": known,
        "description_lang": row.description.picked(locale()),
        "shown_description": Markup(to_html(row.description.pick(locale()))),  # noqa: S704  cleaned by to_html
    }


def clocks(event: EventRow, row: SessionRow) -> tuple[tuple[Any, Any, str], ...]:
    """Start and end of a session on the clocks of the event's capitals, with their zones."""
    starts, ends = (clock.instant(wall, event.zone) for wall in (row.starts, row.ends))
    return tuple(
        (clock.wall(starts, zone), clock.wall(ends, zone), zone)
        for zone in event.capitals
        if zone != event.zone
    )


def _may_edit(event: EventRow) -> bool:
    return can(actor(), Action.EDIT_AGENDA, event_id=event.id)
