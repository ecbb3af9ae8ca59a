"""Taking a schedule of another program over: new, changed or unchanged, by identity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind, free_code
from forumapp.domain.schedules import ReadSchedule, ReadSession
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person, Room, Session, Speaker, Track
from forumapp.services.access import require
from forumapp.services.agenda.queries import codes

Named = TypeVar("Named", Room, Track, Part)


@dataclass
class Taken:
    """How many sessions were new, changed and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def take_over(actor: Actor, event_id: int, schedule: ReadSchedule, *, now: datetime) -> Taken:
    """Write every session of the schedule down; one that is here already is changed in place.

    Identity is the file's own, so taking the same file over again changes nothing. Rooms, tracks
    and people are found by name or made. The event's days grow where the schedule needs it.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    event = db.session.get_one(Event, event_id)
    if schedule.sessions:
        first, last = schedule.days
        event.starts_on, event.ends_on = min(event.starts_on, first), max(event.ends_on, last)
    taking, taken = _Taking(event, now), Taken()
    for read in schedule.sessions:
        outcome = taking.take(read)
        setattr(taken, outcome, getattr(taken, outcome) + 1)
    db.session.flush()
    return taken


@dataclass
class _Taking:
    """What of the event is known by name while a schedule is taken over."""

    event: Event
    now: datetime
    sessions: dict[str, Session] = field(init=False)
    codes: list[str] = field(init=False)
    rooms: dict[str, Room] = field(init=False)
    tracks: dict[str, Track] = field(init=False)
    people: dict[str, Person] = field(init=False)
    speaking: dict[int, list[int]] = field(init=False)
    part: Part = field(init=False)

    def __post_init__(self) -> None:
        known = db.session.scalars(sa.select(Session).filter_by(event_id=self.event.id))
        self.sessions = {session.key: session for session in known}
        self.codes = list(codes(self.event.id))
        self.rooms, self.tracks = self._named(Room), self._named(Track)
        people = db.session.scalars(sa.select(Person).filter_by(event_id=self.event.id))
        self.people = {person.printed_name: person for person in people}
        lines = db.session.scalars(
            sa.select(Speaker)
            .where(Speaker.session_id.in_([s.id for s in self.sessions.values()]))
            .order_by(Speaker.position, Speaker.id)
        )
        self.speaking = {}
        for line in lines:
            self.speaking.setdefault(line.session_id, []).append(line.person_id)
        parts = list(self._named(Part).values())
        self.part = parts[0] if parts else self._make(Part, self.event.title.pick("en"))

    def take(self, read: ReadSession) -> str:
        """Take one session over: `new`, `changed` or `unchanged`."""
        values = self._values(read)
        session = self.sessions.get(read.identity) or self.sessions.get(self._key(read))
        if session is None:
            code = free_code(tuple(self.codes), like="")
            self.codes.append(code)
            session = Session(
                event_id=self.event.id,
                key=self._key(read),
                code=code,
                kind=SessionKind.PARALLEL,
                part_id=self.part.id,
                **values,
            )
            db.session.add(session)
            db.session.flush()
            self.sessions[session.key] = session
            self._speak(session, read)
            return "new"
        differing = {n: v for n, v in values.items() if getattr(session, n) != v}
        for name, value in differing.items():
            setattr(session, name, value)
        return "changed" if self._speak(session, read) or differing else "unchanged"

    def _values(self, read: ReadSession) -> dict[str, Any]:
        first = self.event.languages[0] if self.event.languages else "en"
        language = read.language if read.language in self.event.languages else first
        room = self._find(self.rooms, Room, read.room)
        track = self._find(self.tracks, Track, read.track)
        return {
            "title": Translated({language: read.title}),
            "description": Translated({language: read.description}),
            "starts": read.starts,
            "ends": read.starts + timedelta(minutes=read.minutes),
            "room_id": room.id if room else None,
            "track_id": track.id if track else None,
            "languages": (read.language,) if read.language else (),
        }

    def _speak(self, session: Session, read: ReadSession) -> bool:
        """Add who speaks and isn't on the list yet; whether anybody was."""
        listed = self.speaking.setdefault(session.id, [])
        added = [p for p in map(self._person, read.speakers) if p.id not in listed]
        for person in added:
            line = Speaker(
                session_id=session.id,
                person_id=person.id,
                position=len(listed),
                part=SpeakingPart.PRESENTATION,
            )
            db.session.add(line)
            listed.append(person.id)
        return bool(added)

    def _person(self, name: str) -> Person:
        if name not in self.people:
            person = Person(
                event_id=self.event.id,
                key=str(uuid.uuid4()),
                printed_name=name[:200],
                created_at=self.now,
            )
            db.session.add(person)
            db.session.flush()
            self.people[name] = person
        return self.people[name]

    def _key(self, read: ReadSession) -> str:
        return str(uuid.uuid5(uuid.UUID(self.event.key), read.identity or read.title))

    def _find(self, known: dict[str, Named], model: type[Named], name: str) -> Named | None:
        if not name:
            return None
        if name not in known:
            known[name] = self._make(model, name)
        return known[name]

    def _make(self, model: type[Named], name: str) -> Named:
        language = self.event.languages[0] if self.event.languages else "en"
        made = model(event_id=self.event.id, name=Translated({language: name}))
        db.session.add(made)
        db.session.flush()
        return made

    def _named(self, model: type[Named]) -> dict[str, Named]:
        rows = db.session.scalars(
            sa.select(model).filter_by(event_id=self.event.id).order_by(model.position, model.id)
        )
        return {text: row for row in rows for text in row.name.values()}
