"""The page of a delegation: its members, the head first; capacity and order can be changed."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Invalid, Stale
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.services import delegations
from forumapp.services.delegations import CapacityChange, MemberRow
from forumapp.web.delegations import bp

Rows = list[tuple[str, str, str]]


@bp.get("/manage/<slug>/delegations/<int:key>")
@requires(Action.READ_REGISTRATIONS)
def page(slug: str, key: int) -> ResponseReturnValue:
    """A delegation and its members."""
    return _page(key)


@bp.post("/manage/<slug>/delegations/<int:key>/capacities")
@requires(Action.DECIDE_REGISTRATIONS)
def capacities(slug: str, key: int) -> ResponseReturnValue:
    """Save what each member is."""
    rows = delegations.members(actor(), g.event.id, key)
    chosen = _chosen(rows)
    changes = {
        row.id: CapacityChange(capacity=chosen[row.id], version=_version(row)) for row in rows
    }
    try:
        with unit_of_work():
            delegations.set_capacities(actor(), g.event.id, key, changes)
    except Invalid as refusal:
        heads = {int(name) for name in refusal.errors}
        return _page(key, chosen=chosen, two_heads=heads), 422
    except Stale as stale:
        return _page(key, chosen=chosen, conflict=_differences(rows, stale)), 409
    flash(_("The delegation is saved."), "success")
    return redirect(url_for("delegations.page", slug=slug, key=key))


@bp.post("/manage/<slug>/delegations/<int:key>/members/<int:member>/move")
@requires(Action.DECIDE_REGISTRATIONS)
def move_member(slug: str, key: int, member: int) -> ResponseReturnValue:
    """Move a member one step among those of the same capacity."""
    with unit_of_work():
        down = request.form.get("to") == "down"
        delegations.move_member(actor(), g.event.id, key, member, down=down)
    return redirect(url_for("delegations.page", slug=slug, key=key, _anchor=f"row-{member}"))


def _chosen(rows: Iterable[MemberRow]) -> dict[int, Capacity]:
    """The capacity sent for each member; what they are where nothing that exists was sent."""
    known = {code.value: code for code in Capacity}
    return {
        row.id: known.get(request.form.get(f"capacity-{row.id}", ""), row.capacity) for row in rows
    }


def _version(row: MemberRow) -> int:
    return request.form.get(f"version-{row.id}", 0, type=int)


def _differences(rows: Iterable[MemberRow], stale: Stale) -> Rows:
    names = {str(row.id): row.person.name for row in rows}
    return [
        (names[key], _word(stale.theirs[key]), _word(yours)) for key, yours in stale.yours.items()
    ]


def _word(code: object) -> str:
    return label(code, locale()) if isinstance(code, Capacity) else str(code)


def _page(
    key: int,
    *,
    chosen: dict[int, Capacity] | None = None,
    two_heads: Iterable[int] = (),
    conflict: Rows | None = None,
) -> str:
    row = delegations.get(actor(), g.event.id, key)
    return render_template(
        "delegations/manage_page.html",
        event=g.event,
        row=row,
        members=delegations.members(actor(), g.event.id, key),
        strength=delegations.strength(actor(), g.event.id, (row,)),
        capacities=tuple(Capacity),
        chosen=chosen or {},
        two_heads=frozenset(two_heads),
        conflict=conflict,
    )
