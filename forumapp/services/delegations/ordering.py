"""The order of countries of an event: by alphabet, by lot or by hand, and where hosts stand."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import after_commit, db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import CountryOrder, HostPlace, draw
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.registration import LONGEST_NOTE
from forumapp.domain.text import many_lines, one_line
from forumapp.i18n import catalogue
from forumapp.models import Delegation, Draw, Event
from forumapp.services import audit, publications
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.rows import assign, one, read

LONGEST_SEED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """A draw: `result` has number, country and name of each delegation in the order drawn."""

    id: int
    seed: str
    result: tuple[Mapping[str, Any], ...]
    drawn_by: str
    drawn_at: datetime

    @property
    def holds(self) -> bool:
        """Whether drawing again from the seed gives the same order."""
        numbers = tuple(int(one["id"]) for one in self.result)
        return draw(numbers, self.seed) == numbers


def arrange(actor: Actor, event_id: int, *, values: Mapping[str, Any], version: int | None) -> None:
    """Save `country_order`, `host_place`, `order_language` and `order_reason`.

    An order by hand needs a reason, one by lot a draw. Raises Invalid `required` (order_reason),
    `not_drawn` (country_order), and Stale.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    event = one(Event, event_id)
    checks = Checks(values)
    cleaned = {
        "country_order": checks.code("country_order", CountryOrder),
        "host_place": checks.code("host_place", HostPlace),
        "order_language": checks.one_of("order_language", catalogue.locales()),
        "order_reason": many_lines(values.get("order_reason") or "")[:LONGEST_NOTE],
    }
    if cleaned["country_order"] is CountryOrder.BY_HAND and not cleaned["order_reason"]:
        checks.refuse("order_reason", "required")
    if cleaned["country_order"] is CountryOrder.BY_LOT and not draws(actor, event_id):
        checks.refuse("country_order", "not_drawn")
    checks.finish()
    assign(event, cleaned, version=version)
    db.session.flush()
    after_commit(lambda: publications.forget(event.slug))


def draw_lots(actor: Actor, event_id: int, *, seed: str, now: datetime) -> int:
    """Draw the order of the event's delegations, keep how, and have it in force.

    Without a seed one is made at random. Raises Invalid `too_many_characters` (seed), and Conflict
    `nothing_to_draw`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    seed = one_line(seed) or secrets.token_hex(8)
    if len(seed) > LONGEST_SEED:
        raise Invalid({"seed": "too_many_characters"}, {"longest": LONGEST_SEED})
    rows = {
        row.id: row
        for row in db.session.scalars(sa.select(Delegation).filter_by(event_id=event_id))
    }
    if not rows:
        raise Conflict("nothing_to_draw")
    ordered = draw(rows, seed)
    for place, number in enumerate(ordered, 1):
        rows[number].lot = place
    event = one(Event, event_id)
    event.country_order = CountryOrder.BY_LOT
    kept = Draw(
        event_id=event_id,
        seed=seed,
        result=[_drawn(rows[number]) for number in ordered],
        drawn_by=actor.name,
        drawn_at=now,
    )
    db.session.add(kept)
    db.session.flush()
    audit.note(
        actor, event_id, action="draw", noun="events", object_id=event_id, after={"seed": seed}
    )
    after_commit(lambda: publications.forget(event.slug))
    return kept.id


def draws(actor: Actor, event_id: int) -> tuple[DrawRow, ...]:
    """The draws of an event, the latest first: that one is in force."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    rows = db.session.scalars(sa.select(Draw).filter_by(event_id=event_id).order_by(Draw.id.desc()))
    return tuple(read(DrawRow, row, result=tuple(row.result)) for row in rows)


def _drawn(row: Delegation) -> dict[str, Any]:
    return {"id": row.id, "country": row.country, "name": row.name.plain()}
