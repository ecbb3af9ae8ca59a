"""Two people who look like one, of whom somebody said that they are two: nobody asks again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forumapp.db import db, insert_once
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.models import DifferentPeople, Person
from forumapp.services import audit
from forumapp.services.access import require


def tell_apart(actor: Actor, event_id: int, first: int, second: int, *, now: datetime) -> None:
    """Write down that these are two people; NotFound unless both are the event's, and two."""
    pair = _pair(actor, event_id, first, second)
    values = {"first_id": pair[0], "second_id": pair[1], "said_by": actor.name, "said_at": now}
    if insert_once(DifferentPeople, **values):
        _note(actor, event_id, "told_apart", pair)


def ask_again(actor: Actor, event_id: int, first: int, second: int) -> None:
    """Take that back."""
    pair = _pair(actor, event_id, first, second)
    if forget(*pair):
        _note(actor, event_id, "asked_again", pair)


def apart(event_id: int) -> frozenset[tuple[int, int]]:
    """The pairs that are told apart, the lower number first, in one query."""
    found = db.session.execute(
        sa.select(DifferentPeople.first_id, DifferentPeople.second_id)
        .join(Person, Person.id == DifferentPeople.first_id)
        .where(Person.event_id == event_id)
    )
    return frozenset((min(pair), max(pair)) for pair in found)


def names_apart(actor: Actor, event_id: int) -> tuple[tuple[int, str, int, str], ...]:
    """The same with the names that they have, by the first one's name, in one query."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    one, other = aliased(Person), aliased(Person)
    found = db.session.execute(
        sa.select(one.id, one.printed_name, other.id, other.printed_name)
        .join(DifferentPeople, DifferentPeople.first_id == one.id)
        .join(other, other.id == DifferentPeople.second_id)
        .where(one.event_id == event_id)
        .order_by(one.printed_name, one.id, other.id)
    )
    return tuple((a, first, b, second) for a, first, b, second in found)


def forget(first: int, second: int) -> bool:
    """Whether it was written down that these are two; it is no longer."""
    both = (first, second)
    gone = sa.delete(DifferentPeople).where(
        DifferentPeople.first_id.in_(both), DifferentPeople.second_id.in_(both)
    )
    return db.session.execute(gone.returning(DifferentPeople.id)).first() is not None


def _pair(actor: Actor, event_id: int, first: int, second: int) -> tuple[int, int]:
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    wanted = sa.select(sa.func.count(Person.id)).where(
        Person.event_id == event_id, Person.id.in_((first, second)), Person.erased_at.is_(None)
    )
    if first == second or db.session.scalar(wanted) != 2:
        raise NotFound
    return min(first, second), max(first, second)


def _note(actor: Actor, event_id: int, action: str, pair: tuple[int, int]) -> None:
    after = {"other": pair[1]}
    audit.note(actor, event_id, action=action, noun="people", object_id=pair[0], after=after)
