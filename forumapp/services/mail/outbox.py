"""The outbox: a mail is written down in the transaction that causes it, and sent by a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, insert_new, insert_once
from forumapp.domain.circulars import MANY_BYTES, Own
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.registration import Origin
from forumapp.models import (
    Circular,
    CircularFile,
    Delegation,
    Mail,
    Person,
    PersonalCode,
    Registration,
    User,
)
from forumapp.services import jobs

JOB = "send_mail"
HEAVY = "send_papers"  # of mails with large files, or whose PDFs are made when they are sent
JUST = timedelta(minutes=10)


def write(
    kind: MailKind,
    *,
    key: str,
    person_id: int | None = None,
    user_id: int | None = None,
    delegation_id: int | None = None,
    code_id: int | None = None,
    event_id: int | None = None,
    locale: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> int:
    """Put a mail to a person, a user or a focal point into the outbox, and have it sent once a key.

    Returns its number. The facts lie open in the database: no secret may be among them.
    """
    mail_id = insert_once(
        Mail,
        kind=kind,
        key=key,
        person_id=person_id,
        user_id=user_id,
        delegation_id=delegation_id,
        code_id=code_id,
        event_id=event_id,
        locale=locale,
        recipient=address_of(person_id, user_id, delegation_id, code_id),
        facts=dict(facts),
        state=MailState.QUEUED,
        written_at=now,
    )
    if mail_id is None:
        return db.session.scalars(sa.select(Mail.id).filter_by(key=key)).one()
    payload = {"mail_id": mail_id}
    job = job_of(kind, facts.get("circular"))
    jobs.enqueue(job, key=job_key(key), payload=payload, event_id=event_id, now=now)
    return mail_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One of many mails of the same kind to people of one event."""

    key: str
    person_id: int
    recipient: str
    locale: str
    facts: Mapping[str, Any]


def write_all(
    kind: MailKind,
    letters: Iterable[Outgoing],
    *,
    event_id: int,
    now: datetime,
    job: str = JOB,
) -> None:
    """Put many mails into the outbox, each once for its key, in as few statements as can be."""
    rows = [
        {
            "kind": kind,
            "key": one.key,
            "person_id": one.person_id,
            "event_id": event_id,
            "locale": one.locale,
            "recipient": one.recipient,
            "facts": dict(one.facts),
            "state": MailState.QUEUED,
            "written_at": now,
        }
        for one in letters
    ]
    written = insert_new(Mail, rows)
    payloads = {job_key(key): {"mail_id": mail_id} for key, mail_id in written.items()}
    jobs.enqueue_all(job, payloads, event_id=event_id, now=now)


def has_just_gone_to(person: Person, *, now: datetime) -> bool:
    """Whether a mail to a person, at the address they have now, was written ten minutes ago or less
    and didn't fail. Each has the personal link.
    """
    found = sa.select(Mail.id).where(
        Mail.person_id == person.id,
        Mail.recipient == person.email,
        Mail.written_at > now - JUST,
        Mail.state.not_in((MailState.FAILED, MailState.UNCONFIRMED, MailState.BOUNCED)),
    )
    return db.session.scalar(found.limit(1)) is not None


def job_of(kind: MailKind, circular_id: int | None) -> str:
    """The job that sends a mail: heavy ones go one at a time, so that others pass."""
    if circular_id is None:
        return HEAVY if kind is MailKind.DELEGATION_INVITED else JOB
    papers = db.session.scalar(sa.select(Circular.papers).filter_by(id=circular_id))
    size = db.session.scalar(
        sa.select(sa.func.sum(CircularFile.size)).filter_by(circular_id=circular_id)
    )
    made = set(papers or ()) - {Own.SCHEDULE.value}
    return HEAVY if made or (size or 0) > MANY_BYTES else JOB


def job_key(key: str) -> str:
    """The key of the job that sends the mail of this key."""
    return f"mail:{key}"


def address_of(
    person_id: int | None,
    user_id: int | None,
    delegation_id: int | None,
    code_id: int | None = None,
) -> str:
    """Where a person's, a user's or a focal point's mail goes now.

    Whoever a focal point nominated without an address has theirs.
    """
    if code_id is not None:
        found = sa.select(PersonalCode.email).filter_by(id=code_id)
    elif delegation_id is not None:
        found = sa.select(Delegation.focal_email).filter_by(id=delegation_id)
    elif person_id is not None:
        found = sa.select(ADDRESS).where(Person.id == person_id)
    else:
        found = sa.select(User.email).filter_by(id=user_id)
    return db.session.scalars(found).one()


NOMINATED = sa.and_(
    Delegation.id == Registration.delegation_id, Registration.origin == Origin.FOCAL_POINT
)
_OF_FOCAL_POINT = (
    sa.select(Delegation.focal_email)
    .join(Registration, NOMINATED)
    .where(Registration.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
ADDRESS = sa.func.coalesce(sa.func.nullif(Person.email, ""), _OF_FOCAL_POINT, "")
