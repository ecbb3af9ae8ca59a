"""Personal links: what a participant has in place of an account."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.models import Event, Person
from forumapp.services import tokens
from forumapp.services.tokens import Purpose

_PERSON = (
    sa.select(Person, Event)
    .join(Event, Event.id == Person.event_id)
    .where(Person.id == sa.bindparam("person_id"))
)
_ACTING = "forumapp_participant"  # held by the session, so that a request reads them once


def open_link(token: str) -> tuple[int, int]:
    """The person and link version of a personal link; NotFound when it isn't good (any more)."""
    person, _ = tokens.read(token, Purpose.PARTICIPATION)
    return person.id, person.link_version


def link_is_current(person_id: int, version: int) -> bool:
    """Whether a browser that opened a link of this version may still act for the person."""
    acting = db.session.execute(_PERSON, {"person_id": person_id}).first()
    db.session.info[_ACTING] = acting
    return acting is not None and acting.Person.link_version == version
