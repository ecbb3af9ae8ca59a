"""Sending personal links again to the address that they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.errors import TooMany
from forumapp.domain.events import EventState
from forumapp.domain.mail import MailKind
from forumapp.domain.text import one_line
from forumapp.models import Event, Person, Registration
from forumapp.services import limits, mail
from forumapp.services.limits import Limited
from forumapp.services.registration.notices import tell_link_again
from forumapp.services.registration.rows import is_superseded

MOST = 20


def count_try(email: str, *, address: str, now: datetime) -> bool:
    """Count somebody's asking, and say whether anything may be sent for this e-mail address.

    Commit it before `send_links`. Raises TooMany for an internet address that asks too often; that
    an e-mail address was asked for too often is told to nobody.
    """
    limits.spend(Limited.LINK_FROM_ADDRESS, address, now=now)
    try:
        limits.spend(Limited.LINK_OF_PERSON, _canonical(email), now=now)
    except TooMany:
        return False
    return True


def send_links(email: str, *, now: datetime) -> None:
    """Mail everyone of this address the link to their participation; the caller never learns.

    A person is sent one at most once an hour, and none to whom it has just gone with another mail.
    """
    rows: Any = db.session.execute(
        sa.select(Person, Registration)
        .join(Event, Event.id == Person.event_id)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(
            sa.func.lower(Person.email) == _canonical(email),
            Person.email != "",
            Event.state != EventState.DRAFT,
        )
        .order_by(Event.starts_on.desc(), Person.id.desc())
        .limit(MOST)
    ).all()
    for person, registration in rows:
        if registration is None:
            _to_speaker(person, now=now)
        elif not is_superseded(registration):
            tell_link_again(registration, person, now=now)


def _to_speaker(person: Person, *, now: datetime) -> None:
    if mail.has_just_gone_to(person, now=now):
        return
    mail.write(
        MailKind.LINK_AGAIN,
        key=f"{MailKind.LINK_AGAIN}:person {person.id}:{now:%Y%m%d%H}",
        person_id=person.id,
        event_id=person.event_id,
        locale=person.locale,
        facts={},
        now=now,
    )


def _canonical(email: str) -> str:
    return one_line(email).lower()[:254]
