"""The programme as the tables have it now: the draft of the next release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import (
    EventFacts,
    OrganisationFacts,
    PartFacts,
    Programme,
    ReleaseFacts,
    ReleaseStatus,
    RoomFacts,
    SessionFacts,
    TrackFacts,
)
from forumapp.domain.speakers import SpeakerFacts
from forumapp.domain.text import Translated
from forumapp.models import (
    Event,
    Organisation,
    Part,
    Person,
    Room,
    Series,
    Session,
    Speaker,
    Track,
    VideoRoomSession,
)
from forumapp.services.rows import read

Row = TypeVar("Row", Part, Room, Track, Organisation)


def draft(event_id: int, *, now: datetime) -> Programme:
    """What publishing now would freeze, numbered 0. A constant number of queries."""
    event = db.session.get_one(Event, event_id)
    return Programme(
        event=event_facts(event),
        release=ReleaseFacts(id=0, number=0, status=ReleaseStatus.PROVISIONAL, issued_at=now),
        parts=tuple(read(PartFacts, row) for row in _ordered(Part, event_id)),
        rooms=tuple(read(RoomFacts, row) for row in _ordered(Room, event_id)),
        tracks=tuple(read(TrackFacts, row) for row in _ordered(Track, event_id)),
        sessions=sessions(event_id, parked=False),
        people=tuple(person_facts(person) for person in _people(event_id)),
    )


def sessions(event_id: int, *, parked: bool) -> tuple[SessionFacts, ...]:
    """The sessions that have a time, or those that are parked, with their speaker lists."""
    speakers = _speakers(event_id)
    online = set(
        db.session.scalars(
            sa.select(VideoRoomSession.session_id)
            .join(Session, Session.id == VideoRoomSession.session_id)
            .where(Session.event_id == event_id)
        )
    )
    return tuple(
        read(
            SessionFacts,
            row,
            online=row.id in online,
            speakers=speakers.get(row.id, ()),
            sequence=0,
        )
        for row in _sessions(event_id, parked=parked)
    )


def event_facts(event: Event) -> EventFacts:
    """An event with its series and organisations, as facts."""
    series = db.session.get(Series, event.series_id) if event.series_id else None
    organisations = tuple(read(OrganisationFacts, row) for row in _ordered(Organisation, event.id))
    return read(
        EventFacts,
        event,
        series=series.name if series else Translated(),
        organisations=organisations,
    )


def person_facts(person: Person) -> PersonFacts:
    return read(PersonFacts, person)


def _ordered(model: type[Row], event_id: int) -> Iterable[Row]:
    return db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).order_by(model.position, model.id)
    )


def _sessions(event_id: int, *, parked: bool) -> Iterable[Session]:
    room_order = sa.func.coalesce(Room.position, -1)
    return db.session.scalars(
        sa.select(Session)
        .outerjoin(Room, Room.id == Session.room_id)
        .where(Session.event_id == event_id, Session.parked.is_(parked))
        .order_by(Session.starts, room_order, Session.code)
    )


def _speakers(event_id: int) -> dict[int, tuple[SpeakerFacts, ...]]:
    rows = db.session.scalars(
        sa.select(Speaker)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == event_id)
        .order_by(Speaker.session_id, Speaker.position, Speaker.id)
    )
    lists: dict[int, list[SpeakerFacts]] = {}
    for row in rows:
        lists.setdefault(row.session_id, []).append(read(SpeakerFacts, row))
    return {session_id: tuple(speakers) for session_id, speakers in lists.items()}


def _people(event_id: int) -> Iterable[Person]:
    speaking = sa.select(Speaker.person_id).join(Session, Session.id == Speaker.session_id)
    return db.session.scalars(
        sa.select(Person)
        .where(Person.event_id == event_id, Person.id.in_(speaking))
        .order_by(Person.id)
    )
