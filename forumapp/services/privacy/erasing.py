"""Erasing a person, as they or the secretariat ask: at once, with all that hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.privacy import Obstacle, obstacle
from forumapp.domain.text import one_line
from forumapp.models import Event, Interpreter, Letter, Person, Registration, Release, Speaker
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.privacy.forgetting import forget_person
from forumapp.services.privacy.replaying import remember

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether somebody can be erased now, and what would end with it."""

    event_id: int
    obstacle: Obstacle | None
    letters: int


def own_standing(actor: Actor, *, now: datetime) -> Standing:
    """That of the acting participant."""
    require(actor, Action.OWN_PARTICIPATION)
    return _standing(db.session.get_one(Person, actor.person_id), now=now)


def standing(actor: Actor, event_id: int, person_id: int, *, now: datetime) -> Standing:
    """That of a person of the event; NotFound for any other, and for one who was erased."""
    require(actor, Action.GOVERN_DATA, event_id=event_id)
    return _standing(_person(event_id, person_id), now=now)


def erase_own(actor: Actor, *, now: datetime) -> None:
    """Erase the acting participant; Conflict with the obstacle where there is one."""
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    _erase(Actor(name="participant"), person, reason="", now=now)


def erase(actor: Actor, event_id: int, person_id: int, *, reason: str, now: datetime) -> None:
    """Erase a person of the event, for a reason that the log keeps.

    Raises NotFound, Conflict with the obstacle, and Invalid `required` or `too_many_characters`
    (reason).
    """
    require(actor, Action.GOVERN_DATA, event_id=event_id)
    why = one_line(reason)
    if not why or len(why) > LONGEST_REASON:
        raise Invalid({"reason": "too_many_characters" if why else "required"})
    _erase(actor, _person(event_id, person_id), reason=why, now=now)


def _erase(actor: Actor, person: Person, *, reason: str, now: datetime) -> None:
    held = db.session.scalars(sa.select(Registration.id).filter_by(person_id=person.id)).all()
    lock(Registration, *held)
    # Whoever writes about the person has done so, or waits until all is gone.
    db.session.expire_all()
    db.session.get_one(Person, person.id, with_for_update=True, populate_existing=True)
    if (found := _standing(person, now=now).obstacle) is not None:
        raise Conflict(found)
    remember(person, now=now)
    forget_person(person.id, now=now)
    audit.note(
        actor,
        person.event_id,
        action="erase",
        noun="people",
        object_id=person.id,
        after={"reason": reason} if reason else {},
    )
    db.session.flush()


def _person(event_id: int, person_id: int) -> Person:
    found = db.session.scalar(
        sa.select(Person).filter_by(id=person_id, event_id=event_id, erased_at=None)
    )
    if found is None:
        raise NotFound
    return found


def _standing(person: Person, *, now: datetime) -> Standing:
    event = db.session.get_one(Event, person.event_id)
    registration = db.session.scalar(sa.select(Registration).filter_by(person_id=person.id))
    letters = sa.select(sa.func.count(Letter.id)).filter_by(person_id=person.id, revoked_at=None)
    return Standing(
        event_id=event.id,
        obstacle=obstacle(
            speaks=_speaks(person.id),
            published=_is_published(person),
            active=registration is not None and registration.status.active,
            ends_on=event.ends_on,
            today=clock.wall(now, event.zone).date(),
        ),
        letters=db.session.scalar(letters) or 0,
    )


def _speaks(person_id: int) -> bool:
    return any(
        db.session.scalar(sa.select(model.id).filter_by(person_id=person_id).limit(1)) is not None
        for model in (Speaker, Interpreter)
    )


def _is_published(person: Person) -> bool:
    """Whether the release in force has the person."""
    people = db.session.scalar(
        sa.select(Release.snapshot["people"])
        .filter_by(event_id=person.event_id)
        .order_by(Release.number.desc())
        .limit(1)
    )
    return any(one["id"] == person.id for one in people or ())
