"""The organiser's people: the list, a person's page, new links for old ones."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action, can
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.text import one_line
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.http.pictures import keep_picture
from forumapp.i18n.countries import in_order
from forumapp.services import agenda, people, speakers
from forumapp.services.events import EventRow
from forumapp.services.people import PersonRow, Role
from forumapp.services.tokens import Purpose
from forumapp.web.people import bp
from forumapp.web.people.forms import AbsenceForm, PersonForm, PhotoForm
from forumapp.web.people.listing import address, listing

Answer = ResponseReturnValue
PHOTO = 800  # pixels a side
ROTATED = (Purpose.PARTICIPATION, Purpose.FEED, Purpose.JOIN)


@bp.get("/manage/<slug>/people")
@requires(Action.READ_WORKSPACE)
def everyone(slug: str) -> Answer:
    """Everyone of the event by family name, with filters and a count."""
    event: EventRow = g.event
    rows = people.people_of(actor(), event.id)
    countries = in_order({row.country for row in rows if row.country}, locale())
    return render_template(
        "people/manage_list.html",
        event=event,
        listing=listing(rows),
        all=len(rows),
        speaking=sum(row.lines > 0 for row in rows),
        registered=sum(row.registration_id is not None for row in rows),
        without=sum(not row.email for row in rows),
        countries=countries,
        contact=_reads_contact(event),
        roles=Role,
        address=lambda **changes: address(slug, **changes),
        page_address=lambda number: address(slug, page=number),
    )


@bp.route("/manage/<slug>/people/new", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def new_person(slug: str) -> Answer:
    """Write a new person down."""
    event: EventRow = g.event
    form = PersonForm(languages=event.languages)
    made: list[int] = []
    if form.sent(lambda: made.append(people.create(actor(), event.id, form.person(), now=now()))):
        flash(_("The person is written down. A photo can be added now."), "success")
        return redirect(_page_of(made[-1]))
    return _page(None, form), form.status


@bp.route("/manage/<slug>/people/<int:person_id>", methods=["GET", "POST"])
@requires(Action.READ_WORKSPACE)
def edit_person(slug: str, person_id: int) -> Answer:
    """A person's own page."""
    event: EventRow = g.event
    row = people.person(actor(), event.id, person_id)
    form = PersonForm(languages=event.languages, obj=row)

    def save() -> None:
        people.save(actor(), event.id, person_id, form.person(), version=form.edited)

    if form.sent(save):
        flash(_("Saved."), "success")
        return redirect(_page_of(person_id))
    return _page(row, form), form.status


@bp.post("/manage/<slug>/people/<int:person_id>/photo")
@requires(Action.EDIT_AGENDA)
def change_photo(slug: str, person_id: int) -> Answer:
    """Show another photo, or none."""
    event: EventRow = g.event
    row = people.person(actor(), event.id, person_id)
    upload = PhotoForm()

    def save() -> None:
        key = keep_picture(upload.photo.data, field="photo", longest=PHOTO)
        people.set_photo(actor(), event.id, person_id, key)

    if "remove" in request.form:
        with unit_of_work():
            people.set_photo(actor(), event.id, person_id, "")
        flash(_("The photo is removed. It leaves the public pages with the next release."), "info")
        return redirect(_page_of(person_id))
    if upload.sent(save):
        flash(_("The photo is saved. Public pages show it with the next release."), "success")
        return redirect(_page_of(person_id))
    shown = PersonForm(languages=event.languages, obj=row, formdata=None)
    return _page(row, shown, photo=upload), upload.status


@bp.post("/manage/<slug>/people/<int:person_id>/absences")
@requires(Action.EDIT_AGENDA)
def add_absence(slug: str, person_id: int) -> Answer:
    """Write down when a person can't take part."""
    event: EventRow = g.event
    row = people.person(actor(), event.id, person_id)
    form = AbsenceForm(zone=event.zone)
    if form.sent(lambda: people.add_absence(actor(), event.id, person_id, **form.values())):
        return redirect(_page_of(person_id, "absences"))
    shown = PersonForm(languages=event.languages, obj=row, formdata=None)
    return _page(row, shown, absence=form), form.status


@bp.post("/manage/<slug>/people/<int:person_id>/absences/<int:absence_id>/remove")
@requires(Action.EDIT_AGENDA)
def remove_absence(slug: str, person_id: int, absence_id: int) -> Answer:
    """Strike out a time at which the person can take part after all."""
    with unit_of_work():
        people.remove_absence(actor(), g.event.id, person_id, absence_id)
    return redirect(_page_of(person_id, "absences"))


@bp.post("/manage/<slug>/people/<int:person_id>/links")
@requires(Action.EDIT_AGENDA)
def rotate_links(slug: str, person_id: int) -> Answer:
    """End every link of one purpose that the person has."""
    try:
        purpose = Purpose(request.form.get("purpose", ""))
    except ValueError:
        raise NotFound from None
    with unit_of_work():
        people.rotate(actor(), g.event.id, person_id, purpose)
    flash(_("The old links don’t open any more."), "success")
    return redirect(_page_of(person_id, "links"))


@bp.route("/manage/<slug>/people/<int:person_id>/delete", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def delete_person(slug: str, person_id: int) -> Answer:
    """Delete a person of whom nothing else needs to know."""
    event: EventRow = g.event
    row = people.person(actor(), event.id, person_id)
    phrase = row.family_name or row.printed_name
    error, status = "", 200
    if request.method == "POST":
        try:
            if one_line(request.form.get("confirm", "")) == phrase:
                with unit_of_work():
                    people.delete(actor(), event.id, person_id)
                flash(_("%(name)s is deleted.", name=row.name), "success")
                return redirect(url_for("people.everyone", slug=slug))
            error, status = words("confirm"), 422
        except Conflict:
            status = 409
    page = render_template(
        "people/manage_delete.html",
        event=event,
        row=row,
        phrase=phrase,
        error=error,
        in_use=status == 409 or people.in_use(actor(), event.id, person_id),
        lines=speakers.lines_of(actor(), event.id, person_id),
        sessions=_sessions(event),
    )
    return page, status


def _sessions(event: EventRow) -> dict[int, agenda.SessionRow]:
    return {row.id: row for row in agenda.timetable(actor(), event.id)}


def _page_of(person_id: int, anchor: str | None = None) -> str:
    return url_for("people.edit_person", slug=g.event.slug, person_id=person_id, _anchor=anchor)


def _page(
    row: PersonRow | None,
    form: PersonForm,
    *,
    photo: PhotoForm | None = None,
    absence: AbsenceForm | None = None,
) -> str:
    event: EventRow = g.event
    given: dict[str, Any] = {
        "event": event,
        "row": row,
        "form": form,
        "contact": _reads_contact(event),
    }
    if row:
        given |= {
            "photo": photo or PhotoForm(formdata=None),
            "lines": speakers.lines_of(actor(), event.id, row.id),
            "sessions": _sessions(event),
            "purposes": ROTATED,
            "absence": absence or AbsenceForm(formdata=None),
            "absences": people.absences(actor(), event.id, row.id),
        }
    return render_template("people/manage_edit.html", **given)


def _reads_contact(event: EventRow) -> bool:
    return any(
        can(actor(), action, event_id=event.id)
        for action in (Action.EDIT_AGENDA, Action.READ_REGISTRATIONS)
    )
