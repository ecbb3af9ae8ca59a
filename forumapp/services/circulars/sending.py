"""Sending a circular: one mail to each who is meant, in one transaction, once."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.circulars import CircularState, Own, leaves_at
from forumapp.domain.errors import Conflict
from forumapp.domain.mail import MailKind
from forumapp.models import Circular, Event
from forumapp.services import audit, mail, papers
from forumapp.services.access import require
from forumapp.services.circulars.queries import meant
from forumapp.services.mail import Outgoing
from forumapp.services.rows import one


def send(actor: Actor, event_id: int, circular_id: int, *, now: datetime) -> int:
    """Write a mail to each who is meant now; how many. Conflict `sent` the second time."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    found = _held(event_id, circular_id)
    if found.state is CircularState.SENT:
        raise Conflict("sent")
    return _send(actor, found, now=now)


def due(*, now: datetime) -> tuple[tuple[int, int], ...]:
    """The planned circulars whose time has come, wherever the event's days are by now.

    Each as the number of its event and its own.
    """
    planned = db.session.execute(
        sa.select(Circular, Event)
        .join(Event, Event.id == Circular.event_id)
        .where(Circular.state == CircularState.PLANNED)
        .order_by(Circular.id)
    )
    return tuple(
        (row.event_id, row.id)
        for row, event in planned
        if (at := _leaves_at(row, event)) is not None and at <= now
    )


def send_planned(event_id: int, circular_id: int, *, now: datetime) -> int:
    """Send one of these; Conflict `not_planned` where somebody was quicker, or thought better."""
    found = _held(event_id, circular_id)
    if found.state is not CircularState.PLANNED:
        raise Conflict("not_planned")
    return _send(SYSTEM, found, now=now)


def _held(event_id: int, circular_id: int) -> Circular:
    """The circular as it is now, held until the transaction ends."""
    lock(Circular, circular_id)
    found = one(Circular, circular_id, event_id=event_id)
    db.session.refresh(found)
    return found


def _leaves_at(row: Circular, event: Event) -> datetime | None:
    return leaves_at(
        at=row.leaves_at,
        days_before=row.days_before,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
    )


def _send(actor: Actor, sent: Circular, *, now: datetime) -> int:
    people = meant(sent.event_id, sent.filters, sent.papers, now=now).people
    for kind in filter(None, (Own(code).letter for code in sent.papers)):
        ids = {person.person_id for person in people}
        papers.issue_missing(actor, sent.event_id, kind, ids, now=now)
    letters = [
        Outgoing(
            key=f"circular:{sent.id}:{person.person_id}",
            person_id=person.person_id,
            recipient=person.address,
            locale=person.locale,
            facts={"circular": sent.id},
        )
        for person in people
    ]
    job = mail.job_of(MailKind.CIRCULAR, sent.id)
    mail.write_all(MailKind.CIRCULAR, letters, event_id=sent.event_id, now=now, job=job)
    sent.state, sent.sent_at = CircularState.SENT, now
    audit.note(
        actor,
        sent.event_id,
        action="send",
        noun="circulars",
        object_id=sent.id,
        after={"mails": len(people)},
    )
    db.session.flush()
    return len(people)
