"""The programme as a board: its sessions as blocks, and the places they can be put."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import NotFound
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.models import Part, Person, Room, Session, Speaker, VideoRoom, VideoRoomSession
from forumapp.services.access import require
from forumapp.services.agenda.news import mark

_SPEAKS = tuple(status for status in SpeakerStatus if status.speaks)
_NOT_ITS_OWN = {"video_room_id", "speakers", "spoken"}  # columns of other tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What the board shows of a session, in wall times of the event.

    `speakers` are the printed names of those who speak, `spoken` the minutes of their turns.
    """

    id: int
    version: int
    code: str
    title: Translated
    kind: SessionKind
    part_id: int
    room_id: int | None
    video_room_id: int | None
    starts: datetime
    ends: datetime
    parked: bool
    all_rooms: bool
    speakers: tuple[str, ...]
    spoken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A room or a video room; without `seats` it takes any number."""

    id: int
    name: Translated
    seats: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A whole event: parked sessions too. Changes after `mark` are news to who has this."""

    mark: int
    blocks: tuple[Block, ...]
    parts: tuple[tuple[int, Translated], ...]
    rooms: tuple[PlaceRow, ...]
    video_rooms: tuple[PlaceRow, ...]

    @property
    def columns(self) -> tuple[tuple[int | None, int | None], ...]:
        """(room, video room) of each column: the rooms, then the video rooms, then no place.

        A video room has a column where it alone is the place of a session, or of none yet; no
        place has one where a session has none, or nothing else has a column.
        """
        drawn = [block for block in self.blocks if not (block.parked or block.all_rooms)]
        alone = {block.video_room_id for block in drawn if block.room_id is None}
        used = {block.video_room_id for block in self.blocks}
        lines = [row.id for row in self.video_rooms if row.id in alone or row.id not in used]
        places = (*((row.id, None) for row in self.rooms), *((None, key) for key in lines))
        return (*places, (None, None)) if None in alone or not places else places


def board(actor: Actor, event_id: int, *, now: datetime) -> Board:
    """Everything the board shows, in a constant number of queries."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return Board(mark=mark(event_id, now=now), blocks=_blocks(event_id), **_places(event_id))


def blocks(actor: Actor, event_id: int, ids: Iterable[int]) -> tuple[Block, ...]:
    """These sessions as they are now; those that are gone are left out."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _blocks(event_id, Session.id.in_(tuple(ids)))


def block(actor: Actor, event_id: int, session_id: int) -> Block:
    """One session; NotFound when the event has none of this number."""
    for found in blocks(actor, event_id, (session_id,)):
        return found
    raise NotFound


def places(actor: Actor, event_id: int) -> tuple[tuple[PlaceRow, ...], tuple[PlaceRow, ...]]:
    """The rooms and the video rooms."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return _rooms(event_id), _video_rooms(event_id)


def _places(event_id: int) -> dict[str, Any]:
    parts = db.session.execute(
        sa.select(Part.id, Part.name).filter_by(event_id=event_id).order_by(Part.position, Part.id)
    )
    return {
        "parts": tuple((key, name) for key, name in parts),
        "rooms": _rooms(event_id),
        "video_rooms": _video_rooms(event_id),
    }


def _rooms(event_id: int) -> tuple[PlaceRow, ...]:
    rooms = db.session.execute(
        sa.select(Room.id, Room.name, Room.capacity)
        .filter_by(event_id=event_id)
        .order_by(Room.position, Room.id)
    )
    return tuple(PlaceRow(id=key, name=name, seats=seats) for key, name, seats in rooms)


def _video_rooms(event_id: int) -> tuple[PlaceRow, ...]:
    rooms = db.session.execute(
        sa.select(VideoRoom.id, VideoRoom.name, VideoRoom.capacity)
        .filter_by(event_id=event_id)
        .order_by(VideoRoom.name, VideoRoom.id)
    )
    return tuple(
        PlaceRow(id=key, name=Translated(en=name), seats=seats) for key, name, seats in rooms
    )


def _blocks(event_id: int, *where: sa.ColumnElement[bool]) -> tuple[Block, ...]:
    lists = _speaker_lists(event_id, *where)
    columns = (name for name in Block.__slots__ if name not in _NOT_ITS_OWN)
    found = db.session.execute(
        sa.select(*(getattr(Session, name) for name in columns), VideoRoomSession.video_room_id)
        .outerjoin(VideoRoomSession, VideoRoomSession.session_id == Session.id)
        .where(Session.event_id == event_id, *where)
        .order_by(Session.starts, Session.code)
    )
    return tuple(Block(**row, **_who_speaks(lists.get(row["id"], []))) for row in found.mappings())


def _speaker_lists(
    event_id: int, *where: sa.ColumnElement[bool]
) -> dict[int, list[tuple[str, int]]]:
    """(printed name, minutes) of all who speak in each of these sessions, in the order of lists."""
    lines = db.session.execute(
        sa.select(Speaker.session_id, Person.printed_name, Speaker.minutes)
        .join(Session, Session.id == Speaker.session_id)
        .join(Person, Person.id == Speaker.person_id)
        .where(Session.event_id == event_id, Speaker.status.in_(_SPEAKS), *where)
        .order_by(Speaker.position, Speaker.id)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for session_id, name, minutes in lines:
        found.setdefault(session_id, []).append((name, minutes))
    return found


def _who_speaks(lines: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "speakers": tuple(name for name, _minutes in lines),
        "spoken": sum(minutes for _name, minutes in lines),
    }
