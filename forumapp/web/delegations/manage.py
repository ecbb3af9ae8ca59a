"""The list of delegations in the order of protocol, and what each is."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action, can
from forumapp.domain.delegations import CountryOrder
from forumapp.domain.errors import Conflict
from forumapp.domain.events import Mode, modes
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services import delegations
from forumapp.services.delegations import DelegationRow, Strength, extensions
from forumapp.services.events import pieces
from forumapp.services.events.pieces import PieceRow
from forumapp.web.delegations import bp
from forumapp.web.delegations.forms import DelegationForm
from forumapp.web.delegations.nominee_forms import AnswerForm

Strengths = dict[int, Strength]


@bp.get("/manage/<slug>/delegations")
@requires(Action.READ_WORKSPACE)
def index(slug: str) -> ResponseReturnValue:
    """Every delegation in its order, its head, and how many it has against its quota."""
    rows = delegations.listed(actor(), g.event.id)
    strength = delegations.strength(actor(), g.event.id, rows)
    offered = modes(g.event.format)
    return _page(
        "manage_index",
        rows=rows,
        strength=strength,
        modes=offered,
        waiting=extensions.waiting(actor(), g.event.id),
        answer=AnswerForm(),
        names={row.id: row for row in rows},
        summary=_summary(rows, strength, offered),
        by_hand=g.event.country_order is CountryOrder.BY_HAND,
    )


def _summary(
    rows: tuple[DelegationRow, ...], strength: Strengths | None, offered: tuple[Mode, ...]
) -> str:
    """The count of the list, with the people in each mode for those who may know."""
    words = [str(ngettext("%(num)s delegation", "%(num)s delegations", len(rows)))]
    if strength is not None:
        counts = [count for one in strength.values() for count in one.modes]
        for mode in offered:
            held = sum(count.held for count in counts if count.mode is mode)
            words.append(f"{label(mode, locale())}: {held}")
    return " · ".join(words)


@bp.route("/manage/<slug>/delegations/new", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def new(slug: str) -> ResponseReturnValue:
    """Add a delegation."""
    return _edit(None)


@bp.route("/manage/<slug>/delegations/<int:key>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def edit(slug: str, key: int) -> ResponseReturnValue:
    """Change a delegation."""
    return _edit(delegations.get(actor(), g.event.id, key))


@bp.post("/manage/<slug>/delegations/<int:key>/move")
@requires(Action.EDIT_EVENT)
def move(slug: str, key: int) -> ResponseReturnValue:
    """Move a delegation one step, where the order is set by hand."""
    try:
        with unit_of_work():
            down = request.form.get("to") == "down"
            delegations.move(actor(), g.event.id, key, down=down)
    except Conflict:
        flash(_("The order of countries isn’t set by hand."), "error")
    return redirect(url_for("delegations.index", slug=slug, _anchor=f"row-{key}"))


@bp.route("/manage/<slug>/delegations/<int:key>/delete", methods=["GET", "POST"])
@requires(Action.EDIT_EVENT)
def delete(slug: str, key: int) -> ResponseReturnValue:
    """Remove a delegation that has no registration."""
    row = delegations.get(actor(), g.event.id, key)
    status, error = 200, ""
    if request.method == "POST":
        if request.form.get("confirm", "").strip() != _("delete"):
            status, error = 422, words("confirm")
        elif _deleted(key):
            flash(_("The delegation is deleted."), "success")
            return redirect(url_for("delegations.index", slug=slug))
        else:
            status = 409
    count = delegations.registrations_of(actor(), g.event.id, key)
    return _page("manage_delete", row=row, count=count, error=error), status


def _deleted(key: int) -> bool:
    try:
        with unit_of_work():
            delegations.delete(actor(), g.event.id, key)
    except Conflict:
        return False
    return True


def _edit(row: DelegationRow | None) -> ResponseReturnValue:
    form = DelegationForm(data=_shown(row), languages=g.event.languages, zone=g.event.zone)
    saved: list[int] = []

    def save() -> None:
        key = row.id if row else None
        saved.append(
            delegations.save(actor(), g.event.id, key, values=form.values(), version=form.edited)
        )

    if form.sent(save):
        flash(_("The delegation is saved."), "success")
        slug = g.event.slug
        if can(actor(), Action.READ_REGISTRATIONS, event_id=g.event.id):
            return redirect(url_for("delegations.page", slug=slug, key=saved[-1]))
        return redirect(url_for("delegations.index", slug=slug))
    return _page(
        "manage_edit", form=form, row=row, parts=_parts(), modes=modes(g.event.format)
    ), form.status


def _parts() -> tuple[PieceRow, ...]:
    return pieces.listed(actor(), g.event.id, pieces.Piece.PARTS)


def _shown(row: DelegationRow | None) -> dict[str, Any]:
    """A delegation as its form shows it; the deadline by the clock of the event."""
    if row is None:
        return {}
    closes = row.nominations_close_at
    return {
        **{name: getattr(row, name) for name in row.__dataclass_fields__},
        "quotas": delegations.part_quotas(actor(), g.event.id, row.id),
        "nominations_close_at": closes and clock.wall(closes, g.event.zone),
    }


def _page(name: str, **given: Any) -> str:
    return render_template(f"delegations/{name}.html", event=g.event, **given)
