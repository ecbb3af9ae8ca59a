"""Mails that came back, and the addresses to which nothing is written any more."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import SYSTEM
from forumapp.domain.mail import MailState
from forumapp.domain.returns import Delivery, Report, leads_nowhere, status_in
from forumapp.models import Delegation, Mail, Person
from forumapp.services import audit
from forumapp.services.mail.delivery import LONGEST_ERROR, message_id

_LEFT = (MailState.SENT, MailState.UNCONFIRMED, MailState.HANDING_OVER)


def take(report: Report) -> bool:
    """Write down that a mail came back; whether the report is about a mail of ours at all.

    It counts for a mail that has left and not been sent again since, to somebody who wasn't erased.
    Other reports than of a failure change nothing.
    """
    mail = _named(report.message_id)
    if mail is None:
        return False
    if report.delivery is not Delivery.FAILED or mail.state not in _LEFT or not mail.recipient:
        return True
    # What a server says may name the address, which a mail to somebody forgotten has no more.
    said = report.reason if mail.recipient else report.status
    mail.state, mail.error = MailState.BOUNCED, said[:LONGEST_ERROR]
    audit.note(
        SYSTEM,
        mail.event_id,
        action="came_back",
        noun="mails",
        object_id=mail.id,
        after={"reason": mail.error},
    )
    if report.names_a_dead_address and mail.recipient.casefold() in report.recipients:
        _mark(mail)
    return True


def refused(mail_id: int, error: str) -> None:
    """Write down that the first server itself knows of no such address, where it says so."""
    if leads_nowhere(status_in(error)):
        _mark(db.session.get_one(Mail, mail_id))


def leads_to_nobody(mail_id: int) -> bool:
    """Whether the address of a mail is one from which mails come back for good."""
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.event_id is None or not mail.recipient:
        return False
    found = sa.union_all(
        sa.select(Person.id).filter_by(event_id=mail.event_id, bounced_email=mail.recipient),
        sa.select(Delegation.id).filter_by(event_id=mail.event_id, bounced_email=mail.recipient),
    )
    return db.session.execute(found.limit(1)).first() is not None


def trust_again(mail: Mail) -> None:
    """Write to the address of a mail again, because somebody who knows better says so."""
    for model in (Person, Delegation):
        db.session.execute(
            sa.update(model)
            .where(model.event_id == mail.event_id, model.bounced_email == mail.recipient)
            .values(bounced_email="")
        )


def _named(identity: str) -> Mail | None:
    """The mail of a Message-ID, locked; None for one that we didn't give."""
    number, dot, _digest = identity.partition(".")
    key = int(number) if dot and number.isascii() and number.isdecimal() and len(number) < 16 else 0
    lock(Mail, key)
    mail = db.session.get(Mail, key, populate_existing=True)
    if mail is None or identity.partition("@")[0] != message_id(key):
        return None
    return mail


def _mark(mail: Mail) -> None:
    """Past the ORM, so that nobody's form over the person becomes stale by it."""
    for model, address in ((Person, Person.email), (Delegation, Delegation.focal_email)):
        db.session.execute(
            sa.update(model)
            .where(model.event_id == mail.event_id, address == mail.recipient)
            .values(bounced_email=mail.recipient)
        )
