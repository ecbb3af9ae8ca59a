"""Reading the people of an event."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.errors import NotFound
from forumapp.models import Interpreter, Person, Registration, Speaker
from forumapp.services.access import require
from forumapp.services.people.rows import PersonRow, mentions
from forumapp.services.rows import read

FEW = 20


def people_of(actor: Actor, event_id: int) -> tuple[PersonRow, ...]:
    """Everyone of the event by family name, in one query."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    rows = _rows(actor, event_id)
    return tuple(sorted(rows, key=lambda row: (row.sort_key, row.id)))


def person(actor: Actor, event_id: int, person_id: int) -> PersonRow:
    """One person; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = _rows(actor, event_id, Person.id == person_id)
    if not found:
        raise NotFound
    return found[0]


def find(actor: Actor, event_id: int, text: str) -> tuple[PersonRow, ...]:
    """The first few people in whom every word of a text is found, an exact name before others."""
    wanted = text.casefold().strip()
    found = [row for row in people_of(actor, event_id) if wanted and mentions(row, text)]
    found.sort(key=lambda row: wanted not in (row.printed_name.casefold(), row.native_name))
    return tuple(found[:FEW])


def named(actor: Actor, event_id: int, name: str) -> tuple[PersonRow, ...]:
    """Everyone whose name, as printed or in native script, is exactly this."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    if not name:
        return ()
    same = sa.or_(Person.printed_name == name, Person.native_name == name)
    return _rows(actor, event_id, same)


def in_use(actor: Actor, event_id: int, person_id: int) -> bool:
    """Whether the person speaks, interprets or is registered, and so can't be deleted."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return any(
        db.session.scalar(sa.select(model.id).filter_by(person_id=person_id).limit(1)) is not None
        for model in (Speaker, Interpreter, Registration)
    )


def has_photo(actor: Actor, event_id: int, key: str) -> bool:
    """Whether a person of the event has this photo now; for who may see the workspace."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = sa.select(Person.id).filter_by(event_id=event_id, photo=key).limit(1)
    return db.session.scalar(found) is not None


def _rows(actor: Actor, event_id: int, *where: Any) -> tuple[PersonRow, ...]:
    lines = (
        sa.select(sa.func.count(Speaker.id))
        .where(Speaker.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    found = db.session.execute(
        sa.select(Person, lines, Registration.id, Registration.status)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(Person.event_id == event_id, Person.erased_at.is_(None), *where)
        .order_by(Person.id)
    )
    contact = _reads_contact(actor, event_id)
    registered = can(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return tuple(
        read(
            PersonRow,
            person,
            email=person.email if contact else "",
            phone=person.phone if contact else "",
            lines=count,
            registration_id=registration_id if registered else None,
            registration=status if registered else None,
        )
        for person, count, registration_id, status in found
    )


def _reads_contact(actor: Actor, event_id: int) -> bool:
    """Addresses are for who works with people, not for who only looks at the workspace."""
    work = (Action.EDIT_AGENDA, Action.READ_REGISTRATIONS)
    return any(can(actor, action, event_id=event_id) for action in work)
