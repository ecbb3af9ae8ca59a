"""What the tests of mails share: a mail server to send to, and mails read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import sqlalchemy as sa
import time_machine
from icalendar import Calendar

from forumapp import config
from forumapp.db import db
from forumapp.domain.mail import MailState
from forumapp.jobs import engine
from forumapp.models import Job, Mail
from tests import factories as make
from tests.gateways.mailserver import MailServer, running_mailserver


@contextmanager
def a_server() -> Iterator[MailServer]:
    """A mail server, and the application set to send to it."""
    with running_mailserver() as server:
        send_to(server.port)
        yield server


def send_to(port: int) -> None:
    config.use(replace(config.settings(), mail_url=f"smtp://127.0.0.1:{port}"))


def run_after(**later: float) -> int:
    """Run what is due so long after the tests began."""
    with time_machine.travel(make.NOW + timedelta(**later), tick=True):
        return engine.run_due()


def arrived(server: MailServer) -> list[EmailMessage]:
    """The mails that the server took, parsed."""
    return [message_from_bytes(data, policy=policy.default) for _, _, data in server.taken]


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """The mail's plain text, or its HTML, decoded."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def calendar_of(message: EmailMessage) -> tuple[str, Calendar] | None:
    """The method that the content type names and the calendar, if the mail has one."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            return str(part.get_param("method")), Calendar.from_ical(data)
    return None


def states() -> list[MailState]:
    """The state of every mail, in the order in which they were written."""
    make.afresh()
    return list(db.session.scalars(sa.select(Mail.state).order_by(Mail.id)))


def the_mail() -> Mail:
    """The only mail, as it is now."""
    make.afresh()
    return db.session.scalars(sa.select(Mail).execution_options(populate_existing=True)).one()


def the_job() -> Job:
    """The only job, as it is now."""
    make.afresh()
    return db.session.scalars(sa.select(Job).execution_options(populate_existing=True)).one()
