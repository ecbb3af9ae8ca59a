"""Counts of an event, and the figures of its two charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerStatus
from forumapp.models import (
    Category,
    Delegation,
    Event,
    Organisation,
    Part,
    Person,
    Registration,
    Room,
    Seat,
    Session,
    Speaker,
    VideoRoomSession,
)
from forumapp.services.access import require
from forumapp.services.rows import one

MOST_POINTS = 60  # of the line of registrations; a longer time is shown in larger steps
_ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of everything the workspace holds."""

    organisations: int
    parts: int
    rooms: int
    categories: int
    delegations: int
    sessions: int
    sessions_without_place: int
    sessions_online: int
    speakers: int
    speakers_invited: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """People of a country: who is in the room for any part, and who is online for all of theirs."""

    country: str
    room: int
    online: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Registrations by status, those on a waiting list, the line over time, and by country.

    `days` are days of the event's calendar; `total` and `approved` count up to the end of each.
    """

    statuses: dict[RegistrationStatus, int] = field(default_factory=dict)
    waiting: int = 0
    in_room: int = 0
    online: int = 0
    days: tuple[date, ...] = ()
    total: tuple[int, ...] = ()
    approved: tuple[int, ...] = ()
    countries: tuple[Attendance, ...] = ()

    @property
    def active(self) -> int:
        return sum(self.statuses.get(status, 0) for status in _ACTIVE)


def counts(actor: Actor, event_id: int) -> Counts:
    """Every count in one query."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    online = sa.select(VideoRoomSession.session_id)
    speaking = (
        sa.select(sa.func.count(Speaker.id))
        .join(Session, Session.id == Speaker.session_id)
        .where(Session.event_id == event_id)
    )
    selected = {
        "organisations": _number(Organisation, event_id),
        "parts": _number(Part, event_id),
        "rooms": _number(Room, event_id),
        "categories": _number(Category, event_id),
        "delegations": _number(Delegation, event_id),
        "sessions": _number(Session, event_id),
        "sessions_without_place": _number(Session, event_id).where(
            Session.room_id.is_(None),
            Session.id.not_in(online),
            Session.kind.not_in((SessionKind.BREAK, SessionKind.SOCIAL)),
        ),
        "sessions_online": _number(Session, event_id).where(Session.id.in_(online)),
        "speakers": speaking.where(
            Speaker.status.in_((SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED))
        ),
        "speakers_invited": speaking.where(Speaker.status == SpeakerStatus.INVITED),
    }
    row = db.session.execute(sa.select(*(query.scalar_subquery() for query in selected.values())))
    return Counts(**dict(zip(selected, row.one(), strict=True)))


def _number(model: type[Any], event_id: int) -> sa.Select[Any]:
    return sa.select(sa.func.count(model.id)).where(model.event_id == event_id)


def figures(actor: Actor, event_id: int, *, now: datetime) -> Figures:
    """What registrations amount to. Four queries, whatever their number."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    event = one(Event, event_id)
    statuses, made = _registrations(event_id, event.zone)
    countries = _by_country(event_id)
    days = _days(made, min(clock.wall(now, event.zone).date(), event.ends_on))
    return Figures(
        statuses=statuses,
        waiting=_waiting(event_id),
        in_room=sum(row.room for row in countries),
        online=sum(row.online for row in countries),
        days=days,
        total=_running((day for day, _ in made), days),
        approved=_running(
            (day for day, status in made if status is RegistrationStatus.APPROVED), days
        ),
        countries=countries,
    )


_Made = list[tuple[date, RegistrationStatus]]


def _registrations(event_id: int, zone: str) -> tuple[dict[RegistrationStatus, int], _Made]:
    """How many there are by status, and the day on which each that stands was made."""
    rows = db.session.execute(
        sa.select(Registration.created_at, Registration.status)
        .filter_by(event_id=event_id)
        .order_by(Registration.created_at)
    ).all()
    statuses = Counter(status for _moment, status in rows)
    made = [(clock.wall(moment, zone).date(), status) for moment, status in rows if status.active]
    return dict(statuses), made


def _days(made: _Made, until: date) -> tuple[date, ...]:
    """From the first registration to this day or the last of them, in equal steps that end then."""
    if not made:
        return ()
    first, last = made[0][0], max(until, made[-1][0])
    step = max(1, -(-((last - first).days + 1) // MOST_POINTS))
    days = [last - timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    return tuple(reversed(days))


def _running(made: Iterable[date], days: tuple[date, ...]) -> tuple[int, ...]:
    moments, sums, at = sorted(made), [], 0
    for day in days:
        while at < len(moments) and moments[at] <= day:
            at += 1
        sums.append(at)
    return tuple(sums)


def _waiting(event_id: int) -> int:
    statement = (
        sa.select(sa.func.count(sa.distinct(Registration.id)))
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.status.in_(_ACTIVE),
            Seat.status == SeatStatus.WAITING,
        )
    )
    return db.session.scalar(statement) or 0


def _by_country(event_id: int) -> tuple[Attendance, ...]:
    """The countries with the most people first; those without a country under an empty code."""
    in_room = sa.func.max(sa.case((Seat.mode == Mode.ROOM, 1), else_=0)).label("in_room")
    each = (
        sa.select(Person.country, in_room)
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.status.in_(_ACTIVE),
            Seat.status == SeatStatus.HELD,
        )
        .group_by(Registration.id, Person.country)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(each.c.country, sa.func.sum(each.c.in_room), sa.func.count()).group_by(
            each.c.country
        )
    )
    found = [Attendance(country, int(room), people - int(room)) for country, room, people in rows]
    return tuple(sorted(found, key=lambda row: (-row.room - row.online, row.country)))
