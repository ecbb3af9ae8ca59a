"""Answers and reports of delivery that come by mail, read from the mailbox folder."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from forumapp.db import db, unit_of_work
from forumapp.domain.invitations import Received, Reply
from forumapp.domain.returns import Report
from forumapp.gateways import incoming, replies
from forumapp.gateways.maildir import Maildir
from forumapp.services import invitations, mail

log = logging.getLogger(__name__)


def read_folder(folder: Path) -> int:
    """Take every message that waits in a mailbox folder, each once, and say how many there were.

    A message is put away after what it says is safe: whoever is killed in between takes it again,
    which changes nothing. What can't be used is put aside, and the log says why.
    """
    box = Maildir(folder)
    waiting = list(box.waiting())
    for message in waiting:
        data = box.read(message, most=replies.LARGEST)
        if data is None:
            continue
        refused = take(data)
        if refused:
            log.warning("mail %s was put aside: %s", message.name, refused)
            box.failed(message)
        else:
            box.done(message)
    return len(waiting)


def take(data: bytes) -> str:
    """Take what a message says; returns why it can't be used, or nothing."""
    try:
        return incoming.take(data, record=_record, returned=_returned)
    finally:
        db.session.remove()


def _record(reply: Reply) -> Received:
    with unit_of_work():
        return invitations.take(reply, now=datetime.now(UTC))


def _returned(report: Report) -> bool:
    with unit_of_work():
        return mail.returns.take(report)
