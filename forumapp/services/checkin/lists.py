"""The list that a phone takes along: everybody of the event, and what their badges are good for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain import clock
from forumapp.domain.checkin.lists import DoorList, Listed, digest
from forumapp.domain.checkin.verdicts import Badge, Place, Standing
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus
from forumapp.models import (
    Category,
    Interpreter,
    Part,
    Person,
    Registration,
    Seat,
    Session,
    Speaker,
)
from forumapp.services import tokens
from forumapp.services.checkin.openings import OpenDoor
from forumapp.services.rows import read
from forumapp.services.tokens import Purpose

Places = Mapping[int, Mapping[int, Place]]


def door_list(door: OpenDoor, *, now: datetime) -> DoorList:
    """Everybody of the event by name, in seven queries. NotFound but on the day and its eve."""
    if not door.open:
        raise NotFound
    people = _people(door.event_id)
    starts = datetime.combine(door.day, datetime.min.time())
    return DoorList(
        door_key=door.key,
        part_id=door.part_id,
        starts_at=clock.utc(starts, door.zone),
        ends_at=clock.utc(starts + timedelta(days=1), door.zone),
        made_at=now,
        parts=tuple((part.id, part.name) for part in _of(Part, door.event_id)),
        categories={one.id: one.name for one in _of(Category, door.event_id)},
        people=_listed(door.event_id, people),
        revoked={
            digest(code): person.id
            for person, _status, _category in people
            for code in tokens.former(person, Purpose.BADGE)
        },
    )


def photo_of(door: OpenDoor, person_id: int) -> str:
    """The key of a person's photo, on the door's day; NotFound where there is none."""
    key = db.session.scalar(sa.select(Person.photo).filter_by(id=person_id, event_id=door.event_id))
    if not door.open or not key:
        raise NotFound
    return key


def _of(model: type[Part] | type[Category], event_id: int) -> Iterable[Part | Category]:
    return db.session.scalars(
        sa.select(model).filter_by(event_id=event_id).order_by(model.position, model.id)
    )


def _people(
    event_id: int,
) -> list[tuple[Person, RegistrationStatus | None, int | None]]:
    found = db.session.execute(
        sa.select(Person, Registration.status, Registration.category_id)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(Person.event_id == event_id, Person.erased_at.is_(None))
        .order_by(sa.func.lower(Person.printed_name), Person.id)
    )
    return [(person, status, category_id) for person, status, category_id in found]


def _listed(
    event_id: int, people: Iterable[tuple[Person, RegistrationStatus | None, int | None]]
) -> tuple[Listed, ...]:
    """Those who registered, speak or interpret; who does the latter two needs no registration."""
    seats, working = _seats(event_id), _working(event_id)
    inherited = tokens.inherited(event_id, Purpose.BADGE)
    return tuple(
        Listed(
            id=person.id,
            digests=tuple(
                digest(code)
                for code in (
                    *tokens.every(person, Purpose.BADGE),
                    *inherited.get(person.id, ()),
                )
            ),
            name=read(PersonFacts, person).name,
            native_name=person.native_name,
            organisation=person.organisation,
            country=person.country,
            category_id=category_id,
            badge=_badge(status, seats.get(person.id, {}), working.get(person.id, {})),
            photo=bool(person.photo),
        )
        for person, status, category_id in people
        if status is not None or person.id in working
    )


def _badge(
    status: RegistrationStatus | None, seats: Mapping[int, Place], working: Mapping[int, Place]
) -> Badge:
    """Who speaks or interprets is let into those parts whatever became of a registration."""
    if status is RegistrationStatus.APPROVED:
        return Badge(standing=Standing.APPROVED, places=_best(seats, working))
    if working:
        return Badge(standing=Standing.APPROVED, places=working)
    return Badge(standing=Standing(status.value if status else Standing.PENDING.value))


def _best(one: Mapping[int, Place], other: Mapping[int, Place]) -> Mapping[int, Place]:
    """Of two places in a part the better one."""
    order = tuple(Place)
    return {
        part_id: min(
            (places[part_id] for places in (one, other) if part_id in places), key=order.index
        )
        for part_id in {*one, *other}
    }


def _seats(event_id: int) -> Places:
    found = db.session.execute(
        sa.select(Registration.person_id, Seat.part_id, Seat.mode, Seat.status)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(Registration.event_id == event_id, Seat.status != SeatStatus.RELEASED)
    )
    places: dict[int, dict[int, Place]] = defaultdict(dict)
    for person_id, part_id, mode, status in found:
        in_room = Place.ROOM if status is SeatStatus.HELD else Place.WAITING
        places[person_id][part_id] = in_room if mode is Mode.ROOM else Place.ONLINE
    return places


def _working(event_id: int) -> Places:
    """The parts in which people speak or interpret."""
    speaking = (
        sa.select(Speaker.person_id, Session.part_id, Speaker.mode)
        .join(Session, Session.id == Speaker.session_id)
        .where(
            Session.event_id == event_id,
            Speaker.status.in_((SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED)),
        )
    )
    interpreting = (
        sa.select(Interpreter.person_id, Session.part_id)
        .join(Session, Session.id == Interpreter.session_id)
        .where(Session.event_id == event_id)
    )
    places: dict[int, dict[int, Place]] = defaultdict(dict)
    for person_id, part_id, mode in db.session.execute(speaking):
        there = Place.ROOM if mode is SpeakerMode.ROOM else Place.ONLINE
        places[person_id] = dict(_best(places[person_id], {part_id: there}))
    for person_id, part_id in db.session.execute(interpreting):
        places[person_id][part_id] = Place.ROOM
    return places
