"""What the audit log, and what was written to others, says of a person.

The database finds the rows in question, however long the log is; they are looked at one by one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.privacy import Traces
from forumapp.models import AuditEntry, Mail
from forumapp.services.files import keys_of
from forumapp.services.people.belongings import Belongings

_POINTERS = {"person_id": "people", "registration_id": "registrations"}
_SIDES = ("before", "after")

Left = list[dict[str, Any]]  # what is left of rows, by their numbers


def clear_log(event_id: int, own: Belongings) -> None:
    """Of each line about what is theirs only that there was one stays; others lose the name.

    The lines of other people keep a name that happens to be the same.
    """
    person = own["people"][0]
    words = [person[name] for name in ("email", "phone", "printed_name", "native_name")]
    named, reached = Traces.of(words), Traces.of(words[:2])
    left: Left = []
    for entry in _read(AuditEntry, AuditEntry.event_id == event_id, _concerns(own, words)):
        if _is_theirs(entry, own):
            left.append({"row": entry.id, "before": {}, "after": {}})
        else:
            left += _without(entry, reached if entry.noun in own else named, _SIDES)
    _write(AuditEntry, _SIDES, left)
    _clear_mails(event_id, named, words)


def _clear_mails(event_id: int, named: Traces, words: Iterable[str]) -> None:
    """Take a name out of what is written to others."""
    said = _says(Mail.facts, [json.dumps(word)[1:-1] for word in words if word])
    left: Left = []
    for mail in _read(Mail, Mail.event_id == event_id, Mail.person_id.is_(None), said):
        left += _without(mail, named, ("facts",))
    _write(Mail, ("facts",), left)


def keys_in(own: Belongings) -> frozenset[str]:
    """The files that somebody's rows have."""
    return frozenset(key for rows in own.values() for row in rows for key in keys_of(dict(row)))


def keys_in_log(event_id: int, own: Belongings) -> frozenset[str]:
    """The files that were theirs once, as a photo that was changed."""
    theirs = _read(AuditEntry, AuditEntry.event_id == event_id, _concerns(own, ()))
    return frozenset(
        key
        for entry in theirs
        if _is_theirs(entry, own)
        for values in (entry.before, entry.after)
        for key in keys_of(values)
    )


def forget_columns(event_id: int, names: Collection[str], *, noun: str = "") -> None:
    """Take these fields out of what the log says of people and registrations, or of a noun."""
    nouns = (noun,) if noun else ("people", "registrations")
    _strip(event_id, names, AuditEntry.noun.in_(nouns), AuditEntry.action != "answer")


def forget_answers(event_id: int, code: str) -> None:
    """Take the answers to a question out of the log."""
    _strip(event_id, {code}, AuditEntry.noun == "registrations", AuditEntry.action == "answer")


def _strip(event_id: int, names: Collection[str], *where: sa.ColumnElement[bool]) -> None:
    said = sa.or_(*(_says(_column(side), [f'"{name}":' for name in names]) for side in _SIDES))
    left: Left = []
    for entry in _read(AuditEntry, AuditEntry.event_id == event_id, said, *where):
        sides = {side: _besides(getattr(entry, side), names) for side in _SIDES}
        left.append({"row": entry.id, **sides})
    _write(AuditEntry, _SIDES, left)


def _besides(values: Mapping[str, Any] | None, names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if name not in names}


def _concerns(own: Belongings, words: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a line is about one of their rows, points at one, or has one of the words."""
    about = [
        sa.and_(AuditEntry.noun == table, AuditEntry.object_id.in_([row["id"] for row in rows]))
        for table, rows in own.items()
    ]
    pointers = [
        f'"{name}": {row["id"]}' for name, table in _POINTERS.items() for row in own.get(table, ())
    ]
    said = [*pointers, *(json.dumps(word)[1:-1] for word in words if word)]
    return sa.or_(*about, *(_says(_column(side), said) for side in _SIDES))


def _says(column: Any, words: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether JSON has one of the words in it, in whatever case."""
    text = sa.cast(column, sa.Text)
    return sa.or_(sa.false(), *(text.icontains(word, autoescape=True) for word in words))


def _column(side: str) -> Any:
    return getattr(AuditEntry, side)


def _read(model: Any, *where: sa.ColumnElement[bool]) -> Iterator[Any]:
    yield from db.session.execute(sa.select(*model.__table__.columns).where(*where)).all()


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


def _without(row: Any, traces: Traces, names: Iterable[str]) -> Left:
    """What is left of a row's values without the traces, where that is less."""
    left = {name: traces.without(getattr(row, name)) for name in names}
    return [{"row": row.id, **left}] if any(left[n] != getattr(row, n) for n in left) else []


def _write(model: Any, names: Iterable[str], left: Left) -> None:
    if left:
        table = model.__table__
        db.session.connection().execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("row"))
            .values({name: sa.bindparam(name) for name in names}),
            left,
        )
