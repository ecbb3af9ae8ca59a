"""The organiser's view of the outbox: to whom, about what, and what became of it.

Never what a mail says, because it carries the links of the person it goes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict
from forumapp.domain.jobs import JobState
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.text import one_line
from forumapp.models import Delegation, Job, Mail, Person, PersonalCode, User
from forumapp.services import audit, jobs
from forumapp.services.access import require
from forumapp.services.mail import returns
from forumapp.services.mail.outbox import address_of, job_key, job_of
from forumapp.services.rows import one, read

AGAIN = (MailState.FAILED, MailState.UNCONFIRMED, MailState.BOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A mail without its text. `next_try` is set while it waits after a try in vain."""

    id: int
    kind: MailKind
    state: MailState
    name: str
    recipient: str
    locale: str
    error: str
    written_at: datetime
    sent_at: datetime | None
    attempts: int
    next_try: datetime | None

    @property
    def may_be_sent_again(self) -> bool:
        return self.state in AGAIN


def messages(
    actor: Actor,
    event_id: int,
    *,
    state: MailState | None = None,
    kind: MailKind | None = None,
    query: str = "",
    key: str = "",
    page: int = 1,
    size: int = 50,
) -> tuple[tuple[MessageRow, ...], int]:
    """A page of the event's mails, the latest first, and how many there are in all.

    With `key`, those alone whose keys begin so.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    chosen = [*_chosen(event_id, state, kind, query), Mail.key.startswith(key)]
    total = db.session.scalar(_joined(sa.select(sa.func.count(Mail.id))).where(*chosen)) or 0
    found = db.session.execute(
        _joined(sa.select(Mail, _NAME, Job.attempts, Job.due_at, Job.state.label("job_state")))
        .outerjoin(Job, Job.key == sa.literal("mail:") + Mail.key)
        .where(*chosen)
        .order_by(Mail.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return tuple(_row(*row) for row in found), total


def count_states(actor: Actor, event_id: int) -> Mapping[MailState, int]:
    """How many mails of the event are in each state."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    counted = db.session.execute(
        sa.select(Mail.state, sa.func.count(Mail.id))
        .where(Mail.event_id == event_id)
        .group_by(Mail.state)
    )
    return dict(counted.all())


def told(actor: Actor, event_id: int, release_id: int) -> Mapping[MailState, int]:
    """How many of the mails that tell of a release are in each state."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return states(event_id, key=f"release:{release_id}:")


def states(event_id: int, *, key: str) -> Mapping[MailState, int]:
    """How many of the event's mails whose keys begin so are in each state."""
    counted = db.session.execute(
        sa.select(Mail.state, sa.func.count(Mail.id))
        .where(Mail.event_id == event_id, Mail.key.startswith(key))
        .group_by(Mail.state)
    )
    return dict(counted.all())


def retry(actor: Actor, event_id: int, mail_id: int, *, now: datetime) -> str:
    """Send a failed, unconfirmed or returned mail again, to the address that holds now; returns it.

    One from which mails came back is trusted again: who asks for it knows better.

    Raises Conflict `not_failed` for any other mail.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    mail = one(Mail, mail_id, event_id=event_id)
    if mail.state not in AGAIN:
        raise Conflict("not_failed")
    _queue_again(mail, now=now)
    returns.trust_again(mail)
    audit.note(actor, event_id, action="send_again", noun="mails", object_id=mail.id)
    return mail.recipient


def retry_failed(actor: Actor, event_id: int, *, now: datetime) -> int:
    """Send every failed mail of the event again, and say how many; unconfirmed ones rest."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    failed = db.session.scalars(
        sa.select(Mail)
        .where(Mail.event_id == event_id, Mail.state == MailState.FAILED)
        .order_by(Mail.id)
    ).all()
    for mail in failed:
        _queue_again(mail, now=now)
        audit.note(actor, event_id, action="send_again", noun="mails", object_id=mail.id)
    return len(failed)


def _queue_again(mail: Mail, *, now: datetime) -> None:
    mail.state, mail.error = MailState.QUEUED, ""
    mail.recipient = address_of(mail.person_id, mail.user_id, mail.delegation_id, mail.code_id)
    db.session.flush()
    # The job of one that came back is done, and a job is done once.
    db.session.execute(sa.delete(Job).filter_by(key=job_key(mail.key), state=JobState.DONE))
    payload = {"mail_id": mail.id}
    job = job_of(mail.kind, mail.facts.get("circular"))
    jobs.enqueue(job, key=job_key(mail.key), payload=payload, event_id=mail.event_id, now=now)


_NAME = sa.func.coalesce(
    Person.printed_name, User.name, Delegation.focal_name, PersonalCode.name, ""
).label("name")


Rows = TypeVarTuple("Rows")


def _joined(statement: sa.Select[*Rows]) -> sa.Select[*Rows]:
    return (
        statement.select_from(Mail)
        .outerjoin(Person, Person.id == Mail.person_id)
        .outerjoin(User, User.id == Mail.user_id)
        .outerjoin(Delegation, Delegation.id == Mail.delegation_id)
        .outerjoin(PersonalCode, PersonalCode.id == Mail.code_id)
    )


def _chosen(
    event_id: int, state: MailState | None, kind: MailKind | None, query: str
) -> list[sa.ColumnElement[bool]]:
    chosen = [Mail.event_id == event_id]
    if state is not None:
        chosen.append(Mail.state == state)
    if kind is not None:
        chosen.append(Mail.kind == kind)
    for word in one_line(query).split():
        found = (column.icontains(word, autoescape=True) for column in (Mail.recipient, _NAME))
        chosen.append(sa.or_(*found))
    return chosen


def _row(
    mail: Mail, name: str, attempts: int | None, due_at: datetime | None, job: JobState | None
) -> MessageRow:
    waits = mail.state is MailState.QUEUED and job is JobState.QUEUED and bool(attempts)
    return read(
        MessageRow,
        mail,
        name=name,
        attempts=attempts or 0,
        next_try=due_at if waits else None,
    )
