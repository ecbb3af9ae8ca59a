"""Reminders before the deadline of nominations, written by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.delegations import REMINDERS
from forumapp.domain.mail import MailKind
from forumapp.models import Delegation, Event
from forumapp.services import mail
from forumapp.services.delegations.deadlines import deadline, is_open


def remind(*, now: datetime) -> int:
    """Write to each invited focal point whose deadline is near, and say to how many.

    Each of the reminders is written once for a deadline, however often this is asked, and none to
    whom the invitation went when that reminder was due already.
    """
    rows = db.session.execute(
        sa.select(Event, Delegation)
        .join(Delegation, Delegation.event_id == Event.id)
        .where(Delegation.invited_at.is_not(None), Delegation.focal_email != "")
        .order_by(Delegation.id)
    )
    return sum(_reminded(event, delegation, now=now) for event, delegation in rows)


def _reminded(event: Event, delegation: Delegation, *, now: datetime) -> bool:
    until = deadline(event, delegation)
    if until is None or not is_open(event, delegation, now=now):
        return False
    days = _due(until, since=delegation.invited_at or now, now=now)
    if days is None:
        return False
    kind = MailKind.DELEGATION_REMINDED
    mail.write(
        kind,
        key=f"{kind}:{delegation.id}:{until.isoformat()}:{days}",
        delegation_id=delegation.id,
        event_id=event.id,
        locale=delegation.focal_locale,
        facts={"days": days},
        now=now,
    )
    return True


def _due(until: datetime, *, since: datetime, now: datetime) -> int | None:
    """The last reminder, in days before the deadline, whose time has come since the invitation."""
    come = (days for days in REMINDERS if since < until - timedelta(days=days) <= now)
    return min(come, default=None)
