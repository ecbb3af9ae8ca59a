"""Who is invited to a session beyond those who speak in it; the next release asks them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid, NotFound
from forumapp.domain.invitations import Answer, Method
from forumapp.domain.people import PersonFacts
from forumapp.models import Invitation, Invitee, Person, Session
from forumapp.services.access import require
from forumapp.services.rows import one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who is invited; `answer` is None for whom no release has asked yet."""

    person: PersonFacts
    answer: Answer | None
    answered_at: datetime | None


def guests(actor: Actor, event_id: int, session_id: int) -> tuple[Guest, ...]:
    """Those invited to a session, by family name; in one query."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    rows = db.session.execute(
        sa.select(Person, Invitation)
        .join(Invitee, Invitee.person_id == Person.id)
        .join(Session, Session.id == Invitee.session_id)
        .outerjoin(
            Invitation,
            sa.and_(
                Invitation.person_id == Person.id,
                Invitation.session_key == Session.key,
                Invitation.method == Method.REQUEST,
            ),
        )
        .where(Session.id == session_id, Session.event_id == event_id)
    )
    found = (_guest(person, asked) for person, asked in rows)
    return tuple(sorted(found, key=lambda guest: guest.person.sort_key))


def invite(actor: Actor, event_id: int, session_id: int, person_id: int) -> None:
    """Invite a person of the event to a session; Invalid `invited_already` for who is."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    one(Session, session_id, event_id=event_id)
    one(Person, person_id, event_id=event_id)
    if _invitee(session_id, person_id) is not None:
        raise Invalid({"name": "invited_already"})
    db.session.add(Invitee(session_id=session_id, person_id=person_id))
    db.session.flush()


def uninvite(actor: Actor, event_id: int, session_id: int, person_id: int) -> None:
    """Invite a person no more; the next release cancels their entry. NotFound for who isn't."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    one(Session, session_id, event_id=event_id)
    invitee = _invitee(session_id, person_id)
    if invitee is None:
        raise NotFound
    db.session.delete(invitee)
    db.session.flush()


def _invitee(session_id: int, person_id: int) -> Invitee | None:
    found = sa.select(Invitee).filter_by(session_id=session_id, person_id=person_id)
    return db.session.scalar(found)


def _guest(person: Person, asked: Invitation | None) -> Guest:
    return Guest(
        person=read(PersonFacts, person),
        answer=asked.answer if asked else None,
        answered_at=asked.answered_at if asked else None,
    )
