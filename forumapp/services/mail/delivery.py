"""What becomes of a mail: every step is committed before the next is taken.

A mail is `handing_over` from just before it is given to the mail server until the answer is known.
One that is found so later was cut off in between: it may have arrived, and is never sent again by
itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.mail import MailState
from forumapp.models import Mail, Person

LONGEST_ERROR = 240


def look(mail_id: int) -> MailState:
    """The mail's state. One whose hand-over was cut off becomes unconfirmed."""
    mail = _held(mail_id)
    if mail.state is MailState.HANDING_OVER:
        mail.state = MailState.UNCONFIRMED
    return mail.state


def message_id(mail_id: int) -> str:
    """What stands before the @ of the Message-ID: the same whenever the mail is sent.

    It begins with the mail's number; who doesn't know the mail can't guess the rest.
    """
    mail = db.session.get_one(Mail, mail_id)
    digest = sha256(f"{mail.key} {mail.written_at.isoformat()}".encode()).hexdigest()
    return f"{mail_id}.{digest[:40]}"


def await_turn(mail_id: int) -> bool:
    """Hold the mails of one person until the transaction ends, so that they leave in order.

    Says whether it is still to go: one that was written while its person was being erased is gone
    with them. Raises Conflict `another_first` while another mail to them is being handed over: an
    invitation must not be overtaken by its cancellation.
    """
    person_id = db.session.scalar(sa.select(Mail.person_id).filter_by(id=mail_id))
    if person_id is None:
        return True
    lock(Person, person_id)
    if _drop_of_erased(mail_id, person_id):
        return False
    under_way = sa.select(Mail.id).where(
        Mail.person_id == person_id, Mail.id != mail_id, Mail.state == MailState.HANDING_OVER
    )
    if db.session.scalar(under_way.limit(1)) is not None:
        raise Conflict("another_first")
    return True


def _drop_of_erased(mail_id: int, person_id: int) -> bool:
    erased = sa.select(Person.erased_at).filter_by(id=person_id)
    if db.session.scalar(erased) is None:
        return False
    db.session.execute(sa.delete(Mail).filter_by(id=mail_id, state=MailState.QUEUED))
    return True


def begin(
    mail_id: int, *, calendar: str | None, sessions: Iterable[tuple[str, str, int]] = ()
) -> None:
    """Mark a queued mail as being handed over; Conflict when it is no longer queued.

    `calendar` is the method of the invitation that goes with it, `sessions` are UID, method and
    SEQUENCE of the entries of single sessions.
    """
    mail = _held(mail_id)
    if mail.state is not MailState.QUEUED:
        raise Conflict("not_queued")
    mail.state = MailState.HANDING_OVER
    mail.facts = {**mail.facts, "calendar": calendar, "sessions": [list(one) for one in sessions]}


def sent(mail_id: int, *, now: datetime) -> None:
    """The mail server has taken the mail."""
    mail = _held(mail_id)
    mail.state, mail.error, mail.sent_at = MailState.SENT, "", now


def put_off(mail_id: int, error: str) -> None:
    """The mail certainly didn't leave and is to be tried again."""
    _settle(mail_id, MailState.QUEUED, error)


def failed(mail_id: int, error: str) -> None:
    """The mail was refused for good."""
    _settle(mail_id, MailState.FAILED, error)


def unconfirmed(mail_id: int) -> None:
    """The mail was handed over and no answer came."""
    _settle(mail_id, MailState.UNCONFIRMED, "")


def give_up(mail_id: int, *, error: str = "") -> None:
    """No further try will be made.

    A mail that still waits has failed, with this error or its last; one whose hand-over was cut
    off is unconfirmed.
    """
    mail = db.session.get(Mail, mail_id, populate_existing=True)
    if mail is None:
        return
    if mail.state is MailState.QUEUED:
        mail.state, mail.error = MailState.FAILED, error or mail.error
    elif mail.state is MailState.HANDING_OVER:
        mail.state = MailState.UNCONFIRMED


def _settle(mail_id: int, state: MailState, error: str) -> None:
    mail = _held(mail_id)
    # What a server says of an address goes where the address went.
    mail.state, mail.error = state, error[:LONGEST_ERROR] if mail.recipient else ""


def _held(mail_id: int) -> Mail:
    """The mail, locked and read anew; NotFound when its event was deleted meanwhile."""
    lock(Mail, mail_id)
    found = db.session.scalar(
        sa.select(Mail).filter_by(id=mail_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
