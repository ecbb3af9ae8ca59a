"""The plan of an event, as its clashes are worked out from it. A constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes import Absence, Duty, Hours, Plan, Planned, Rules, Task
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus, same_as
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus
from forumapp.i18n.countries import home_zone
from forumapp.models import (
    Event,
    Interpreter,
    Invitee,
    Person,
    Registration,
    Room,
    Seat,
    Session,
    Speaker,
    Star,
    Unavailability,
    VideoRoom,
    VideoRoomSession,
)

# What is read of each line: the texts of a whole event would take longer than all its clashes.
_READ = (
    load_only(Speaker.part, Speaker.minutes, Speaker.mode, Speaker.status),
    load_only(Person.email, Person.printed_name, Person.zone, Person.country),
    load_only(Session.starts, Session.ends, Session.room_id),
    load_only(Event.zone),
)
_SPEAKS = tuple(status for status in SpeakerStatus if status.speaks)
_CHOSEN_BY_STARS = frozenset({SessionKind.PARALLEL, SessionKind.SOCIAL})
Line = Any


def plan(event_id: int, *, also: int = 0) -> Plan:
    """Everything with a time in an event, and what its people do in others at these days.

    `also` is a parked session to be looked at as if its time counted.
    """
    event = db.session.get_one(Event, event_id)
    sessions = _sessions(event, also)
    lines = _speaking(_timed(also), Session.event_id == event_id)
    duties = [*_duties(sessions, event, lines), *_interpreting(event, sessions)]
    whole = _counted(event, sessions, lines)
    return Plan(
        rules=rules(event),
        sessions=whole,
        duties=(*duties, *_elsewhere(event, {duty.who for duty in duties})),
        absences=tuple(_absences(event)),
        seats=_capacities(Room, event_id),
        video_seats=_capacities(VideoRoom, event_id),
    )


def rules(event: Event) -> Rules:
    """The event's own rules."""
    return Rules(
        zone=event.zone,
        first_day=event.starts_on,
        last_day=event.ends_on,
        turnaround=event.turnaround,
        longest_shift=event.longest_shift,
        night=Hours(_time(event.night_from), _time(event.night_until)),
        quiet=tuple(
            Hours(_time(hours["from"]), _time(hours["until"]), str(hours["name"]))
            for hours in event.quiet_hours
        ),
    )


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _timed(also: int = 0) -> sa.ColumnElement[bool]:
    return sa.or_(Session.parked.is_(False), Session.id == also)


def _sessions(event: Event, also: int) -> dict[int, Planned]:
    found = db.session.execute(
        sa.select(Session, VideoRoomSession.video_room_id)
        .outerjoin(VideoRoomSession, VideoRoomSession.session_id == Session.id)
        .where(Session.event_id == event.id, _timed(also))
        .order_by(Session.starts, Session.code)
    )
    return {
        session.id: Planned(
            id=session.id,
            kind=session.kind,
            part_id=session.part_id,
            day=session.starts.date(),
            starts=clock.utc(session.starts, event.zone),
            ends=clock.utc(session.ends, event.zone),
            room_id=session.room_id,
            all_rooms=session.all_rooms,
            video_room_id=video_room_id,
        )
        for session, video_room_id in found
    }


def _speaking(*where: sa.ColumnElement[bool]) -> list[Line]:
    """The lines that speak, with their people and sessions, in list order."""
    return list(
        db.session.execute(
            sa.select(Speaker, Person, Session, Event)
            .join(Person, Person.id == Speaker.person_id)
            .join(Session, Session.id == Speaker.session_id)
            .join(Event, Event.id == Session.event_id)
            .where(Speaker.status.in_(_SPEAKS), *where)
            .options(*_READ)
            .order_by(Session.starts, Session.id, Speaker.position, Speaker.id)
        )
    )


def _duties(sessions: Mapping[int, Planned], event: Event, lines: Iterable[Line]) -> Iterator[Duty]:
    """Each line as a duty; its turn comes when the minutes of those before it are over."""
    spoken: Counter[int] = Counter()
    for speaker, person, session, _event in lines:
        planned = sessions[session.id]
        turn = None
        if speaker.minutes and not speaker.part.presides:
            begins = planned.starts + timedelta(minutes=spoken[session.id])
            turn = (begins, begins + timedelta(minutes=speaker.minutes))
        spoken[session.id] += speaker.minutes
        if speaker.mode is SpeakerMode.RECORDED:
            continue
        by_video = speaker.mode is SpeakerMode.VIDEO_LINK
        yield Duty(
            who=_who(person),
            person_id=person.id,
            session_id=session.id,
            task=Task.PRESIDES if speaker.part.presides else Task.SPEAKS,
            starts=planned.starts,
            ends=planned.ends,
            turn=turn,
            room_id=session.room_id,
            by_video=by_video,
            zone=home_zone(person.zone, person.country) if by_video else event.zone,
        )


def _interpreting(event: Event, sessions: Mapping[int, Planned]) -> Iterator[Duty]:
    found = db.session.execute(
        sa.select(Interpreter, Person)
        .join(Person, Person.id == Interpreter.person_id)
        .where(Interpreter.session_id.in_(sessions))
    )
    for shift, person in found:
        planned = sessions[shift.session_id]
        starts = min(planned.starts + timedelta(minutes=shift.after), planned.ends)
        ends = planned.ends
        if shift.minutes is not None:
            ends = min(starts + timedelta(minutes=shift.minutes), planned.ends)
        if starts < ends:
            yield Duty(
                who=_who(person),
                person_id=person.id,
                session_id=planned.id,
                task=Task.INTERPRETS,
                starts=starts,
                ends=ends,
                room_id=planned.room_id,
                zone=event.zone,
            )


def _elsewhere(event: Event, known: set[str]) -> Iterator[Duty]:
    """What the same people do in other events of these days: nobody is in two places."""
    near = timedelta(days=1)
    people = sa.select(Person.email).where(Person.event_id == event.id, Person.email != "")
    lines = _speaking(
        _timed(),
        Event.id != event.id,
        Event.state != EventState.ARCHIVED,
        Event.starts_on <= event.ends_on + near,
        Event.ends_on >= event.starts_on - near,
        Person.email.in_(people),
    )
    for speaker, person, session, other in lines:
        if _who(person) in known and speaker.mode is not SpeakerMode.RECORDED:
            yield Duty(
                who=_who(person),
                person_id=person.id,
                session_id=session.id,
                task=Task.PRESIDES if speaker.part.presides else Task.SPEAKS,
                starts=clock.utc(session.starts, other.zone),
                ends=clock.utc(session.ends, other.zone),
                room_id=session.room_id,
                by_video=speaker.mode is SpeakerMode.VIDEO_LINK,
                elsewhere=other.id,
            )


def _who(person: Person) -> str:
    """The same for one person in every event; without an address, for the person of this one."""
    return same_as(email=person.email, printed_name=person.printed_name) or f"person {person.id}"


def _absences(event: Event) -> Iterator[Absence]:
    found = db.session.execute(
        sa.select(Unavailability, Person)
        .join(Person, Person.id == Unavailability.person_id)
        .where(Unavailability.event_id == event.id)
    )
    for absence, person in found:
        yield Absence(
            who=_who(person),
            starts=clock.utc(absence.starts, event.zone),
            ends=clock.utc(absence.ends, event.zone),
            note=absence.note,
        )


def _capacities(model: type[Room | VideoRoom], event_id: int) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(model.id, model.capacity).where(
            model.event_id == event_id, model.capacity.is_not(None)
        )
    )
    return {key: capacity for key, capacity in rows if capacity is not None}


def _counted(
    event: Event, sessions: Mapping[int, Planned], lines: Iterable[Line]
) -> tuple[Planned, ...]:
    """The sessions with what their speaker lists come to, and the people they need seats for."""
    spoken, speaking, confirmed, presiding = (Counter[int]() for _ in range(4))
    for speaker, _person, session, _event in lines:
        spoken[session.id] += speaker.minutes
        speaking[session.id] += 1
        confirmed[session.id] += speaker.status is SpeakerStatus.CONFIRMED
        presiding[session.id] += speaker.part.presides
    expected = _expected(event, sessions)
    return tuple(
        replace(
            session,
            spoken=spoken[key],
            speaking=speaking[key],
            confirmed=confirmed[key],
            presiding=presiding[key],
            expected=expected.get((key, Mode.ROOM), 0),
            expected_online=expected.get((key, Mode.ONLINE), 0),
        )
        for key, session in sessions.items()
    )


def _expected(event: Event, sessions: Mapping[int, Planned]) -> dict[tuple[int, Mode], int]:
    """How many need a seat in a session, in each mode.

    All who have a seat in its part come to a plenary, the invited to a closed session, and those
    who starred it to one of several beside each other. Nobody needs a seat in a break.
    """
    by_part = _seats(event.id, Seat.part_id)
    starred = _seats(event.id, Star.session_id, Star)
    invited = _seats(event.id, Invitee.session_id, Invitee)
    found: dict[tuple[int, Mode], int] = {}
    for session in sessions.values():
        for mode in Mode:
            if session.kind in _CHOSEN_BY_STARS:
                found[session.id, mode] = starred.get((session.id, mode), 0)
            elif session.kind is SessionKind.CLOSED:
                found[session.id, mode] = invited.get((session.id, mode), 0)
            elif session.kind is not SessionKind.BREAK:
                found[session.id, mode] = by_part.get((session.part_id, mode), 0)
    return found


def _seats(
    event_id: int, key: sa.ColumnElement[int] | Any, model: type[Star | Invitee] | None = None
) -> dict[tuple[int, Mode], int]:
    """Held seats of approved registrations, counted by what they are counted for and by mode."""
    statement = (
        sa.select(key, Seat.mode, sa.func.count(sa.distinct(Registration.id)))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.event_id == event_id,
            Registration.status == RegistrationStatus.APPROVED,
            Seat.status == SeatStatus.HELD,
        )
        .group_by(key, Seat.mode)
    )
    if model is not None:
        statement = (
            statement.join(model, model.person_id == Registration.person_id)
            .join(Session, Session.id == model.session_id)
            .where(Seat.part_id == Session.part_id)
        )
    return {(number, mode): count for number, mode, count in db.session.execute(statement)}
