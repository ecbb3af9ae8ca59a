"""The pages of an import: choose a file, see what it would do, take it over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.domain.schedules import Ask, Outcome, ReadSchedule, Unreadable
from forumapp.http.forms import Form
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n import findings
from forumapp.services import agenda, limits
from forumapp.services.agenda import importing
from forumapp.services.agenda.importing import ImportRow
from forumapp.services.events import EventRow
from forumapp.services.limits import Limited
from forumapp.web.agenda import bp
from forumapp.web.agenda.importing import columns, uploads, words
from forumapp.web.agenda.importing.listing import CHECK, address, listing

Answer = ResponseReturnValue
HERE = "/manage/<slug>/import"
_AS_THEY_SAY: Mapping[str, str] = MappingProxyType({})


class UploadForm(Form):
    """A schedule file."""

    file = FileField(
        _("File"),
        description=_(
            "Excel (XLSX), CSV, Word (DOCX), iCalendar, frab schedule.xml or schedule.json; at "
            "most 25 MB."
        ),
    )


@bp.route(HERE, methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def import_file(slug: str) -> Answer:
    """Choose a file; it is read, and kept for a day for who uploaded it."""
    event: EventRow = g.event
    form = UploadForm()
    if form.is_submitted() and form.validate():
        made = _taken_in(form, event)
        if made is not None:
            return redirect(url_for("agenda.import_preview", slug=slug, import_id=made))
    return (
        render_template(
            "agenda/import/start.html",
            event=event,
            form=form,
            waiting=importing.waiting(actor(), event.id, now=now()),
            kind_of=findings.file_kind,
        ),
        form.status,
    )


def _taken_in(form: UploadForm, event: EventRow) -> int | None:
    """The number of the kept file; None where it can't be read, which stands beside the field."""
    upload = form.file.data
    if not upload or not upload.filename:
        form.status, form.file.errors = 422, [gettext("Choose a file first.")]
        return None
    try:
        reading = uploads.taken_in(upload.read(), _ask())
    except Unreadable as reason:
        form.status = 422
        form.file.errors = [findings.said(reason.finding, locale())]
        return None
    with unit_of_work():
        return importing.keep(
            actor(), event.id, reading, name=upload.filename[-200:].strip(), now=now()
        )


@bp.get(f"{HERE}/<int:import_id>")
@requires(Action.EDIT_AGENDA)
def import_preview(slug: str, import_id: int) -> Answer:
    """What taking the file over would do, row by row; afterwards, what it did."""
    row = importing.kept(actor(), g.event.id, import_id, now=now())
    if row.applied_at is not None:
        return render_template("agenda/import/done.html", event=g.event, row=row)
    return _choose_again() if _is_old(row) else _preview(row)


@bp.post(f"{HERE}/<int:import_id>")
@requires(Action.EDIT_AGENDA)
def import_apply(slug: str, import_id: int) -> Answer:
    """Do all that the preview showed, or nothing."""
    row = importing.kept(actor(), g.event.id, import_id, now=now())
    here = redirect(url_for("agenda.import_preview", slug=slug, import_id=import_id))
    if row.applied_at is not None:
        return here
    if _is_old(row):
        return _choose_again()
    said = uploads.what_it_says(row)
    try:
        with unit_of_work():
            importing.apply(
                actor(), g.event.id, import_id, said, seen=request.form.get("seen", ""), now=now()
            )
    except Conflict:
        row = importing.kept(actor(), g.event.id, import_id, now=now())
        return here if row.applied_at is not None else (_preview(row, changed=True), 409)
    return here


@bp.post(f"{HERE}/<int:import_id>/columns")
@requires(Action.EDIT_AGENDA)
def import_columns(slug: str, import_id: int) -> Answer:
    """Read the file again with the columns taken for what somebody chose."""
    row = importing.kept(actor(), g.event.id, import_id, now=now())
    if row.applied_at is None:
        _read_again(row, columns.chosen(g.event))
    return redirect(url_for("agenda.import_preview", slug=slug, import_id=import_id))


@bp.post(f"{HERE}/<int:import_id>/discard")
@requires(Action.EDIT_AGENDA)
def import_discard(slug: str, import_id: int) -> Answer:
    """Throw the file away; nothing is taken over."""
    with unit_of_work():
        gone = importing.discard(actor(), g.event.id, import_id, now=now())
    uploads.throw_away(gone)
    flash(gettext("The file is thrown away. Nothing was taken over."), "success")
    return redirect(url_for("agenda.import_file", slug=slug))


def _is_old(row: ImportRow) -> bool:
    """Whether the event's clock, languages or days changed since the file was read."""
    return row.asked != uploads.asked(importing.asking(actor(), g.event.id, today=now().date()))


def _choose_again() -> Answer:
    flash(
        gettext("The event’s clock, languages or days have changed. Choose the file again."), "warn"
    )
    return redirect(url_for("agenda.import_file", slug=g.event.slug))


def _ask(chosen: Mapping[str, str] = _AS_THEY_SAY) -> Ask:
    """What the reader of a file is told; raises TooMany, as each takes a process for seconds."""
    with unit_of_work():
        limits.spend(Limited.FILE_OF_ACCOUNT, str(actor().user_id), now=now())
    return importing.asking(actor(), g.event.id, today=now().date(), columns=chosen)


def _read_again(row: ImportRow, chosen: dict[str, str]) -> None:
    data = uploads.store().read(row.file)
    try:
        reading = uploads.taken_in(data, _ask(chosen))
    except Unreadable as reason:
        flash(findings.said(reason.finding, locale()), "error")
        return
    with unit_of_work():
        gone = importing.read_again(actor(), g.event.id, row.id, reading, now=now())
    uploads.throw_away(gone)


def _preview(row: ImportRow, *, changed: bool = False) -> str:
    event: EventRow = g.event
    said = uploads.what_it_says(row)
    plan = agenda.preview(actor(), event.id, said)
    shown = listing(plan)
    return render_template(
        "agenda/import/preview.html",
        event=event,
        row=row,
        kind=findings.file_kind(row.kind),
        plan=plan,
        changed=changed,
        listing=shown,
        rows=tuple(words.shown(one, row.kind) for one in shown.rows),
        told=words.about_the_file(plan.findings, row.kind),
        made=words.made(plan),
        new_people=words.new_people(plan),
        changed_people=words.changed_people(plan),
        counts=_counts(plan),
        outcomes=tuple((one.value, findings.outcome(one, locale())) for one in Outcome),
        address=lambda **changes: address(event.slug, row.id, **changes),
        page_address=lambda number: address(event.slug, row.id, page=number),
        **_about_columns(said, event),
    )


def _counts(plan: Any) -> tuple[tuple[int, str, str], ...]:
    """How many rows came to what, each with the filter that shows them."""
    pairs = [
        (count, findings.outcome(one, locale()), one.value) for one, count in plan.counts.items()
    ]
    return (*pairs, (plan.doubtful, gettext("To be checked"), CHECK))


def _about_columns(said: ReadSchedule, event: EventRow) -> dict[str, Any]:
    return {
        "columns": said.columns,
        "meanings": columns.meanings(event) if said.columns else (),
    }
