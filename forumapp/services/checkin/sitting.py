"""Who was in one session and who was not: searched, and page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.checkin.ledger import Attendance
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.text import one_line
from forumapp.models import Mark, Person, Registration, Seat
from forumapp.services.access import require
from forumapp.services.checkin.entries import entries
from forumapp.services.checkin.records import HELD, SessionFacts, counted, kept
from forumapp.services.rows import one, read

PAGE = 50


class Shown(StrEnum):
    """Whom the list of a session shows."""

    THERE = "there"
    MISSING = "missing"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Somebody of the list: the mode of their seat in the session's part, what the ledger has."""

    person: PersonFacts
    mode: Mode | None
    entry: Attendance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One page of the people of a session, and how many there are in all."""

    session: SessionFacts
    lines: tuple[Line, ...]
    count: int
    page: int
    pages: int


def sitting(
    actor: Actor,
    event_id: int,
    session_id: int,
    *,
    shown: Shown | None = None,
    text: str = "",
    page: int = 1,
    now: datetime,
) -> Sitting:
    """A page of who was there and who has a seat; a search also finds everyone else of the event.

    The ledger itself is read of those on the page alone. NotFound for what isn't held.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    sessions, sittings, doors = counted(event_id)
    session = next((row for row in sessions if row.id == session_id), None)
    if session is None:
        raise NotFound
    entry, _double = entries(sittings, doors, now=int(now.timestamp()), of=[session_id])
    wanted = _wanted(event_id, session, sa.select(entry.c.person_id), shown, text)
    count = db.session.scalar(wanted.with_only_columns(sa.func.count(Person.id))) or 0
    pages = max(1, -(-count // PAGE))
    page = page if 1 <= page <= pages else 1
    found = wanted.order_by(*_BY_NAME).limit(PAGE).offset((page - 1) * PAGE)
    people = [read(PersonFacts, person) for person in db.session.scalars(found)]
    lines = _lines(event_id, session, people, now=now)
    return Sitting(session=session, lines=lines, count=count, page=page, pages=pages)


def somebody(actor: Actor, event_id: int, person_id: int) -> PersonFacts:
    """Whom a mark is to be about; NotFound for somebody of another event."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return read(PersonFacts, one(Person, person_id, event_id=event_id))


_BY_NAME = (
    sa.func.lower(sa.func.coalesce(sa.func.nullif(Person.family_name, ""), Person.printed_name)),
    sa.func.lower(Person.printed_name),
    Person.id,
)


def _wanted(
    event_id: int,
    session: SessionFacts,
    there: sa.Select[Any],
    shown: Shown | None,
    text: str,
) -> sa.Select[Person]:
    words = one_line(text).split()[:8]
    marked = sa.select(Mark.person_id).where(Mark.session_id == session.id)
    seated = (
        sa.select(Registration.person_id)
        .join(Seat, sa.and_(*HELD, Seat.part_id == session.part_id))
        .where(Registration.event_id == event_id)
    )
    known = sa.or_(Person.id.in_(there), Person.id.in_(seated), Person.id.in_(marked))
    which: dict[Shown | None, sa.ColumnElement[bool]] = {
        None: sa.true() if words else known,
        Shown.THERE: Person.id.in_(there),
        Shown.MISSING: sa.and_(Person.id.in_(seated), Person.id.not_in(there)),
        Shown.MARKED: Person.id.in_(marked),
    }
    named = (_is_called(word) for word in words)
    return sa.select(Person).where(Person.event_id == event_id, which[shown], *named)


def _is_called(word: str) -> sa.ColumnElement[bool]:
    """SQLite knows the two cases of ASCII letters alone, so others are sought in every case."""
    cases = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    columns = (Person.printed_name, Person.native_name)
    return sa.or_(*(c.icontains(case, autoescape=True) for c in columns for case in cases))


def _lines(
    event_id: int, session: SessionFacts, people: list[PersonFacts], *, now: datetime
) -> tuple[Line, ...]:
    ids = [person.id for person in people]
    modes: dict[int, Any] = dict(
        db.session.execute(
            sa.select(Registration.person_id, Seat.mode)
            .join(Seat, sa.and_(*HELD, Seat.part_id == session.part_id))
            .where(Registration.person_id.in_(ids))
        ).all()
    )
    _sessions, found = kept(event_id, session_id=session.id, people=ids, now=now)
    by_person = {entry.person_id: entry for entry in found}
    return tuple(
        Line(person=person, mode=modes.get(person.id), entry=by_person.get(person.id))
        for person in people
    )
