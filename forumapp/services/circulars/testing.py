"""Sending a circular to who writes it, before it goes to anybody else."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.access import Action, Actor
from forumapp.domain.mail import MailKind
from forumapp.i18n import catalogue
from forumapp.models import Circular, Person
from forumapp.services import mail
from forumapp.services.access import require
from forumapp.services.rows import one


def send_test(
    actor: Actor, event_id: int, circular_id: int, person_id: int, *, now: datetime
) -> tuple[str, ...]:
    """Send it to the acting member of staff as this person would get it, once in each language that
    it is written in; returns the languages. NotFound for another event's.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    require(actor, Action.OWN_ACCOUNT)
    row, reader = (
        one(Circular, circular_id, event_id=event_id),
        one(Person, person_id, event_id=event_id),
    )
    written = [code for code in catalogue.locales() if row.body.plain().get(code)]
    languages = tuple(written) or (catalogue.SOURCE,)
    for language in languages:
        mail.write(
            MailKind.CIRCULAR,
            key=f"circular-test:{row.id}:{actor.user_id}:{language}:{now.isoformat()}",
            user_id=actor.user_id,
            event_id=event_id,
            locale=language,
            facts={"circular": row.id, "reader": reader.id},
            now=now,
        )
    return languages
