"""An event as a file is compared with it. A constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.schedules import (
    KnownEvent,
    KnownLine,
    KnownPerson,
    KnownSession,
    Named,
    ReadSchedule,
)
from forumapp.domain.schedules.matching import own_key
from forumapp.domain.text import Translated
from forumapp.models import (
    Event,
    Part,
    Person,
    Room,
    Session,
    Speaker,
    Track,
    VideoRoom,
    VideoRoomSession,
)
from forumapp.services.rows import read

_SOME = 500  # keys in one query


def known_event(event_id: int, schedule: ReadSchedule) -> KnownEvent:
    """Everything that the schedule may name of the event."""
    event = db.session.get_one(Event, event_id)
    return KnownEvent(
        key=event.key,
        title=event.title,
        venue=event.venue,
        zone=event.zone,
        languages=event.languages,
        first_day=event.starts_on,
        last_day=event.ends_on,
        sessions=_sessions(event_id),
        people=tuple(
            read(KnownPerson, person)
            for person in db.session.scalars(
                sa.select(Person).filter_by(event_id=event_id).order_by(Person.id)
            )
        ),
        parts=_named(Part, event_id),
        tracks=_named(Track, event_id),
        rooms=_named(Room, event_id),
        video_rooms=_video_rooms(event_id),
        elsewhere=_elsewhere(event_id, schedule),
    )


def _sessions(event_id: int) -> tuple[KnownSession, ...]:
    lines = _lines(event_id)
    found = db.session.execute(
        sa.select(Session, VideoRoomSession.video_room_id)
        .outerjoin(VideoRoomSession, VideoRoomSession.session_id == Session.id)
        .where(Session.event_id == event_id)
        .order_by(Session.starts, Session.code, Session.id)
    )
    return tuple(
        read(KnownSession, row, video_room_id=video_room_id, lines=tuple(lines[row.id]))
        for row, video_room_id in found
    )


def _lines(event_id: int) -> dict[int, list[KnownLine]]:
    found = db.session.scalars(
        sa.select(Speaker)
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == event_id)
        .order_by(Speaker.session_id, Speaker.position, Speaker.id)
        .options(sa.orm.load_only(*_LINE))
    )
    lists: dict[int, list[KnownLine]] = defaultdict(list)
    for line in found:
        lists[line.session_id].append(read(KnownLine, line))
    return lists


_LINE: tuple[Any, ...] = (
    Speaker.session_id,
    Speaker.person_id,
    Speaker.position,
    Speaker.part,
    Speaker.minutes,
    Speaker.mode,
    Speaker.status,
    Speaker.topic,
    Speaker.version,
)


def _named(model: type[Part | Track | Room], event_id: int) -> tuple[Named, ...]:
    rows = db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).order_by(model.position, model.id)
    )
    return tuple(read(Named, row) for row in rows)


def _video_rooms(event_id: int) -> tuple[Named, ...]:
    rows = db.session.execute(
        sa.select(VideoRoom.id, VideoRoom.name).filter_by(event_id=event_id).order_by(VideoRoom.id)
    )
    return tuple(Named(id=key, name=Translated(en=name)) for key, name in rows)


def _elsewhere(event_id: int, schedule: ReadSchedule) -> frozenset[str]:
    """Which of the file's identities are keys of other events' sessions."""
    keys = {key for session in schedule.sessions if (key := own_key(session.identity))}
    found: set[str] = set()
    for some in _portions(sorted(keys)):
        found |= set(
            db.session.scalars(
                sa.select(Session.key).where(Session.key.in_(some), Session.event_id != event_id)
            )
        )
    return frozenset(found)


def _portions(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _SOME] for start in range(0, len(keys), _SOME))
