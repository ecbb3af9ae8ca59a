"""The pages of an event's pieces: one set for organisations, parts, rooms, tracks, categories."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.services.events import EventRow, pieces
from forumapp.services.events.pieces import OrganisationRow, Piece, PieceRow
from forumapp.web.events import bp
from forumapp.web.events.manage.logos import keep_logo
from forumapp.web.events.piece_forms import PAGES

KINDS = f"any({', '.join(Piece)})"
ROOT = f"/manage/<slug>/<{KINDS}:kind>"


@bp.get(ROOT)
@requires(Action.READ_WORKSPACE)
def piece_list(slug: str, kind: str) -> ResponseReturnValue:
    """The pieces of a kind, in their order."""
    piece, event = Piece(kind), g.event
    return render_template(
        "events/manage_pieces.html",
        event=event,
        kind=piece,
        about=PAGES[piece],
        rows=pieces.listed(actor(), event.id, piece),
        uses=pieces.use_counts(actor(), event.id, piece),
    )


@bp.route(f"{ROOT}/new", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def piece_new(slug: str, kind: str) -> ResponseReturnValue:
    """Add a piece at the end."""
    return _edit(g.event, Piece(kind), None)


@bp.route(f"{ROOT}/<int:key>", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def piece_edit(slug: str, kind: str, key: int) -> ResponseReturnValue:
    """Change a piece."""
    piece = Piece(kind)
    return _edit(g.event, piece, pieces.get(actor(), g.event.id, piece, key))


@bp.post(f"{ROOT}/<int:key>/move")
@requires(Action.EDIT_EVENT)
def piece_move(slug: str, kind: str, key: int) -> ResponseReturnValue:
    """Move a piece one step up or down."""
    with unit_of_work():
        down = request.form.get("to") == "down"
        pieces.move(actor(), g.event.id, Piece(kind), key, down=down)
    return redirect(url_for("events.piece_list", slug=slug, kind=kind, _anchor=f"row-{key}"))


@bp.route(f"{ROOT}/<int:key>/delete", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def piece_delete(slug: str, kind: str, key: int) -> ResponseReturnValue:
    """Remove a piece, unless something needs it."""
    piece, event = Piece(kind), g.event
    row = pieces.get(actor(), event.id, piece, key)
    status, error = 200, ""
    if request.method == "POST":
        if request.form.get("confirm", "").strip() != _("delete"):
            status, error = 422, words("confirm")
        elif _deleted(event, piece, key):
            flash(_("It is deleted."), "success")
            return redirect(url_for("events.piece_list", slug=slug, kind=kind))
        else:
            status = 409
    page = render_template(
        "events/manage_piece_delete.html",
        event=event,
        kind=piece,
        about=PAGES[piece],
        row=row,
        uses=pieces.uses(actor(), event.id, piece, key),
        error=error,
    )
    return page, status


def _deleted(event: EventRow, piece: Piece, key: int) -> bool:
    try:
        with unit_of_work():
            pieces.delete(actor(), event.id, piece, key)
    except Conflict:
        return False
    return True


def _edit(event: EventRow, piece: Piece, row: PieceRow | None) -> ResponseReturnValue:
    about = PAGES[piece]
    form = about.form(obj=row, languages=event.languages)

    def save() -> None:
        pieces.save(
            actor(),
            event.id,
            piece,
            row.id if row else None,
            values=_values(form, row),
            version=form.edited,
        )

    if form.sent(save):
        flash(_("Saved."), "success")
        return redirect(url_for("events.piece_list", slug=event.slug, kind=piece.value))
    page = render_template(
        "events/manage_piece.html", event=event, kind=piece, about=about, row=row, form=form
    )
    return page, form.status


def _values(form: Any, row: PieceRow | None) -> dict[str, Any]:
    """The form's values; of an organisation's upload, the key of the kept logo."""
    values: dict[str, Any] = form.values()
    if "upload" not in values:
        return values
    upload, cleared = values.pop("upload"), values.pop("no_logo")
    kept = row.logo if isinstance(row, OrganisationRow) else ""
    values["logo"] = keep_logo(upload) or ("" if cleared else kept)
    return values
