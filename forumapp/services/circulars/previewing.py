"""A circular as one of its readers would get it, before it leaves."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.access import Action, Actor
from forumapp.domain.letters import Letter
from forumapp.domain.mail import MailKind
from forumapp.models import Circular, Mail, Person
from forumapp.services import letters, mail
from forumapp.services.access import require
from forumapp.services.rows import one


def preview(
    actor: Actor, event_id: int, circular_id: int, person_id: int, *, now: datetime
) -> Letter:
    """The mail to this person, its personal link hidden; NotFound for another event's."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    person = one(Person, person_id, event_id=event_id)
    one(Circular, circular_id, event_id=event_id)
    unwritten = Mail(
        id=letters.NEXT,
        kind=MailKind.CIRCULAR,
        person_id=person.id,
        event_id=event_id,
        locale=person.locale,
        recipient=mail.address_of(person.id, None, None),
        facts={"circular": circular_id},
        written_at=now,
    )
    return letters.hidden(letters.to_participant(unwritten, now=now))
