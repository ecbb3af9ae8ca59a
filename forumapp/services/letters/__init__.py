"""The facts of a mail of the outbox, gathered when it is sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.errors import NotFound
from forumapp.domain.letters import AnyLetter
from forumapp.domain.mail import MailKind
from forumapp.models import Mail
from forumapp.services.letters.codes import to_invitee
from forumapp.services.letters.delegations import to_focal_point
from forumapp.services.letters.participants import to_participant
from forumapp.services.letters.previews import NEXT, hidden, news, preview
from forumapp.services.letters.staff import LinkExpired, to_staff
from forumapp.services.letters.trials import to_tester

__all__ = ["NEXT", "LinkExpired", "hidden", "letter", "news", "preview", "to_participant"]


def letter(mail_id: int, *, now: datetime) -> AnyLetter:
    """What the mail is to say: its own facts, and of the person and the event what holds now.

    Raises NotFound when the mail is gone, LinkExpired when the link it is about is.
    """
    mail = db.session.scalar(
        sa.select(Mail).filter_by(id=mail_id).execution_options(populate_existing=True)
    )
    if mail is None:
        raise NotFound
    if mail.code_id is not None:
        return to_invitee(mail)
    if mail.delegation_id is not None:
        return to_focal_point(mail, now=now)
    if mail.person_id is not None:
        return to_participant(mail, now=now)
    return to_tester(mail, now=now) if mail.kind is MailKind.CIRCULAR else to_staff(mail, now=now)
