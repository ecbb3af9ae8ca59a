"""What the audit log, and what was written to others, says of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.privacy import Traces
from forumapp.models import AuditEntry, Mail
from forumapp.services.files import keys_of
from forumapp.services.people.belongings import Belongings

AT_ONCE = 500
_POINTERS = {"person_id": "people", "registration_id": "registrations"}


def clear_log(event_id: int, own: Belongings) -> None:
    """Of each line about what is theirs only that there was one stays; others lose the name.

    The lines of other people keep a name that happens to be the same.
    """
    person = own["people"][0]
    named = Traces.of([person[name] for name in ("email", "phone", "printed_name", "native_name")])
    reached = Traces.of([person["email"], person["phone"]])
    for entry in _entries(event_id):
        if _is_theirs(entry, own):
            _write(AuditEntry, entry.id, before={}, after={})
            continue
        traces = reached if entry.noun in own else named
        _keep(AuditEntry, entry, traces, ("before", "after"))
    for mail in _read(Mail, Mail.event_id == event_id, Mail.person_id.is_(None)):
        _keep(Mail, mail, named, ("facts",))


def keys_in(own: Belongings) -> frozenset[str]:
    """The files that somebody's rows have."""
    return frozenset(key for rows in own.values() for row in rows for key in keys_of(dict(row)))


def keys_in_log(event_id: int, own: Belongings) -> frozenset[str]:
    """The files that were theirs once, as a photo that was changed."""
    theirs = (entry for entry in _entries(event_id) if _is_theirs(entry, own))
    return frozenset(
        key for entry in theirs for values in (entry.before, entry.after) for key in keys_of(values)
    )


def forget_columns(event_id: int, names: Collection[str], *, noun: str = "") -> None:
    """Take these fields out of what the log says of people and registrations, or of a noun."""
    nouns = (noun,) if noun else ("people", "registrations")
    _strip(event_id, names, AuditEntry.noun.in_(nouns), AuditEntry.action != "answer")


def forget_answers(event_id: int, code: str) -> None:
    """Take the answers to a question out of the log."""
    _strip(event_id, {code}, AuditEntry.noun == "registrations", AuditEntry.action == "answer")


def _strip(event_id: int, names: Collection[str], *where: sa.ColumnElement[bool]) -> None:
    for entry in _read(AuditEntry, AuditEntry.event_id == event_id, *where):
        sides = {"before": entry.before or {}, "after": entry.after or {}}
        if any(name in values for values in sides.values() for name in names):
            left = {
                side: {name: value for name, value in values.items() if name not in names}
                for side, values in sides.items()
            }
            _write(AuditEntry, entry.id, **left)


def _entries(event_id: int) -> Iterator[AuditEntry]:
    return _read(AuditEntry, AuditEntry.event_id == event_id)


def _read(model: Any, *where: sa.ColumnElement[bool]) -> Iterator[Any]:
    """Rows as they are in the database, a few hundred at once."""
    last = 0
    while rows := db.session.execute(
        sa.select(*model.__table__.columns)
        .where(*where, model.id > last)
        .order_by(model.id)
        .limit(AT_ONCE)
    ).all():
        yield from rows
        last = rows[-1].id


def _is_theirs(entry: Any, own: Belongings) -> bool:
    if entry.object_id in _ids(own, entry.noun):
        return True
    return any(
        values.get(name) in _ids(own, table)
        for values in (entry.before or {}, entry.after or {})
        for name, table in _POINTERS.items()
    )


def _ids(own: Belongings, table: str) -> Collection[int]:
    return {row["id"] for row in own.get(table, ())}


def _keep(model: Any, row: Any, traces: Traces, names: Iterable[str]) -> None:
    """Write what is left of a row's values, where that is less."""
    left = {name: traces.without(getattr(row, name)) for name in names}
    if any(left[name] != getattr(row, name) for name in left):
        _write(model, row.id, **left)


def _write(model: Any, key: int, **values: Any) -> None:
    db.session.execute(sa.update(model.__table__).where(model.id == key).values(values))
