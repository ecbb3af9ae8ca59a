"""The notice board of an event: for everyone to read, for its organisers to write."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import after_commit, db
from forumapp.domain.access import Action, Actor
from forumapp.domain.notices import Standing, in_order, standing
from forumapp.domain.text import Translated
from forumapp.models import Event, Notice, Part
from forumapp.services import publications
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.rows import assign, one, read, remove


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice; `part` is the name of the part that it concerns, None for the whole event."""

    id: int
    version: int
    key: str
    title: Translated
    body: Translated
    pinned: bool
    part_id: int | None
    part: Translated | None
    shows_from: datetime
    shows_until: datetime | None
    changed_at: datetime
    written_by: str

    def standing(self, *, now: datetime) -> Standing:
        return standing(self, now=now)


def shown(event_id: int, *, now: datetime) -> tuple[NoticeRow, ...]:
    """What is on the board for everyone, in its order."""
    return tuple(row for row in _rows(event_id) if row.standing(now=now) is Standing.UP)


def listed(actor: Actor, event_id: int) -> tuple[NoticeRow, ...]:
    """Every notice of an event, whether it is up or not, in the order of the board."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _rows(event_id)


def get(actor: Actor, event_id: int, notice_id: int) -> NoticeRow:
    """One of them; NotFound."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    row = one(Notice, notice_id, event_id=event_id)
    part = db.session.get(Part, row.part_id) if row.part_id else None
    return read(NoticeRow, row, part=part.name if part else None)


def save(
    actor: Actor,
    event_id: int,
    notice_id: int | None,
    values: Mapping[str, Any],
    *,
    version: int | None,
    now: datetime,
) -> int:
    """Write a notice, or change one; its number.

    Values are `title`, `body`, `pinned`, `part`, and the naive wall times `shows_from`, by itself
    now, and `shows_until`. Raises Invalid (`required`, `too_many_characters`, `not_a_choice`,
    `ends_before_start`, and those of wall times) and Stale.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    event = one(Event, event_id)
    row = one(Notice, notice_id, event_id=event_id) if notice_id else _new(actor, event_id)
    cleaned = _checked(event, values, row, now=now)
    assign(row, cleaned, version=version)
    if db.session.is_modified(row) or notice_id is None:
        row.changed_at = now
    db.session.add(row)
    db.session.flush()
    _forget(event)
    return row.id


def delete(actor: Actor, event_id: int, notice_id: int) -> None:
    """Take a notice off the board for good."""
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    remove(one(Notice, notice_id, event_id=event_id))
    _forget(one(Event, event_id))


def _new(actor: Actor, event_id: int) -> Notice:
    return Notice(event_id=event_id, key=str(uuid.uuid4()), written_by=actor.name)


def _checked(
    event: Event, values: Mapping[str, Any], row: Notice, *, now: datetime
) -> dict[str, Any]:
    checks = Checks(values)
    part = values.get("part")
    if (
        part is not None
        and db.session.scalar(sa.select(Part.id).filter_by(id=part, event_id=event.id)) is None
    ):
        checks.refuse("part", "not_a_choice")
    starts = checks.moment("shows_from", event.zone, before=row.shows_from) or now
    ends = checks.moment("shows_until", event.zone, before=row.shows_until)
    if ends is not None and ends <= starts:
        checks.refuse("shows_until", "ends_before_start")
    cleaned = {
        "title": checks.texts("title", required=True),
        "body": checks.texts("body", rows=True),
        "pinned": checks.flag("pinned"),
        "part_id": part,
        "shows_from": starts,
        "shows_until": ends,
    }
    checks.finish()
    return cleaned


def _forget(event: Event) -> None:
    """Have this process look at the board anew; the others do within a second."""
    slug = event.slug
    after_commit(lambda: publications.forget(slug))


def _rows(event_id: int) -> tuple[NoticeRow, ...]:
    found = db.session.execute(
        sa.select(Notice, Part.name)
        .outerjoin(Part, Part.id == Notice.part_id)
        .where(Notice.event_id == event_id)
        .order_by(Notice.id.desc())
    )
    return in_order(read(NoticeRow, row, part=part) for row, part in found)
