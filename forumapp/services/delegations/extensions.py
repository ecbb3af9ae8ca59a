"""Going on after the deadline: asked for by a focal point, decided by the secretariat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import ExtensionStatus
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import LONGEST_NOTE
from forumapp.domain.text import many_lines
from forumapp.models import Delegation, Event, Extension
from forumapp.services import mail
from forumapp.services.access import require
from forumapp.services.delegations.deadlines import is_open
from forumapp.services.delegations.own import ExtensionRow, mine
from forumapp.services.events.checks import Checks
from forumapp.services.rows import one, read


def ask(actor: Actor, *, reason: str, now: datetime) -> None:
    """Ask the secretariat to let the delegation be changed after the deadline.

    Raises Conflict `still_open` or `asked_already`, and Invalid `required` (reason).
    """
    event, delegation = mine(actor)
    lock(Delegation, delegation.id)
    why = many_lines(reason)[:LONGEST_NOTE]
    if not why:
        raise Invalid({"reason": "required"})
    if is_open(event, delegation, now=now):
        raise Conflict("still_open")
    waiting = sa.select(Extension.id).filter_by(
        delegation_id=delegation.id, status=ExtensionStatus.ASKED
    )
    if db.session.scalar(waiting) is not None:
        raise Conflict("asked_already")
    db.session.add(
        Extension(
            event_id=event.id,
            delegation_id=delegation.id,
            status=ExtensionStatus.ASKED,
            reason=why,
            asked_at=now,
        )
    )
    db.session.flush()


def waiting(actor: Actor, event_id: int) -> tuple[ExtensionRow, ...]:
    """What the event's focal points ask for and nobody has answered, the oldest first."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    rows = db.session.scalars(
        sa.select(Extension)
        .filter_by(event_id=event_id, status=ExtensionStatus.ASKED)
        .order_by(Extension.id)
    )
    return tuple(read(ExtensionRow, row) for row in rows)


def answer(
    actor: Actor,
    event_id: int,
    extension_id: int,
    *,
    granted: bool,
    values: Mapping[str, Any],
    now: datetime,
) -> None:
    """Grant or refuse, and write to the focal point.

    Values are `until`, a naive wall time of the event's zone that becomes the delegation's own
    deadline, and `answer`, which a refusal needs. Raises Invalid, and Conflict `answered_already`.
    """
    require(actor, Action.EDIT_EVENT, event_id=event_id)
    lock(Extension, extension_id)
    row = one(Extension, extension_id, event_id=event_id)
    if row.status is not ExtensionStatus.ASKED:
        raise Conflict("answered_already")
    checks = Checks(values)
    until = _until(checks, event_id, now=now) if granted else None
    row.answer = many_lines(values.get("answer") or "")[:LONGEST_NOTE]
    if not granted and not row.answer:
        checks.refuse("answer", "required")
    checks.finish()
    row.status = ExtensionStatus.GRANTED if granted else ExtensionStatus.REFUSED
    row.until, row.decided_by, row.decided_at = until, actor.name, now
    delegation = one(Delegation, row.delegation_id)
    if granted:
        delegation.nominations_close_at = until
    db.session.flush()
    if delegation.focal_email:
        _tell(row, delegation, now=now)


def _until(checks: Checks, event_id: int, *, now: datetime) -> datetime | None:
    until = checks.moment("until", one(Event, event_id).zone)
    if until is None:
        checks.refuse("until", "required")
    elif until <= now:
        checks.refuse("until", "in_the_past")
    return until


def _tell(row: Extension, delegation: Delegation, *, now: datetime) -> None:
    mail.write(
        MailKind.EXTENSION_DECIDED,
        key=f"{MailKind.EXTENSION_DECIDED}:{row.id}",
        delegation_id=delegation.id,
        event_id=row.event_id,
        locale=delegation.focal_locale,
        facts={"granted": row.status is ExtensionStatus.GRANTED, "reason": row.answer},
        now=now,
    )
