"""What people answer: by the link in their mail, on their own page, or from a calendar program."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.invitations import (
    ANSWERS,
    Answer,
    Received,
    Reply,
    Told,
    answers,
)
from forumapp.domain.speakers import SpeakerStatus
from forumapp.models import Invitation, Mail, Person, Session, Speaker
from forumapp.services.access import act_as, require
from forumapp.services.invitations.asks import of_token
from forumapp.services.invitations.circle import standing

_MAY_BECOME = {
    Answer.ACCEPTED: (SpeakerStatus.CONFIRMED, (SpeakerStatus.INVITED, SpeakerStatus.DECLINED)),
    Answer.TENTATIVE: (SpeakerStatus.INVITED, (SpeakerStatus.CONFIRMED, SpeakerStatus.DECLINED)),
    Answer.DECLINED: (SpeakerStatus.DECLINED, (SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED)),
}


def answer_link(token: str, answer: Answer, *, now: datetime) -> None:
    """Record what somebody answers by their link.

    Raises NotFound, Revoked, Invalid `not_a_choice`, or Conflict `over` when nobody asks any more.
    """
    person, row = of_token(token)
    _answer(person, row.id, answer, now=now)


def answer_own(actor: Actor, session_key: str, answer: Answer, *, now: datetime) -> None:
    """Record what the acting participant answers about a session; NotFound when nobody asked."""
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    row_id = db.session.scalar(
        sa.select(Invitation.id).filter_by(person_id=person.id, session_key=session_key)
    )
    if row_id is None:
        raise NotFound
    _answer(person, row_id, answer, now=now)


def take(reply: Reply, *, now: datetime) -> Received:
    """Record an answer that came by mail, unless it is about something else than was asked last.

    A mail's sender can be anyone; what counts is the UID, which only the person was told.
    """
    row_id = db.session.scalar(sa.select(Invitation.id).filter_by(uid=reply.uid))
    if row_id is None:
        of_event = db.session.scalar(sa.select(Person.id).filter_by(key=reply.uid))
        return Received.OF_EVENT if of_event else Received.UNKNOWN
    row = _held(row_id)
    person = db.session.get_one(Person, row.person_id)
    if not _is_theirs(reply.attendee, person):
        return Received.SOMEBODY_ELSE
    if not answers(reply, standing(row), answered_at=row.answered_at):
        return Received.OUTDATED
    _record(person, row, reply.answer, at=min(reply.at, now))
    return Received.RECORDED


def _answer(person: Person, row_id: int, answer: Answer, *, now: datetime) -> None:
    if answer not in ANSWERS:
        raise Invalid({"answer": "not_a_choice"})
    row = _held(row_id)
    if not standing(row).live or Told.of(row.told).ends_at <= now:
        raise Conflict("over")
    _record(person, row, answer, at=now)


def _record(person: Person, row: Invitation, answer: Answer, *, at: datetime) -> None:
    """Keep the answer, and have the person's lines in the session follow it."""
    act_as(Actor(person_id=person.id, name=person.printed_name), event_id=row.event_id)
    row.answer, row.answered_at = answer, at
    becomes, lines = _MAY_BECOME[answer]
    for line in _lines(person.id, row.session_key):
        if line.status in lines:
            line.status = becomes
    db.session.flush()


def _lines(person_id: int, session_key: str) -> list[Speaker]:
    """The person's lines in a session, held until the transaction ends."""
    of_them = (
        sa.select(Speaker.id)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.key == session_key, Speaker.person_id == person_id)
    )
    ids = list(db.session.scalars(of_them))
    lock(Speaker, *ids)
    return list(
        db.session.scalars(
            sa.select(Speaker).where(Speaker.id.in_(ids)).execution_options(populate_existing=True)
        )
    )


def _held(row_id: int) -> Invitation:
    lock(Invitation, row_id)
    return db.session.get_one(Invitation, row_id, populate_existing=True)


def _is_theirs(address: str, person: Person) -> bool:
    """Whether a mail to this person went to this address, whatever the case."""
    wanted = address.casefold()
    if wanted == person.email.casefold():
        return True
    used = sa.select(Mail.recipient).where(Mail.person_id == person.id).distinct()
    return any(wanted == recipient.casefold() for recipient in db.session.scalars(used))
