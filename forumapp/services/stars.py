"""The stars that participants give to sessions: their own schedule."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.models import Event, Person, Session, Star
from forumapp.services.access import require
from forumapp.services.people.participation import readable


def keys(actor: Actor, slug: str) -> tuple[str, ...]:
    """The keys of the sessions that the acting participant has starred.

    Raises NotFound when the event of this slug isn't theirs.
    """
    require(actor, Action.OWN_PARTICIPATION)
    _check_event(actor, slug)
    return tuple(
        db.session.scalars(
            sa.select(Session.key)
            .join(Star, Star.session_id == Session.id)
            .where(Star.person_id == actor.person_id)
            .order_by(Star.id)
        )
    )


def star(actor: Actor, slug: str, key: str, *, starred: bool, now: datetime) -> None:
    """Give the session of this key a star, or take it back; done twice it is done once.

    Raises NotFound for a session that the participant may not read, or of another event.
    """
    person, event, shown = readable(actor)
    session = next((s for s in shown.programme.sessions if s.key == key), None)
    if event.slug != slug or session is None:
        raise NotFound
    _set(person.id, session.id, starred=starred, now=now)


def toggle(actor: Actor, session_id: int, *, now: datetime) -> bool:
    """Give a session a star, or take it back, and say whether it has one now; NotFound as above."""
    person, _event, shown = readable(actor)
    if session_id not in shown.by_number:
        raise NotFound
    starred = _find(person.id, session_id) is None
    _set(person.id, session_id, starred=starred, now=now)
    return starred


def _check_event(actor: Actor, slug: str) -> None:
    theirs = db.session.scalar(
        sa.select(Event.slug)
        .join(Person, Person.event_id == Event.id)
        .where(Person.id == actor.person_id)
    )
    if theirs != slug:
        raise NotFound


def _find(person_id: int, session_id: int) -> Star | None:
    return db.session.scalar(sa.select(Star).filter_by(person_id=person_id, session_id=session_id))


def _set(person_id: int, session_id: int, *, starred: bool, now: datetime) -> None:
    found = _find(person_id, session_id)
    if found is not None and not starred:
        db.session.delete(found)
        db.session.flush()
    if found is None and starred:
        try:
            with db.session.begin_nested():
                db.session.add(Star(person_id=person_id, session_id=session_id, created_at=now))
        except IntegrityError:
            return  # the same press came twice, or the session is gone
