"""Writing on the notice board."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.registration import RegistrationStatus
from forumapp.http.forms import EditForm, ReferenceField, TranslatedField, WallTime
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.services import circulars, notices
from forumapp.services.events import EventRow, pieces
from forumapp.services.events.pieces import Piece
from forumapp.services.notices import NoticeRow
from forumapp.web.notices import bp

Answer = ResponseReturnValue
ROOT = "/manage/<slug>/notices"


class NoticeForm(EditForm):
    """A notice in the languages of the event."""

    title = TranslatedField(lazy_gettext("Title"), required=True)
    body = TranslatedField(
        lazy_gettext("Text"), rows=6, description=lazy_gettext("Written in Markdown.")
    )
    part = ReferenceField(lazy_gettext("Concerns"))
    pinned = BooleanField(lazy_gettext("Stands above the others"))
    shows_from = WallTime(
        lazy_gettext("Shown from"),
        description=lazy_gettext("By the venue’s clock. Empty: from now on."),
    )
    shows_until = WallTime(
        lazy_gettext("Shown until"), description=lazy_gettext("Empty: for as long as the event is.")
    )


@bp.get(ROOT)
@requires(Action.READ_WORKSPACE)
def index(slug: str) -> Answer:
    """Every notice, with whether it is up."""
    return render_template(
        "notices/manage.html",
        event=g.event,
        rows=notices.listed(actor(), g.event.id),
        now=now(),
    )


@bp.route(f"{ROOT}/new", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def new(slug: str) -> Answer:
    """Write a notice."""
    return _edited(None)


@bp.route(f"{ROOT}/<int:key>", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def edit(slug: str, key: int) -> Answer:
    """Change one."""
    return _edited(notices.get(actor(), g.event.id, key))


@bp.post(f"{ROOT}/<int:key>/delete")
@requires(Action.EDIT_EVENT)
def delete(slug: str, key: int) -> Answer:
    """Take one off the board."""
    with unit_of_work():
        notices.delete(actor(), g.event.id, key)
    flash(_("The notice is deleted."), "success")
    return redirect(url_for("notices.index", slug=slug))


@bp.post(f"{ROOT}/<int:key>/circular")
@requires(Action.DECIDE_REGISTRATIONS)
def as_circular(slug: str, key: int) -> Answer:
    """Begin a circular with the text of a notice, to those whom it concerns."""
    row = notices.get(actor(), g.event.id, key)
    filters = {"status": RegistrationStatus.APPROVED.value}
    if row.part_id:
        filters["part"] = str(row.part_id)
    with unit_of_work():
        number = circulars.save(
            actor(),
            g.event.id,
            None,
            subject=row.title,
            body=row.body or row.title,
            filters=filters,
            version=None,
            now=now(),
        )
    flash(_("The circular is a draft. Nothing has been sent yet."), "success")
    return redirect(url_for("mail.circular", slug=slug, key=number))


def _edited(row: NoticeRow | None) -> Answer:
    event: EventRow = g.event
    form = NoticeForm(languages=event.languages, zone=event.zone, **_begun(row, event))
    found = pieces.listed(actor(), event.id, Piece.PARTS)
    parts = [(part.id, part.name.pick(locale())) for part in found]
    form.part.offer(parts, empty=_("The whole event"))

    def save() -> None:
        values = form.values()
        notices.save(
            *(actor(), event.id, row.id if row else None, values), version=form.edited, now=now()
        )

    if form.sent(save):
        flash(_("The notice is saved."), "success")
        return redirect(url_for("notices.index", slug=event.slug))
    page = render_template("notices/manage_edit.html", event=event, form=form, row=row, parts=parts)
    return page, form.status


def _begun(row: NoticeRow | None, event: EventRow) -> dict[str, Any]:
    """What the form begins with; times stand on the event's clock."""
    if row is None or request.method == "POST":
        return {}
    until = row.shows_until
    return {
        "data": {
            "title": row.title,
            "body": row.body,
            "pinned": row.pinned,
            "part": row.part_id,
            "shows_from": clock.wall(row.shows_from, event.zone),
            "shows_until": clock.wall(until, event.zone) if until else None,
            "version": row.version,
        }
    }
