"""Reading the agenda as it is now."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import free_code
from forumapp.domain.errors import NotFound
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import (
    Join,
    Part,
    Person,
    Release,
    Room,
    Session,
    Speaker,
    Star,
    Track,
    VideoRoom,
    VideoRoomSession,
)
from forumapp.services.access import require
from forumapp.services.agenda.rows import Choices, Lost, SessionRow
from forumapp.services.publications import programme

Named = TypeVar("Named", Part, Room, Track)
SPEAKS = tuple(status for status in SpeakerStatus if status.speaks)


def timetable(actor: Actor, event_id: int) -> tuple[SessionRow, ...]:
    """Every session of the event by start, room, part and code, parked ones last; two queries."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _rows(event_id)


def session(actor: Actor, event_id: int, session_id: int) -> SessionRow:
    """One session; NotFound when the event has none of this number."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = _rows(event_id, Session.id == session_id)
    if not found:
        raise NotFound
    return found[0]


def choices(actor: Actor, event_id: int, *, like: str = "") -> Choices:
    """What a session of the event may be put into, and a code that is free."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return Choices(
        parts=_named(Part, event_id),
        rooms=_named(Room, event_id),
        tracks=_named(Track, event_id),
        code=free_code(codes(event_id), like=like),
    )


def lost(actor: Actor, event_id: int, session_id: int) -> Lost:
    """What deleting the session would take with it."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    row = session(actor, event_id, session_id)

    def counted(model: type[Speaker | Star | Join], *where: sa.ColumnElement[bool]) -> int:
        statement = sa.select(sa.func.count(model.id)).where(model.session_id == session_id, *where)
        return db.session.scalar(statement) or 0

    return Lost(
        speakers=counted(Speaker),
        texts=counted(Speaker, Speaker.text != ""),
        stars=counted(Star),
        joins=counted(Join),
        video=row.video,
        released=_released(event_id, row.key),
    )


def codes(event_id: int) -> tuple[str, ...]:
    """The codes that sessions of the event have."""
    return tuple(db.session.scalars(sa.select(Session.code).filter_by(event_id=event_id)))


def _released(event_id: int, key: str) -> bool:
    """Whether the current release of the programme has the session."""
    latest = db.session.scalar(
        sa.select(Release.id).filter_by(event_id=event_id).order_by(Release.number.desc()).limit(1)
    )
    return latest is not None and any(s.key == key for s in programme(latest).sessions)


def _named(model: type[Named], event_id: int) -> tuple[tuple[int, Translated], ...]:
    rows = db.session.execute(
        sa.select(model.id, model.name)
        .where(model.event_id == event_id)
        .order_by(model.position, model.id)
    )
    return tuple((row.id, row.name) for row in rows)


def _rows(event_id: int, *where: sa.ColumnElement[bool]) -> tuple[SessionRow, ...]:
    speaking = _speaking(event_id, *where)
    return tuple(
        _row(found, speaking.get(found.id, ()))
        for found in db.session.execute(_statement(event_id).where(*where)).mappings()
    )


def _statement(event_id: int) -> sa.Select[Any]:
    return (
        sa.select(
            *(column for column in Session.__table__.columns if column.key != "event_id"),
            Part.name.label("part"),
            Track.name.label("track"),
            Room.name.label("room"),
            VideoRoom.id.label("video_room_id"),
            VideoRoom.name.label("video"),
        )
        .join(Part, Part.id == Session.part_id)
        .outerjoin(Track, Track.id == Session.track_id)
        .outerjoin(Room, Room.id == Session.room_id)
        .outerjoin(VideoRoomSession, VideoRoomSession.session_id == Session.id)
        .outerjoin(VideoRoom, VideoRoom.id == VideoRoomSession.video_room_id)
        .where(Session.event_id == event_id)
        .order_by(
            Session.parked,
            Session.starts,
            sa.func.coalesce(Room.position, -1),
            Part.position,
            Session.code,
        )
    )


def _row(found: sa.RowMapping, speaking: tuple[Any, ...]) -> SessionRow:
    turns = [line for line in speaking if line.status.speaks]
    return SessionRow(
        **{**found, "video": found["video"] or ""},
        speaking=len(turns),
        spoken=sum(line.minutes for line in turns),
        names=tuple(line.printed_name for line in speaking),
    )


def _speaking(event_id: int, *where: sa.ColumnElement[bool]) -> dict[int, tuple[Any, ...]]:
    lines = db.session.execute(
        sa.select(Speaker.session_id, Speaker.status, Speaker.minutes, Person.printed_name)
        .join(Session, Session.id == Speaker.session_id)
        .join(Person, Person.id == Speaker.person_id)
        .where(Session.event_id == event_id, *where)
        .order_by(Speaker.position, Speaker.id)
    )
    lists: dict[int, list[Any]] = {}
    for line in lines:
        lists.setdefault(line.session_id, []).append(line)
    return {session_id: tuple(found) for session_id, found in lists.items()}
