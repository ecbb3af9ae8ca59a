"""The facts of a mail that brings a personal code."""

from __future__ import annotations

from forumapp.db import db
from forumapp.domain.errors import NotFound
from forumapp.domain.letters import CodeLetter
from forumapp.models import Event, Mail, PersonalCode
from forumapp.services import events, tokens


def to_invitee(mail: Mail) -> CodeLetter:
    """What the mail says, with the code made now: it lies nowhere.

    Raises NotFound for one to an address to which the code goes no more.
    """
    row = db.session.get_one(PersonalCode, mail.code_id, populate_existing=True)
    if mail.recipient != row.email:
        raise NotFound
    event = db.session.get_one(Event, row.event_id, populate_existing=True)
    return CodeLetter(
        kind=mail.kind,
        locale=mail.locale,
        written_at=mail.written_at,
        recipient=mail.recipient,
        name=row.name,
        event=events.facts(row.event_id),
        path=f"/events/{event.slug}/register/code/{tokens.sign_code(row)}",
        until=event.registration_closes_at,
    )
