"""Everything that is kept about one person, for that person (GDPR articles 15 and 20 ask it)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, Encrypted, db
from forumapp.domain.access import Action, Actor
from forumapp.domain.text import Translated
from forumapp.models import Person
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.people.belongings import belongings

# Marks by which the product knows a row again, and what is made of a mail only when it is sent.
_OURS = {"key", "idempotency_key", "same_as", "version", "facts", "uid", "position", "sequence"}
SEALED = ".sealed"  # how the keys of identity documents end, which no archive holds
_NAMES = ("name", "title", "label", "code", "country")  # what a row of another table is called by

Kept = dict[str, list[dict[str, Any]]]


def own_data(actor: Actor) -> Kept:
    """Each table's rows about the acting participant, as JSON takes them; what is secret isn't in.

    Every table that refers to people is followed, and what refers to the rows found there, so one
    that is added is in it by itself. A row of another table stands as what it is called; people
    don't stand in it, as all rows are of the one, and who else a row may name is nobody's business.
    """
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    audit.note(
        Actor(name="participant"),
        person.event_id,
        action="export_own_data",
        noun="people",
        object_id=person.id,
    )
    return {
        name: _told(Base.metadata.tables[name], rows)
        for name, rows in belongings(person.id).items()
    }


def _told(table: sa.Table, rows: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if _is_told(column)]
    names = {column.name: _names(column, rows) for column in columns if column.foreign_keys}
    return [
        {
            column.name.removesuffix("_id"): (
                names[column.name].get(row[column.name])
                if column.foreign_keys
                else _plain(row[column.name])
            )
            for column in columns
        }
        for row in rows
    ]


def _is_told(column: sa.Column[Any]) -> bool:
    secret = isinstance(column.type, Encrypted)
    person = any(key.column.table is Person.__table__ for key in column.foreign_keys)
    mark = (
        person
        or column.primary_key
        or column.name in _OURS
        or column.name.endswith(("_version", "_hash"))
    )
    return not (secret or person or mark)


def _names(column: sa.Column[Any], rows: Any) -> dict[int, Any]:
    """What the rows that a column refers to are called; their number where they have no name."""
    (key,) = column.foreign_keys
    other = key.column.table
    wanted = {row[column.name] for row in rows} - {None}
    names = [other.c[name] for name in _NAMES if name in other.c]
    found = db.session.execute(sa.select(other.c.id, *names).where(other.c.id.in_(wanted)))
    return {number: _plain(next(filter(None, called), number)) for number, *called in found}


def _plain(value: Any) -> Any:
    if isinstance(value, Translated):
        return value.plain()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def files_of(kept: Kept) -> Iterator[str]:
    """The keys of the person's files in the store."""
    photos = (row["photo"] for row in kept["people"])
    answered = (row["file"] for row in kept.get("answers", ()))
    yield from {key for key in (*photos, *answered) if key and not key.endswith(SEALED)}
