"""Doors of a demonstration, and what they, the gate of the video rooms and the registrar know."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.checkin.doors import LETTERS, DoorScope, code_hash
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.checkin.lists import digest
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.events import Mode, days
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.video import Decision
from forumapp.models import (
    Door,
    DoorOpening,
    Event,
    Join,
    Mark,
    Registration,
    Room,
    Scan,
    Seat,
    Session,
)

CODES = {"entrance": "NANN-7777-GATE", "hall": "NANN-7777-HAAA"}  # of the first day
Minute = tuple[int, Direction]


class Attending:
    """The attendance of one event until an instant, by chance that is the same every time."""

    def __init__(self, event: Event, *, until: datetime) -> None:
        self.event, self.until = event, until
        self.chance = random.Random(f"doors of {event.slug}")
        self.sessions = _sessions(event)
        self.holders = _holders(event)
        self.online_until: dict[int, datetime] = {}  # person to the wall time of the session's end

    def write(self) -> None:
        """Two doors on the first day, the entrance on each, a door for each session beside others.

        Whatever was known before of who attended is forgotten.
        """
        self._forget()
        for day in days(self.event.starts_on, self.event.ends_on):
            self._entrance(day)
        beside = [s for s in self.sessions if s.kind is SessionKind.PARALLEL and s.room_id]
        for number, session in enumerate(beside):
            self._room(session, code=CODES["hall"] if number == 0 else self._code())
        self._online()
        self._marks()

    def _forget(self) -> None:
        own = sa.select(Session.id).filter_by(event_id=self.event.id)
        db.session.execute(sa.delete(Join).where(Join.session_id.in_(own)))
        for model in (Mark, Scan, Door):
            db.session.execute(sa.delete(model).where(model.event_id == self.event.id))

    def _entrance(self, day: date) -> None:
        first = day == self.event.starts_on
        door = self._door("Main entrance", day, code=CODES["entrance"] if first else self._code())
        held = [s for s in self.sessions if s.starts.date() == day]
        if not held:
            return
        opens, closes = _minute(held[0].starts), max(_minute(s.ends) for s in held)
        parts = {session.part_id for session in held}
        turns = (
            (person, self._turns(opens, closes))
            for person in self._in_room(parts)
            if self.chance.random() < 0.93
        )
        self._scanned(door, turns)
        self._refused(door, opens)

    def _room(self, session: Session, *, code: str) -> None:
        room = db.session.get_one(Room, session.room_id)
        door = self._door(
            f"{room.name.pick('en')}, {session.code}", session.starts.date(), code=code
        )
        door.scope, door.session_id = DoorScope.SESSION, session.id
        share = 0.9 / self._beside(session)
        came = [p for p in self._in_room({session.part_id}) if self.chance.random() < share]
        starts, ends = _minute(session.starts), _minute(session.ends)
        self._scanned(
            door,
            (
                (person, ((starts + self.chance.randrange(-8, 12), Direction.IN), (ends, OUT)))
                for person in came
            ),
        )

    def _beside(self, session: Session) -> int:
        """How many parallel sessions are held at that time, itself among them."""
        return sum(
            s.kind is SessionKind.PARALLEL and s.starts < session.ends and session.starts < s.ends
            for s in self.sessions
        )

    def _turns(self, opens: int, closes: int) -> tuple[Minute, ...]:
        """Minutes of the day at which somebody comes and goes."""
        chance = self.chance.random
        came = opens - self.chance.randrange(5, 45) if chance() < 0.92 else opens + 40
        turns = [(came, Direction.IN)]
        if chance() < 0.04:
            turns.append((came + 2, Direction.IN))
        if chance() < 0.15 and closes > 14 * 60:
            turns += [(12 * 60 + 15, OUT), (13 * 60 + self.chance.randrange(10, 50), Direction.IN)]
        if chance() < 0.7:
            turns.append((closes + self.chance.randrange(0, 20), OUT))
        return tuple(turns)

    def _scanned(self, door: Door, turns: Iterable[tuple[int, tuple[Minute, ...]]]) -> None:
        rows = [
            self._scan(door, minute, direction, person_id=person)
            for person, own in turns
            for minute, direction in own
        ]
        seen = [row for row in rows if row["at"] <= self.until]
        inside: set[int] = set()
        for row in sorted(seen, key=lambda row: row["at"]):
            if row["direction"] is OUT:
                row["finding"] = Finding.GOODBYE
                inside.discard(row["person_id"])
            elif row["person_id"] in inside:
                row["finding"] = Finding.ALREADY_IN
            else:
                inside.add(row["person_id"])
        _insert(Scan, seen)
        if seen:
            last = max(row["at"] for row in seen)
            token = hashlib.sha256(door.key.encode()).hexdigest()
            opening = DoorOpening(
                door_id=door.id, token_hash=token, opened_at=door.code_given_at, seen_at=last
            )
            db.session.add(opening)
            db.session.flush()

    def _refused(self, door: Door, opens: int) -> None:
        """Somebody who follows online came to the door, and a badge of another event was shown."""
        unknown = self._scan(door, opens - 12, Direction.IN, person_id=None)
        unknown |= {"finding": Finding.UNKNOWN, "let_through": False, "code_digest": digest("x")}
        rows = [unknown]
        online = [person for person, _part, mode in self.holders if mode is Mode.ONLINE]
        if online:
            came = self._scan(door, opens - 7, Direction.IN, person_id=online[0])
            rows.append(came | {"finding": Finding.ONLINE_ONLY, "let_through": False})
        _insert(Scan, (row for row in rows if row["at"] <= self.until))

    def _scan(
        self, door: Door, minute: int, direction: Direction, *, person_id: int | None
    ) -> dict[str, Any]:
        at = self._at(door.day, minute) + timedelta(seconds=self.chance.randrange(60))
        return {
            "event_id": self.event.id,
            "key": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            "door_id": door.id,
            "person_id": person_id,
            "code_digest": "",
            "direction": direction,
            "way": Way.CAMERA if self.chance.random() < 0.9 else Way.NAME,
            "finding": Finding.WELCOME,
            "let_through": True,
            "device_at": at,
            "at": at,
            "received_at": at + timedelta(seconds=2),
        }

    def _online(self) -> None:
        rows = (row for session in self.sessions for row in self._joins(session))
        _insert(Join, (row for row in rows if row["at"] <= self.until))

    def _joins(self, session: Session) -> Iterator[dict[str, Any]]:
        """Those who follow a session by video; nobody follows two at once."""
        if session.kind in (SessionKind.SOCIAL, SessionKind.CLOSED):
            return
        starts_at = clock.utc(session.starts, self.event.zone)
        share = min(0.6, 0.9 / max(1, self._beside(session)))
        for person, part, mode in self.holders:
            busy = self.online_until.get(person, session.starts) > session.starts
            if mode is not Mode.ONLINE or part != session.part_id or busy:
                continue
            if self.chance.random() < share:
                self.online_until[person] = session.ends
                yield {
                    "session_id": session.id,
                    "person_id": person,
                    "decision": Decision.ADMITTED,
                    "at": starts_at + timedelta(minutes=self.chance.randrange(-10, 25)),
                }

    def _marks(self) -> None:
        """The registrar corrects what the machines couldn't know, in the first session alone."""
        session, room = self.sessions[0], self._in_room({self.sessions[0].part_id})
        said = (
            (MarkKind.ROOM, None, "Came by the side door with the minister"),
            (MarkKind.ROOM, 20, "The chair’s list"),
            (MarkKind.ABSENT, None, "Gave the badge to a colleague"),
        )
        made_at = clock.utc(session.ends, self.event.zone) + timedelta(minutes=15)
        rows = (
            {
                "event_id": self.event.id,
                "session_id": session.id,
                "person_id": person,
                "kind": kind,
                "minutes": minutes,
                "reason": reason,
                "made_by": "Thida (registrar)",
                "made_at": made_at,
            }
            for person, (kind, minutes, reason) in zip(room, said, strict=False)
        )
        _insert(Mark, (row for row in rows if made_at <= self.until))

    def _in_room(self, parts: set[int]) -> list[int]:
        held = (p for p, part, mode in self.holders if mode is Mode.ROOM and part in parts)
        return list(dict.fromkeys(held))

    def _door(self, name: str, day: date, *, code: str) -> Door:
        door = Door(
            event_id=self.event.id,
            key=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            name=name,
            scope=DoorScope.EVENT,
            day=day,
            code_hash=code_hash(code),
            code_given_at=min(self.until, self._at(day, 7 * 60)),
        )
        db.session.add(door)
        db.session.flush()
        return door

    def _code(self) -> str:
        return "".join(self.chance.choices(LETTERS, k=12))

    def _at(self, day: date, minute: int) -> datetime:
        return clock.utc(datetime.combine(day, time()) + timedelta(minutes=minute), self.event.zone)


OUT = Direction.OUT


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


def _sessions(event: Event) -> Sequence[Session]:
    wanted = sa.select(Session).filter_by(event_id=event.id, parked=False)
    held = wanted.where(Session.kind != SessionKind.BREAK)
    return db.session.scalars(held.order_by(Session.starts, Session.code)).all()


def _holders(event: Event) -> list[tuple[int, int, Mode]]:
    """Person, part and mode of each seat that somebody approved holds."""
    found = db.session.execute(
        sa.select(Registration.person_id, Seat.part_id, Seat.mode)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.APPROVED,
            Seat.status == SeatStatus.HELD,
        )
        .order_by(Seat.id)
    )
    return [(person, part, mode) for person, part, mode in found]


def _insert(model: type[Base], rows: Iterable[dict[str, Any]] | Iterator[dict[str, Any]]) -> None:
    written = list(rows)
    if written:
        db.session.execute(sa.insert(model), written)
