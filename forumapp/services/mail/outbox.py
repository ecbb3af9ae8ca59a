"""The outbox: a mail is written down in the transaction that causes it, and sent by a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.mail import MailKind, MailState
from forumapp.models import Mail, Person, User
from forumapp.services import jobs

JOB = "send_mail"


def write(
    kind: MailKind,
    *,
    key: str,
    person_id: int | None = None,
    user_id: int | None = None,
    event_id: int | None = None,
    locale: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> int:
    """Put a mail to a person or a user into the outbox, once for a key, and have it sent.

    Returns its number. The facts lie open in the database: no secret may be among them.
    """
    written = db.session.scalar(sa.select(Mail.id).filter_by(key=key))
    if written is not None:
        return written
    mail = Mail(
        kind=kind,
        key=key,
        person_id=person_id,
        user_id=user_id,
        event_id=event_id,
        locale=locale,
        recipient=address_of(person_id, user_id),
        facts=dict(facts),
        state=MailState.QUEUED,
        written_at=now,
    )
    db.session.add(mail)
    db.session.flush()
    payload = {"mail_id": mail.id}
    jobs.enqueue(JOB, key=job_key(key), payload=payload, event_id=event_id, now=now)
    return mail.id


def job_key(key: str) -> str:
    """The key of the job that sends the mail of this key."""
    return f"mail:{key}"


def address_of(person_id: int | None, user_id: int | None) -> str:
    """Where a person's or a user's mail goes now."""
    if person_id is not None:
        return db.session.get_one(Person, person_id).email
    return db.session.get_one(User, user_id).email
