"""Personal links: what a participant has in place of an account."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.models import Person
from forumapp.services import tokens
from forumapp.services.tokens import Purpose

_PERSON = sa.select(Person).where(Person.id == sa.bindparam("person_id"))
_ACTING = "forumapp_participant"  # held by the session, so that a request reads them once


def open_link(token: str) -> tuple[int, int]:
    """The person and link version of a personal link; NotFound when it isn't good (any more)."""
    person, _ = tokens.read(token, Purpose.PARTICIPATION)
    return person.id, person.link_version


def link_is_current(person_id: int, version: int) -> bool:
    """Whether a browser that opened a link of this version may still act for the person."""
    person = db.session.scalar(_PERSON, {"person_id": person_id})
    db.session.info[_ACTING] = person
    return person is not None and person.link_version == version
