"""Who stands where in an event, and what each was last told: in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.invitations import Pair, Standing, Told
from forumapp.domain.people import PersonFacts
from forumapp.domain.telling import Circle, Shown
from forumapp.models import Invitation, Invitee, LostStar, Person, Registration, Session, Star
from forumapp.services import mail
from forumapp.services.rows import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(PersonFacts):
    """Somebody whom a mail may go to; `zone` is empty for that of their capital.

    `email` is where it goes: to the focal point, for a nominee without an address.
    """

    email: str = field(repr=False)
    locale: str
    zone: str


def readers(event_id: int, people: Iterable[int]) -> dict[int, Reader]:
    """These people of an event, by number."""
    rows = db.session.execute(
        sa.select(Person, mail.ADDRESS).where(
            Person.event_id == event_id, Person.id.in_(tuple(people))
        )
    )
    return {person.id: read(Reader, person, email=address) for person, address in rows}


def circle(event_id: int, *, shown: Shown) -> Circle:
    """Who is invited to which session, who starred it, whose registration stands.

    Who starred or registered, or was told of a session, since readers see what is `shown` knows it.
    """
    columns = (Registration.person_id, Registration.status, Registration.created_at)
    found: Iterable[Any] = db.session.execute(
        sa.select(*columns).filter_by(event_id=event_id)
    ).all()
    return Circle(
        invited=_by_key(_invited(event_id)),
        starred=_by_key((*_starred(event_id, shown), *_lost(event_id))),
        registered=frozenset(
            row.person_id
            for row in found
            if row.status.active and not _since(shown.event, row.created_at)
        ),
        gone=frozenset(row.person_id for row in found if not row.status.active),
        informed=_informed(event_id, shown) if shown.sessions else frozenset(),
    )


def _since(start: datetime | None, moment: datetime) -> bool:
    return start is not None and moment > start


def standings(event_id: int, *where: sa.ColumnElement[bool]) -> dict[Pair, Standing]:
    """What everyone was last told of the sessions that they are or were asked to."""
    rows = db.session.scalars(
        sa.select(Invitation)
        .where(Invitation.event_id == event_id, *where)
        .execution_options(populate_existing=True)
    )
    return {(row.person_id, row.session_key): standing(row) for row in rows}


def standing(row: Invitation) -> Standing:
    return Standing(
        uid=row.uid,
        sequence=row.sequence,
        method=row.method,
        told=Told.of(row.told),
        answer=row.answer,
    )


def _invited(event_id: int) -> Iterable[Any]:
    return db.session.execute(
        sa.select(Session.key, Invitee.person_id)
        .join(Session, Session.id == Invitee.session_id)
        .where(Session.event_id == event_id)
    )


def _starred(event_id: int, shown: Shown) -> Iterable[tuple[str, int]]:
    rows = db.session.execute(
        sa.select(Session.key, Star.person_id, Star.created_at)
        .join(Session, Session.id == Star.session_id)
        .where(Session.event_id == event_id)
    )
    for key, person_id, created_at in rows:
        if not _since(shown.sessions.get(key), created_at):
            yield key, person_id


def _informed(event_id: int, shown: Shown) -> frozenset[Pair]:
    rows = db.session.execute(
        sa.select(Invitation.person_id, Invitation.session_key, Invitation.told_at).filter_by(
            event_id=event_id
        )
    )
    return frozenset(
        (person_id, key)
        for person_id, key, told_at in rows
        if _since(shown.sessions.get(key), told_at)
    )


def _lost(event_id: int) -> Iterable[Any]:
    statement = sa.select(LostStar.session_key, LostStar.person_id)
    return db.session.execute(statement.where(LostStar.event_id == event_id))


def _by_key(pairs: Iterable[Any]) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for key, person_id in pairs:
        found.setdefault(key, set()).add(person_id)
    return {key: frozenset(people) for key, people in found.items()}
