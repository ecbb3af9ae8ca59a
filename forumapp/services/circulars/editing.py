"""Writing circulars down and planning when they leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.circulars import FURTHEST, CircularState, Own, leaves_at, unknown
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.text import Translated
from forumapp.models import Circular, Event
from forumapp.services import audit, questions
from forumapp.services.access import require
from forumapp.services.circulars.queries import files_of
from forumapp.services.events.checks import Checks
from forumapp.services.files import unreferenced
from forumapp.services.rows import assign, one, remove


def save(
    actor: Actor,
    event_id: int,
    circular_id: int | None,
    *,
    subject: Translated,
    body: Translated,
    filters: Mapping[str, str],
    papers: Collection[str] = (),
    version: int | None,
    now: datetime,
) -> int:
    """Write a circular, or change one that is a draft; its number.

    Raises Invalid (`required`, `too_many_characters`, `unknown_placeholder`), Stale, and Conflict
    `not_a_draft` for one that is planned or sent.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    checks = Checks({"subject": subject, "body": body, "papers": papers})
    values: dict[str, Any] = {
        "subject": checks.texts("subject", required=True),
        "body": checks.texts("body", rows=True, required=True),
        "filters": dict(filters),
        "papers": list(checks.codes("papers", (one.value for one in Own))),
    }
    answers = questions.placeholders(event_id)
    for name in ("subject", "body"):
        for language, text in values[name].items():
            if words := unknown(text, answers=answers):
                checks.refuse(f"{name}.{language}", "unknown_placeholder", word=words[0])
    checks.finish()
    if circular_id is None:
        return _add(actor, event_id, values, now=now)
    assign(draft(event_id, circular_id), values, version=version)
    db.session.flush()
    return circular_id


def _add(actor: Actor, event_id: int, values: Mapping[str, object], *, now: datetime) -> int:
    added = Circular(event_id=event_id, written_by=actor.name, created_at=now, **values)
    db.session.add(added)
    db.session.flush()
    return added.id


def plan(
    actor: Actor,
    event_id: int,
    circular_id: int,
    *,
    at: datetime | None,
    days_before: int | None,
    now: datetime,
) -> None:
    """Have a draft leave at an instant, or at nine so many days before the event's first day.

    Fewer than none are days after its last. Raises Invalid (`required`, `not_a_number`,
    `in_the_past`) and Conflict `not_a_draft`.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    planned = draft(event_id, circular_id)
    if days_before is not None and abs(days_before) > FURTHEST:
        raise Invalid({"days_before": "not_a_number"})
    event = one(Event, event_id)
    leaves = leaves_at(
        at=at,
        days_before=days_before,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
    )
    field = "at" if days_before is None else "days_before" if days_before >= 0 else "days_after"
    if leaves is None:
        raise Invalid({"at": "required"})
    if leaves <= now:
        raise Invalid({field: "in_the_past"})
    planned.state = CircularState.PLANNED
    planned.leaves_at, planned.days_before = leaves, days_before
    audit.note(actor, event_id, action="plan", noun="circulars", object_id=circular_id)
    db.session.flush()


def unplan(actor: Actor, event_id: int, circular_id: int) -> None:
    """Make a planned circular a draft again; Conflict `not_planned` for any other."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    planned = one(Circular, circular_id, event_id=event_id)
    if planned.state is not CircularState.PLANNED:
        raise Conflict("not_planned")
    planned.state = CircularState.DRAFT
    planned.leaves_at = planned.days_before = None
    db.session.flush()


def delete(actor: Actor, event_id: int, circular_id: int) -> frozenset[str]:
    """Throw a draft away; returns the keys of files that nothing refers to any more.

    Raises Conflict `not_a_draft`.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    files = {row.file for row in files_of(circular_id)}
    remove(draft(event_id, circular_id))
    return unreferenced(files)


def draft(event_id: int, circular_id: int) -> Circular:
    """A circular that can be changed; Conflict `not_a_draft` for any other."""
    found = one(Circular, circular_id, event_id=event_id)
    if found.state is not CircularState.DRAFT:
        raise Conflict("not_a_draft")
    return found
