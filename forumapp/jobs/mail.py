"""Sending the mails of the outbox: each is handed over at most once.

What the mail says is made first; then it is marked as being handed over, and that is committed
before the mail server hears of it. Whatever interrupts the hand-over leaves that mark, and a marked
mail is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.jobs import LOST
from forumapp.domain.letters import AnyLetter, Letter
from forumapp.domain.mail import MailState
from forumapp.gateways.mail import MailRefused, MailUncertain, gateway_from
from forumapp.jobs.messages import message
from forumapp.jobs.progress import GiveUp, Progress
from forumapp.services import letters, mail

TRIES = 5


def send(payload: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Write the message, hand it over once, and keep what became of it.

    Raises GiveUp when no further try may be made, anything else when one may.
    """
    mail_id = int(payload["mail_id"])
    state = _look(mail_id)
    if state is MailState.QUEUED:
        _check_address(mail_id)
        _hand_over(mail_id, _begun(mail_id))
    elif state is not MailState.SENT:
        raise GiveUp(state)
    return {"state": MailState.SENT}


def given_up(payload: Mapping[str, Any], error: str) -> None:
    """The engine makes no further try."""
    mail.give_up(int(payload["mail_id"]), error=LOST if error == LOST else "")


def _look(mail_id: int) -> MailState:
    """The mail's state; a hand-over that was cut off is found here."""
    try:
        with unit_of_work():
            return mail.look(mail_id)
    except NotFound:
        raise GiveUp("the mail is gone") from None


def _check_address(mail_id: int) -> None:
    """Nothing goes to an address from which mails come back for good."""
    if mail.returns.leads_to_nobody(mail_id):
        _fail(mail_id, "came back before")
        raise GiveUp("came back before")
    db.session.rollback()


def _begun(mail_id: int) -> EmailMessage:
    """The message, made from facts that still hold at the moment in which it is marked."""
    for _ in range(TRIES):
        letter = _letter(mail_id)
        made = _message(mail_id, letter)
        with unit_of_work():
            stays = mail.await_turn(mail_id)
            if stays and letters.letter(mail_id, now=_now()) == letter:
                _begin(mail_id, letter)
                return made
        if not stays:
            raise GiveUp("the mail is gone")
    raise RuntimeError("what the mail is about keeps changing")


def _begin(mail_id: int, letter: AnyLetter) -> None:
    """Mark the mail, with the calendar entries that go with it."""
    if not isinstance(letter, Letter):
        mail.begin(mail_id, calendar=None)
        return
    sessions = [
        (entry.uid, entry.method.lower(), entry.sequence) for entry in letter.session_entries
    ]
    mail.begin(mail_id, calendar=letter.entry.method if letter.entry else None, sessions=sessions)


def _letter(mail_id: int) -> AnyLetter:
    try:
        return letters.letter(mail_id, now=_now())
    except NotFound:
        raise GiveUp("the mail is gone") from None
    except letters.LinkExpired:
        _fail(mail_id, "link expired")
        raise GiveUp("link expired") from None
    finally:
        db.session.rollback()


def _message(mail_id: int, letter: AnyLetter) -> EmailMessage:
    """The message; one that can't be made for a fault of ours waits until it is mended."""
    try:
        return message(letter, message_id=mail.message_id(mail_id))
    except Invalid as error:
        _fail(mail_id, "address")
        raise GiveUp("address") from error
    except Exception as error:
        with unit_of_work():
            mail.put_off(mail_id, f"cannot be written: {type(error).__name__}")
        raise


def _hand_over(mail_id: int, made: EmailMessage) -> None:
    """Reports of delivery go to where mails are read, else to the sender."""
    sender, recipient = (parseaddr(str(made[header]))[1] for header in ("From", "To"))
    sender = settings().mail_in_address or sender
    try:
        gateway_from(settings().mail_url).deliver(made, sender=sender, recipient=recipient)
    except MailUncertain:
        with unit_of_work():
            mail.unconfirmed(mail_id)
        raise GiveUp(MailState.UNCONFIRMED) from None
    except MailRefused as refusal:
        _refused(mail_id, refusal)
    with unit_of_work():
        mail.sent(mail_id, now=_now())


def _refused(mail_id: int, refusal: MailRefused) -> None:
    error = f"{refusal.code or ''} {refusal.text}".strip()
    if refusal.permanent:
        _fail(mail_id, error)
        raise GiveUp(str(refusal)) from None
    with unit_of_work():
        mail.put_off(mail_id, error)
    raise refusal


def _fail(mail_id: int, error: str) -> None:
    db.session.rollback()
    with unit_of_work():
        mail.failed(mail_id, error)
        mail.returns.refused(mail_id, error)


def _now() -> datetime:
    return datetime.now(UTC)
