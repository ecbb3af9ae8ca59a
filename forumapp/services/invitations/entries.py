"""The calendar entries of people, written down as they are told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from forumapp.config import settings
from forumapp.db import db, lock
from forumapp.domain.invitations import Answer, Pair, Step
from forumapp.models import Invitation


def carry_out(event_id: int, steps: Iterable[Step], *, now: datetime) -> Mapping[Pair, Invitation]:
    """Write down what these messages tell. An entry keeps its UID for good.

    That is random, because whoever knows it may answer for the person by mail.
    """
    made = tuple(steps)
    rows = _held(event_id, {step.person_id for step in made}) if made else {}
    for step in made:
        pair = (step.person_id, step.key)
        if pair not in rows:
            rows[pair] = _new(event_id, step)
            db.session.add(rows[pair])
        _tell(rows[pair], step, now=now)
    db.session.flush()
    return rows


def plain(step: Step, row: Invitation | None) -> dict[str, Any]:
    """A message as a mail's facts keep it; without a row it has no identity yet."""
    return {
        "id": row.id if row else 0,
        "key": step.key,
        "uid": row.uid if row else f"{step.person_id} {step.key}",
        "method": step.method.value,
        "sequence": step.sequence,
        "answer": (row.answer if row else step.answer).value,
        "was": step.was.plain() if step.was else None,
        "now": step.now.plain(),
    }


def _held(event_id: int, people: set[int]) -> dict[Pair, Invitation]:
    """The entries of these people, none to be answered until the transaction ends."""
    of_them = Invitation.event_id == event_id, Invitation.person_id.in_(people)
    lock(Invitation, *db.session.scalars(sa.select(Invitation.id).where(*of_them)))
    rows = db.session.scalars(
        sa.select(Invitation).where(*of_them).execution_options(populate_existing=True)
    )
    return {(row.person_id, row.session_key): row for row in rows}


def _new(event_id: int, step: Step) -> Invitation:
    host = urlsplit(settings().base_url).hostname or "localhost"
    return Invitation(
        event_id=event_id,
        person_id=step.person_id,
        session_key=step.key,
        uid=f"{uuid.uuid4()}@{host}",
        answer=Answer.NEEDS_ACTION,
    )


def _tell(row: Invitation, step: Step, *, now: datetime) -> None:
    row.sequence, row.method, row.told_at = step.sequence, step.method, now
    row.told = step.now.plain()
    if step.asks_anew:
        row.answer, row.answered_at = Answer.NEEDS_ACTION, None
