"""Reading speaker lists as they are now."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.invitations import Method
from forumapp.domain.people import PersonFacts
from forumapp.domain.speakers import SpeakerFacts, running_order
from forumapp.models import Invitation, Person, Session, Speaker
from forumapp.services.access import require
from forumapp.services.rows import read
from forumapp.services.speakers.rows import LineRow


def speaker_list(actor: Actor, event_id: int, session_id: int) -> tuple[LineRow, ...]:
    """The lines of a session in order, each with the time of its turn; in one query."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _lines(event_id, session_id)


def line(actor: Actor, event_id: int, speaker_id: int) -> LineRow:
    """One line; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    session_id = db.session.scalar(sa.select(Speaker.session_id).filter_by(id=speaker_id))
    for found in _lines(event_id, session_id or 0):
        if found.id == speaker_id:
            return found
    raise NotFound


def lines_of(actor: Actor, event_id: int, person_id: int) -> tuple[LineRow, ...]:
    """Every line of a person, in the order of the sessions; without the times of the turns."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = db.session.execute(
        _statement(event_id)
        .where(Speaker.person_id == person_id)
        .order_by(Session.starts, Speaker.id)
    )
    return tuple(_line(*row, turn=None) for row in found)


def _lines(event_id: int, session_id: int) -> tuple[LineRow, ...]:
    found = db.session.execute(
        _statement(event_id)
        .where(Speaker.session_id == session_id)
        .order_by(Speaker.position, Speaker.id)
    ).all()
    if not found:
        return ()
    order = running_order(found[0][2], (read(SpeakerFacts, row[0]) for row in found))
    turns = {speaker.id: starts for speaker, starts in order}
    return tuple(_line(*row, turn=turns.get(row[0].id)) for row in found)


def _line(
    speaker: Speaker,
    person: Person,
    _starts: datetime,
    asked: Invitation | None,
    *,
    turn: datetime | None,
) -> LineRow:
    """A line; whoever is asked no more and never answered has no answer to show."""
    known = asked is not None and (asked.answered_at or asked.method is Method.REQUEST)
    return read(
        LineRow,
        speaker,
        person=read(PersonFacts, person),
        starts=turn,
        answer=asked.answer if asked and known else None,
        answered_at=asked.answered_at if asked else None,
    )


def _statement(event_id: int) -> sa.Select[Speaker, Person, datetime, Invitation]:
    return (
        sa.select(Speaker, Person, Session.starts, Invitation)
        .join(Session, Session.id == Speaker.session_id)
        .join(Person, Person.id == Speaker.person_id)
        .outerjoin(
            Invitation,
            sa.and_(
                Invitation.person_id == Speaker.person_id, Invitation.session_key == Session.key
            ),
        )
        .where(Session.event_id == event_id)
    )
