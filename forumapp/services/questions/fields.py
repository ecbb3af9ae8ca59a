"""How an event asks the fields that every form has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.questions import MOST_DAYS, Asking, BuiltIn, FieldFacts, usual
from forumapp.domain.text import Translated
from forumapp.models import Event, FormField
from forumapp.services.access import require
from forumapp.services.events.checks import Checks
from forumapp.services.rows import assign


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A built-in field in the draft; version 0 where it is asked as usual."""

    version: int
    asking: Asking
    purpose: Translated
    retention_days: int | None


def field(actor: Actor, event_id: int, built_in: BuiltIn) -> FieldRow:
    """How the draft asks a field."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    row = _row(event_id, built_in)
    facts = row or usual(built_in)
    return FieldRow(
        version=row.version if row else 0,
        asking=facts.asking,
        purpose=facts.purpose,
        retention_days=facts.retention_days,
    )


def save_field(
    actor: Actor,
    event_id: int,
    built_in: BuiltIn,
    *,
    values: Mapping[str, Any],
    version: int | None,
) -> None:
    """Say in the draft how a field is asked, what for, and for how many days it is kept.

    Raises Stale, and Invalid `not_a_choice`, `out_of_range`, `too_many_characters`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Event, event_id)
    checks = Checks(values)
    cleaned = {
        "asking": checks.code("asking", Asking),
        "purpose": checks.texts("purpose"),
        "retention_days": checks.number("retention_days", least=0, most=MOST_DAYS),
    }
    if cleaned["asking"] not in built_in.askings:
        checks.refuse("asking", "not_a_choice")
    checks.finish()
    row = _row(event_id, built_in)
    if row is None:
        row, version = _usual_row(event_id, built_in), None
    assign(row, cleaned, version=version)
    db.session.flush()


def _row(event_id: int, built_in: BuiltIn) -> FormField | None:
    return db.session.scalar(sa.select(FormField).filter_by(event_id=event_id, built_in=built_in))


def _usual_row(event_id: int, built_in: BuiltIn) -> FormField:
    facts: FieldFacts = usual(built_in)
    row = FormField(
        event_id=event_id,
        built_in=built_in,
        asking=facts.asking,
        purpose=facts.purpose,
        retention_days=facts.retention_days,
    )
    db.session.add(row)
    db.session.flush()
    return row
