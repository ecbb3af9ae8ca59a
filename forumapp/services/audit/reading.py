"""Reading the log of an event, with what its objects are called today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.text import Translated
from forumapp.models import (
    AuditEntry,
    Category,
    Delegation,
    Event,
    Issue,
    Organisation,
    Part,
    Person,
    Registration,
    Release,
    Room,
    Series,
    Session,
    Speaker,
    Track,
    User,
    VideoRoom,
)
from forumapp.services.access import require

Names = Mapping[tuple[str, int], Translated]
Wanted = dict[str, set[int]]

# What those read too who may not read registrations.
_OPEN_NOUNS = (
    "accepted_clashes",
    "categories",
    "clashes",
    "delegations",
    "event_roles",
    "events",
    "form_editions",
    "form_fields",
    "interpreters",
    "issues",
    "notices",
    "organisations",
    "parts",
    "people",
    "questions",
    "quotas",
    "releases",
    "retentions",
    "rooms",
    "series",
    "sessions",
    "speakers",
    "tracks",
    "unavailabilities",
    "video_rooms",
)
_PRIVATE_FIELDS = {"people": ("email", "phone", "bounced_email")}

_POINTS_AT = {
    "series_id": "series",
    "part_id": "parts",
    "room_id": "rooms",
    "track_id": "tracks",
    "category_id": "categories",
    "delegation_id": "delegations",
    "person_id": "people",
    "session_id": "sessions",
    "video_room_id": "video_rooms",
    "user_id": "users",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the log. `before` and `after` hold only what differs."""

    id: int
    at: datetime
    actor: str
    action: str
    noun: str
    object_id: int
    before: dict[str, Any]
    after: dict[str, Any]


def log(
    actor: Actor, event_id: int, *, noun: str = "", page: int = 1, size: int = 50
) -> tuple[AuditRow, ...]:
    """The changes of an event, latest first, of one noun or of all.

    Who may not read registrations sees none of theirs, and no address of a person.
    """
    require(actor, Action.READ_AUDIT, event_id=event_id)
    entries = db.session.scalars(
        _readable(sa.select(AuditEntry), actor, event_id, noun)
        .order_by(AuditEntry.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    reads_all = can(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return tuple(_row(entry, reads_all=reads_all) for entry in entries)


def count(actor: Actor, event_id: int, *, noun: str = "") -> int:
    """How many lines the event's log has, of one noun or of all."""
    require(actor, Action.READ_AUDIT, event_id=event_id)
    statement = _readable(sa.select(sa.func.count(AuditEntry.id)), actor, event_id, noun)
    return db.session.scalar(statement) or 0


def nouns(actor: Actor, event_id: int) -> tuple[str, ...]:
    """The kinds of things in the event's log."""
    require(actor, Action.READ_AUDIT, event_id=event_id)
    statement = _readable(sa.select(AuditEntry.noun).distinct(), actor, event_id, "")
    return tuple(sorted(db.session.scalars(statement)))


def names(rows: Iterable[AuditRow], event_id: int) -> Names:
    """What the objects of these lines, and those they point at, are called in the event today.

    At most one query a noun; what is deleted has no name here.
    """
    wanted: Wanted = {}
    for row in rows:
        wanted.setdefault(row.noun, set()).add(row.object_id)
        for values in (row.before, row.after):
            for field, noun in _POINTS_AT.items():
                if isinstance(number := values.get(field), int):
                    wanted.setdefault(noun, set()).add(number)
    return {
        (noun, number): Translated(name) if isinstance(name, Mapping) else Translated(en=str(name))
        for noun, ids in wanted.items()
        if noun in _NAMES
        for number, name in _named(noun, ids, event_id)
    }


def points_at(field: str) -> str:
    """The noun that the number in a field is of, if any."""
    return _POINTS_AT.get(field, "")


_PERSON_OF = {"registrations": Registration, "speakers": Speaker}
_NAMES: dict[str, Any] = {
    "events": Event.title,
    "series": Series.name,
    "organisations": Organisation.name,
    "parts": Part.name,
    "rooms": Room.name,
    "tracks": Track.name,
    "categories": Category.name,
    "sessions": Session.code,
    "people": Person.printed_name,
    "registrations": Person.printed_name,
    "speakers": Person.printed_name,
    "delegations": Delegation.name,
    "video_rooms": VideoRoom.name,
    "users": User.name,
    "releases": Release.number,
    "issues": Issue.number,
}


def _named(noun: str, ids: set[int], event_id: int) -> Iterable[tuple[int, Any]]:
    if noun == "delegations":
        return _delegations(ids, event_id)
    column = _NAMES[noun]
    owner: Any = _PERSON_OF.get(noun, column.class_)
    statement = sa.select(owner.id, column).where(owner.id.in_(ids))
    if noun in _PERSON_OF:
        statement = statement.join(Person, Person.id == owner.person_id)
    if hasattr(column.class_, "event_id"):
        statement = statement.where(column.class_.event_id == event_id)
    return [(number, name) for number, name in db.session.execute(statement)]


def _delegations(ids: set[int], event_id: int) -> Iterable[tuple[int, Any]]:
    rows = db.session.execute(
        sa.select(Delegation.id, Delegation.country, Delegation.name).where(
            Delegation.id.in_(ids), Delegation.event_id == event_id
        )
    )
    return [(number, country or name) for number, country, name in rows]


def _readable(statement: Any, actor: Actor, event_id: int, noun: str) -> Any:
    statement = statement.where(AuditEntry.event_id == event_id)
    if noun:
        statement = statement.where(AuditEntry.noun == noun)
    if not can(actor, Action.READ_REGISTRATIONS, event_id=event_id):
        statement = statement.where(AuditEntry.noun.in_(_OPEN_NOUNS))
    return statement


def _row(entry: AuditEntry, *, reads_all: bool) -> AuditRow:
    hidden = () if reads_all else _PRIVATE_FIELDS.get(entry.noun, ())
    return AuditRow(
        id=entry.id,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        noun=entry.noun,
        object_id=entry.object_id,
        before=_masked(entry.before, hidden),
        after=_masked(entry.after, hidden),
    )


def _masked(values: Mapping[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    return {name: "•••" if name in hidden and value else value for name, value in values.items()}
