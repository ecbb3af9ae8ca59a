"""Series: forums and meetings that come back, shared by their editions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.errors import Forbidden, NotFound
from forumapp.domain.text import Translated
from forumapp.models import Event, Series
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.rows import assign, one, read

FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_EDITIONS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """A series; `since` is the year of its first edition."""

    id: int
    version: int
    name: Translated
    since: int | None


def known(actor: Actor) -> tuple[SeriesRow, ...]:
    """The series of the events in whose workspace the actor has a role."""
    statement = sa.select(Series).order_by(Series.id)
    if not actor.administrator:
        mine = sa.select(Event.series_id).where(Event.id.in_(actor.roles))
        statement = statement.where(Series.id.in_(mine))
    return tuple(read(SeriesRow, row) for row in db.session.scalars(statement))


def of_events(series_ids: Iterable[int | None]) -> dict[int, SeriesRow]:
    """The series of these numbers, by number."""
    wanted = {number for number in series_ids if number is not None}
    rows = db.session.scalars(sa.select(Series).where(Series.id.in_(wanted)))
    return {row.id: read(SeriesRow, row) for row in rows}


def of_event(actor: Actor, event_id: int) -> SeriesRow:
    """The series of an event; NotFound when it has none."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return read(SeriesRow, _of(event_id))


def may_rename(actor: Actor, series_id: int) -> bool:
    """Whether the actor may edit every edition, all of which bear the name."""
    editions = db.session.scalars(sa.select(Event.id).filter_by(series_id=series_id)).all()
    return all(can(actor, Action.EDIT_EVENT, event_id=number) for number in editions)


def rename(
    actor: Actor, event_id: int, *, name: Translated, since: int | None, version: int | None
) -> None:
    """Change the name and the first year of an event's series, for all its editions.

    Raises Forbidden for who may not edit them all, Invalid and Stale.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    series = _of(event_id)
    if not may_rename(actor, series.id):
        raise Forbidden
    checks = Checks({"name": name, "since": since})
    values = {"name": checks.texts("name", required=True), "since": _since(checks, "since")}
    checks.finish()
    assign(series, values, version=version)
    db.session.flush()


def chosen(actor: Actor, checks: Checks, event: Event | None = None) -> dict[str, Any]:
    """The series that values name: a new one (`series_name`, `series_since`) or a known one."""
    name = checks.texts("series_name")
    since = _since(checks, "series_since")
    series_id = checks.given.get("series_id")
    if name:
        return {"series_id": None if checks.errors else _new(name, since)}
    may = {row.id for row in known(actor)} | {event.series_id if event else None, None}
    if series_id not in may:
        checks.refuse("series_id", "not_a_choice")
    return {"series_id": series_id}


def edition(checks: Checks, series_id: int | None, event: Event | None = None) -> int | None:
    """The number of an edition that values name, which no other of the series has."""
    number = checks.number("edition", least=1, most=MOST_EDITIONS)
    if number is not None and series_id is not None:
        others = sa.select(Event.id).filter_by(series_id=series_id, edition=number)
        if event is not None:
            others = others.where(Event.id != event.id)
        if db.session.scalars(others.limit(1)).first() is not None:
            checks.refuse("edition", "edition_taken")
    return number


def _new(name: Translated, since: int | None) -> int:
    series = Series(name=name, since=since)
    db.session.add(series)
    db.session.flush()
    return series.id


def _since(checks: Checks, name: str) -> int | None:
    return checks.number(name, least=FIRST_YEAR, most=LAST_YEAR)


def _of(event_id: int) -> Series:
    event = one(Event, event_id)
    if event.series_id is None:
        raise NotFound
    return one(Series, event.series_id)
