"""forumapp mail-in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from sqlalchemy.exc import OperationalError

from forumapp.db import unit_of_work
from forumapp.domain.invitations import Received, Reply
from forumapp.domain.returns import Report
from forumapp.gateways import incoming, replies
from forumapp.services import invitations, mail

# What a mail server that pipes a message in understands (sysexits.h).
DATA_ERROR, TRY_AGAIN = 65, 75


@click.command("mail-in")
def mail_in() -> None:
    """Take the answer to an invitation, or a report of delivery, from a mail on standard input.

    Exits 65 when the mail is about none of ours, 75 when it should be tried again.
    """
    data = sys.stdin.buffer.read(replies.LARGEST + 1)
    try:
        refused = incoming.take(data, record=_record, returned=_returned)
    except OperationalError as error:
        click.echo(f"The database can't be reached: {error.orig}.", err=True)
        sys.exit(TRY_AGAIN)
    if refused:
        click.echo(f"Not taken: {refused.replace('_', ' ')}.", err=True)
        sys.exit(DATA_ERROR)
    click.echo("Taken.")


def _record(reply: Reply) -> Received:
    with unit_of_work():
        return invitations.take(reply, now=datetime.now(UTC))


def _returned(report: Report) -> bool:
    with unit_of_work():
        return mail.returns.take(report)
