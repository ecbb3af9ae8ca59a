"""Doing what a plan says, all of it or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict
from forumapp.domain.schedules import (
    NewName,
    Outcome,
    Plan,
    PlannedLine,
    PlannedPerson,
    PlannedRow,
    ReadSchedule,
    plan,
)
from forumapp.models import (
    Event,
    Part,
    Person,
    Room,
    Session,
    Speaker,
    Track,
    VideoRoomSession,
)
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.agenda.importing.known import known_event

_REFERENCES = {"part_id": Part, "track_id": Track, "room_id": Room}


def take_over(
    actor: Actor,
    event_id: int,
    schedule: ReadSchedule,
    *,
    seen: str = "",
    file: str = "",
    now: datetime,
) -> Plan:
    """Write down what the schedule says, and return what was done.

    The event is held while that is worked out anew. With `seen`, the token of a plan that was
    shown, raises Conflict `changed` when anything else would be done. `file` is its name, for the
    audit log.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    lock(Event, event_id)
    planned = plan(schedule, known_event(event_id, schedule))
    if seen and seen != planned.token:
        raise Conflict("changed")
    if planned.does_something:
        _Applying(event_id, planned, _first_language(event_id), now).apply()
        counts = {outcome.value: count for outcome, count in planned.counts.items()}
        audit.note(
            actor,
            event_id,
            action="import",
            noun="events",
            object_id=event_id,
            after={"file": file, **counts},
        )
        db.session.flush()
    return planned


@dataclass
class _Applying:
    event_id: int
    plan: Plan
    language: str
    now: datetime
    made: dict[type, dict[int, int]] = field(default_factory=dict)  # refs below 0 to numbers

    def apply(self) -> None:
        self._stretch()
        for model, names in ((Part, self.plan.parts), (Track, self.plan.tracks)):
            self._make(model, names)
        self._make(Room, self.plan.rooms)
        self._people()
        rows = [row for row in self.plan.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
        self._lists(rows, self._sessions(rows))

    def _stretch(self) -> None:
        if self.plan.longer:
            event = db.session.get_one(Event, self.event_id)
            event.starts_on, event.ends_on = self.plan.first_day, self.plan.last_day

    def _make(self, model: type[Part | Track | Room], names: Iterable[NewName]) -> None:
        """New pieces, behind those that are there."""
        last = sa.select(sa.func.max(model.position)).filter_by(event_id=self.event_id)
        position = db.session.scalar(last) or 0
        made = {
            new.ref: model(event_id=self.event_id, position=position + n, name=new.name)
            for n, new in enumerate(names, start=1)
        }
        self.made[model] = _written(made)

    def _people(self) -> None:
        new = {person.ref: self._person(person) for person in self.plan.people if person.ref < 0}
        self.made[Person] = _written(new)
        changes = {person.ref: person.values for person in self.plan.people if person.ref > 0}
        for row in db.session.scalars(sa.select(Person).where(Person.id.in_(changes))):
            _set(row, changes[row.id])
        db.session.flush()

    def _person(self, planned: PlannedPerson) -> Person:
        return Person(
            event_id=self.event_id,
            key=str(uuid.uuid4()),
            created_at=self.now,
            **planned.values,
        )

    def _sessions(self, rows: Iterable[PlannedRow]) -> dict[int, int]:
        """Write the sessions of the rows; returns each one's number by its place in the rows."""
        rows = list(rows)
        known = self._known(row.session_id for row in rows if row.session_id)
        placed: dict[int, Session] = {}
        for place, row in enumerate(rows):
            values = self._values(row.values)
            if row.session_id is None:
                key = row.key or str(uuid.uuid4())
                placed[place] = Session(event_id=self.event_id, key=key, **values)
                db.session.add(placed[place])
            else:
                placed[place] = known[row.session_id]
                _set(placed[place], values)
        db.session.flush()
        return {place: session.id for place, session in placed.items()}

    def _known(self, ids: Iterable[int]) -> dict[int, Session]:
        found = db.session.scalars(sa.select(Session).filter_by(event_id=self.event_id))
        wanted = set(ids)
        return {session.id: session for session in found if session.id in wanted}

    def _values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self._number(_REFERENCES[name], value) if name in _REFERENCES else value
            for name, value in values.items()
        }

    def _number(self, model: type, ref: int | None) -> int | None:
        return self.made[model][ref] if ref is not None and ref < 0 else ref

    def _lists(self, rows: Iterable[PlannedRow], numbers: Mapping[int, int]) -> None:
        """The speaker lists, and the video rooms that sessions are in."""
        changed = [
            line for row in rows for line in row.lines or () if line.id is not None and line.values
        ]
        known = self._known_lines(line.id for line in changed if line.id)
        for place, row in enumerate(rows):
            for position, line in enumerate(row.lines or (), start=1):
                self._line(line, numbers[place], position, known)
            if row.video_room is not None:
                self._serve(numbers[place], row.video_room)
        db.session.flush()

    def _known_lines(self, ids: Iterable[int]) -> dict[int, Speaker]:
        wanted = set(ids)
        return {
            line.id: line
            for line in db.session.scalars(
                sa.select(Speaker)
                .join(Session, Session.id == Speaker.session_id)
                .where(Session.event_id == self.event_id)
            )
            if line.id in wanted
        }

    def _line(
        self, line: PlannedLine, session_id: int, position: int, known: Mapping[int, Speaker]
    ) -> None:
        """A new line, or one that is there with what differs; an order is no edit of a line."""
        if line.id is None:
            person = self._number(Person, line.person)
            added = Speaker(
                session_id=session_id,
                person_id=person,
                position=position,
                text_language=self.language,
                **line.values,
            )
            db.session.add(added)
            return
        if line.values:
            _set(known[line.id], line.values)
        db.session.execute(
            sa.update(Speaker)
            .where(Speaker.id == line.id, Speaker.position != position)
            .values(position=position)
        )

    def _serve(self, session_id: int, video_room_id: int) -> None:
        found = db.session.scalar(sa.select(VideoRoomSession).filter_by(session_id=session_id))
        if found is None:
            found = VideoRoomSession(session_id=session_id)
            db.session.add(found)
        found.video_room_id = video_room_id


def _written(made: Mapping[int, Any]) -> dict[int, int]:
    """Write new rows down in their order, and return their numbers by ref."""
    db.session.add_all(made.values())
    db.session.flush()
    return {ref: row.id for ref, row in made.items()}


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _first_language(event_id: int) -> str:
    return next(iter(db.session.get_one(Event, event_id).languages), "en")
