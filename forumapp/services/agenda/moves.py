"""Moving sessions about the programme: to a time and a place, in two, back together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain import agenda
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind, free_code
from forumapp.domain.errors import Conflict, Invalid, Stale
from forumapp.domain.speakers import SpeakerFacts, turns_from
from forumapp.domain.text import Translated
from forumapp.models import (
    Interpreter,
    Invitee,
    Room,
    Session,
    Speaker,
    VideoRoom,
    VideoRoomSession,
)
from forumapp.services import audit, rows
from forumapp.services.access import require
from forumapp.services.agenda import editing
from forumapp.services.agenda.editing import SessionValues
from forumapp.services.agenda.queries import codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and when a session is held, in the event's wall times; parked, it is only a length."""

    starts: datetime
    ends: datetime
    room_id: int | None = None
    video_room_id: int | None = None
    parked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody saw of a session that they now move."""

    version: int
    video_room_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The little that is known of a session when it is drawn."""

    title: Translated
    kind: SessionKind
    part_id: int
    all_rooms: bool = False


def draw(actor: Actor, event_id: int, sketch: Sketch, place: Place) -> int:
    """A new session at a place, under the next free code; Invalid and NotFound as for `create`."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    _check_places(event_id, place)
    values = SessionValues(
        code=free_code(codes(event_id)),
        title=sketch.title,
        kind=sketch.kind,
        part_id=sketch.part_id,
        room_id=place.room_id,
        starts=place.starts,
        ends=place.ends,
        parked=place.parked,
        all_rooms=sketch.all_rooms,
    )
    made = editing.create(actor, event_id, values)
    _serve(made, place.video_room_id)
    return made


def move(actor: Actor, event_id: int, session_id: int, place: Place, *, seen: Seen) -> None:
    """Put a session somewhere else, or aside.

    Raises Stale when somebody changed it since it was seen and it isn't there already, Invalid as
    `save` does for times, and NotFound for a session, room or video room of another event.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    moved = _held(event_id, session_id)
    _check_places(event_id, place)
    editing.check_times(event_id, place.starts, place.ends, parked=place.parked)
    present = _video_room(session_id)
    if present not in (seen.video_room_id, place.video_room_id):
        raise Stale(
            yours={"video_room_id": place.video_room_id},
            theirs={"video_room_id": present},
            version=moved.version,
        )
    values = {name: getattr(place, name) for name in ("starts", "ends", "room_id", "parked")}
    rows.assign(moved, values, version=seen.version)
    db.session.flush()
    if present != place.video_room_id:
        _serve(session_id, place.video_room_id)
        audit.note(
            actor,
            event_id,
            action="update",
            noun="sessions",
            object_id=session_id,
            before={"video_room_id": present},
            after={"video_room_id": place.video_room_id},
        )


def split(actor: Actor, event_id: int, session_id: int, *, at: datetime, version: int) -> int:
    """Cut a session in two at a wall time, and return the number of the second.

    Speakers whose turn comes then or later go along, and so do shifts at booths; who is invited is
    invited to both. Raises Stale, and Invalid `at: outside_session`.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    first = _held(event_id, session_id)
    if not first.starts < at < first.ends:
        raise Invalid({"at": "outside_session"})
    ends = first.ends
    rows.assign(first, {"ends": at}, version=version)
    second = editing.copied(first, code=free_code(codes(event_id), like=first.code))
    second.starts, second.ends = at, ends
    db.session.add(second)
    db.session.flush()
    _serve(second.id, _video_room(session_id))
    _go_along(first, second)
    return second.id


def join(
    actor: Actor, event_id: int, session_id: int, second_id: int, *, version: int, second: int
) -> None:
    """Put a session that was split together again; `second` is the other one's version.

    Raises Stale when either changed since, and Conflict `apart` when the second doesn't follow.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    first, other = _held(event_id, session_id), _held(event_id, second_id)
    _same(other, second)
    if other.starts != first.ends or first.id == other.id:
        raise Conflict("apart")
    minutes = agenda.minutes(first.starts, other.starts)
    rows.assign(first, {"ends": other.ends}, version=version)
    _come_back(first, other, minutes)
    db.session.flush()
    editing.delete(actor, event_id, second_id)


def withdraw(actor: Actor, event_id: int, session_id: int, *, version: int) -> None:
    """Take back a session that was just made.

    Raises Stale when it was changed since, and Conflict `has_speakers` when it has a list.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    made = _held(event_id, session_id)
    _same(made, version)
    if _lines(session_id):
        raise Conflict("has_speakers")
    editing.delete(actor, event_id, session_id)


def _held(event_id: int, session_id: int) -> Session:
    """The session, held so that nobody else moves it meanwhile."""
    lock(Session, session_id)
    return rows.one(Session, session_id, event_id=event_id)


def _same(session: Session, version: int) -> None:
    if session.version != version:
        raise Stale(yours={}, theirs={}, version=session.version)


def _check_places(event_id: int, place: Place) -> None:
    for model, key in ((Room, place.room_id), (VideoRoom, place.video_room_id)):
        if key is not None:
            rows.one(model, key, event_id=event_id)


def _video_room(session_id: int) -> int | None:
    return db.session.scalar(
        sa.select(VideoRoomSession.video_room_id).filter_by(session_id=session_id)
    )


def _serve(session_id: int, video_room_id: int | None) -> None:
    """Have this video room serve the session, or none."""
    db.session.execute(sa.delete(VideoRoomSession).filter_by(session_id=session_id))
    if video_room_id is not None:
        db.session.add(VideoRoomSession(video_room_id=video_room_id, session_id=session_id))
    db.session.flush()


def _lines(session_id: int) -> list[Speaker]:
    return list(
        db.session.scalars(
            sa.select(Speaker)
            .filter_by(session_id=session_id)
            .order_by(Speaker.position, Speaker.id)
        )
    )


def _go_along(first: Session, second: Session) -> None:
    """Move the lines and shifts after the cut to the second session."""
    cut = agenda.minutes(first.starts, first.ends)
    lines = _lines(first.id)
    later = set(turns_from(cut, (rows.read(SpeakerFacts, line) for line in lines)))
    _hand_over((line for line in lines if line.id in later), second, after=0)
    for shift in _shifts(first.id):
        if shift.after >= cut:
            shift.session_id, shift.after = second.id, shift.after - cut
        elif shift.minutes is None or shift.after + shift.minutes > cut:
            db.session.add(_rest(shift, second.id, cut=cut))
    for person_id in db.session.scalars(
        sa.select(Invitee.person_id).filter_by(session_id=first.id)
    ).all():
        db.session.add(Invitee(session_id=second.id, person_id=person_id))
    db.session.flush()


def _rest(shift: Interpreter, session_id: int, *, cut: int) -> Interpreter:
    """What of a shift is left after the cut; its own end is cut where its session ends."""
    left = None if shift.minutes is None else shift.after + shift.minutes - cut
    return Interpreter(
        session_id=session_id,
        person_id=shift.person_id,
        language=shift.language,
        after=0,
        minutes=left,
    )


def _come_back(first: Session, second: Session, minutes: int) -> None:
    """Undo `_go_along`: a shift that was cut is whole again with its first half."""
    _hand_over(_lines(second.id), first, after=len(_lines(first.id)))
    halves = {(s.person_id, s.language) for s in _shifts(first.id) if _reaches(s, minutes)}
    for shift in _shifts(second.id):
        if shift.after or (shift.person_id, shift.language) not in halves:
            shift.session_id, shift.after = first.id, shift.after + minutes


def _reaches(shift: Interpreter, minutes: int) -> bool:
    return shift.minutes is None or shift.after + shift.minutes > minutes


def _hand_over(lines: Iterable[Speaker], session: Session, *, after: int) -> None:
    for place, line in enumerate(lines, after + 1):
        line.session_id, line.position = session.id, place


def _shifts(session_id: int) -> list[Interpreter]:
    return list(
        db.session.scalars(
            sa.select(Interpreter).filter_by(session_id=session_id).order_by(Interpreter.id)
        )
    )
