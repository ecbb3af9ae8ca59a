"""Writing a new registration down in as few and as plain statements as can be.

Hundreds may be sent in the same minute, and on SQLite each holds the one write lock: so these rows
go past the ORM, with the lines of the audit log that it would have written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from forumapp.db import Base, db, insert_new
from forumapp.domain.registration import Details, RegistrationStatus, Wish, written_in
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Person, Registration, Seat
from forumapp.services import audit
from forumapp.services.access import ACTING
from forumapp.services.audit import Change

_UNSAID = {"idempotency_key", "same_as", "created_at", "event_id"}  # not in the audit log


def write(
    event_id: int,
    details: Details,
    wish: Wish,
    *,
    key: str,
    same_as: str,
    status: RegistrationStatus,
    now: datetime,
) -> tuple[Registration, Person] | None:
    """Insert a person and their registration, and return both, unattached to the session.

    None, with nothing written, when the form or the person was registered in the same moment.
    """
    row = NewRow(key=key, same_as=same_as, details=details, wish=wish, status=status)
    return write_all(event_id, [row], now=now).get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A registration to be written, under the key of its form and the mark of its person."""

    key: str
    same_as: str
    details: Details
    wish: Wish
    status: RegistrationStatus
    position: int = 0

    def person(self, event_id: int, now: datetime) -> dict[str, Any]:
        """The columns of the person."""
        answers = self.details.answers
        photo = {"photo": answers.photo} if answers and answers.photo else {}
        given = {"event_id": event_id, "key": str(uuid.uuid4()), **personal(self.details), **photo}
        return {**given, "created_at": now}

    def registration(self, event_id: int, person_id: int, now: datetime) -> dict[str, Any]:
        """The columns of the registration."""
        wish, details = self.wish, self.details
        return {
            "event_id": event_id,
            "person_id": person_id,
            "category_id": wish.category_id,
            "delegation_id": wish.delegation_id,
            "capacity": wish.capacity,
            "position": self.position,
            "origin": wish.origin,
            "status": self.status,
            "access_needs": details.access_needs,
            "dietary_needs": details.dietary_needs,
            "listed": details.listed,
            "idempotency_key": self.key,
            "same_as": self.same_as,
            "created_at": now,
            "decided_at": now if self.status is RegistrationStatus.APPROVED else None,
        }


def write_all(
    event_id: int, new: Sequence[NewRow], *, now: datetime
) -> dict[str, tuple[Registration, Person]]:
    """Insert people and their registrations, in a few statements for all; each pair by its key.

    Of those whose form or person was registered in the same moment nothing is written.
    """
    if not new:
        return {}
    people = [row.person(event_id, now) for row in new]
    numbers = insert_new(Person, people)
    ids = [numbers[person["key"]] for person in people]
    rows = [row.registration(event_id, key, now) for row, key in zip(new, ids, strict=True)]
    written = insert_new(Registration, rows, by="idempotency_key")
    _take_out([row["person_id"] for row in rows if row["idempotency_key"] not in written])
    found = {
        row["idempotency_key"]: (
            Registration(id=written[row["idempotency_key"]], version=1, sequence=0, **row),
            Person(id=row["person_id"], version=1, link_version=1, **person),
        )
        for row, person in zip(rows, people, strict=True)
        if row["idempotency_key"] in written
    }
    _tell_audit_log(found.values(), people, rows, now)
    return found


def _take_out(people: Sequence[int]) -> None:
    if people:
        table = _table(Person)
        db.session.connection().execute(sa.delete(table).where(table.c.id.in_(people)))


def write_seats(seats: Sequence[Seat]) -> None:
    """Insert the seats of new registrations."""
    if not seats:
        return
    db.session.connection().execute(
        _insert_seats(),
        [
            {
                "registration_id": seat.registration_id,
                "part_id": seat.part_id,
                "mode": seat.mode,
                "status": seat.status,
                "asked_at": seat.asked_at,
                "offered_until": seat.offered_until,
                "by_hand": bool(seat.by_hand),
            }
            for seat in seats
        ],
    )


def rewrite_all(
    rows: Sequence[Registration] | Sequence[Person],
    values: Mapping[str, Any],
    *,
    event_id: int,
    raised: str,
) -> None:
    """Give many rows the same values and raise one counter of each, in one statement and a line of
    the audit log each. The ORM would send a statement for every row that has a version.
    """
    if not rows:
        return
    table = _table(type(rows[0]))
    counters = {name: table.c[name] + 1 for name in (raised, "version")}
    statement = sa.update(table).where(table.c.id.in_([row.id for row in rows]))
    db.session.connection().execute(statement.values({**values, **counters}))
    audit.note_all(event_id, table.name, [_renew(row, values, raised) for row in rows])


def _renew(row: Registration | Person, values: Mapping[str, Any], raised: str) -> Change:
    """Bring a row in memory up to what was written, and say what changed."""
    new = {**values, raised: getattr(row, raised) + 1}
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in changed}
    for name, value in {**new, "version": row.version + 1}.items():
        set_committed_value(row, name, value)
    return Change(object_id=row.id, before=before, after=changed)


def personal(details: Details) -> dict[str, Any]:
    """The columns of the person that the details fill."""
    return {
        "honorific": details.honorific,
        "printed_name": details.printed_name,
        "family_name": details.family_name,
        "native_name": details.native_name,
        "title": in_its_language(details.title),
        "organisation": in_its_language(details.organisation),
        "country": details.country,
        "email": details.email,
        "phone": details.phone,
        "locale": details.locale,
    }


def in_its_language(text: str) -> Translated:
    """A text that someone typed, under the language that its script tells of."""
    return Translated({written_in(text): text}) if text else Translated()


def _table(model: type[Base]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


@lru_cache
def _insert_seats() -> Any:
    return sa.insert(_table(Seat))


@lru_cache
def _insert_entries() -> Any:
    return sa.insert(_table(AuditEntry))


def _tell_audit_log(
    written: Iterable[tuple[Registration, Person]],
    people: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    actor, event_id = db.session().info.get(ACTING, ("system", None))
    of_person = {row["person_id"]: (person, row) for person, row in zip(people, rows, strict=True)}
    said = [
        entry
        for row, person in written
        for entry in (
            ("people", person.id, of_person[person.id][0]),
            ("registrations", row.id, of_person[person.id][1]),
        )
    ]
    if not said:
        return
    db.session.connection().execute(
        _insert_entries(),
        [
            {
                "at": now,
                "actor": actor,
                "event_id": event_id,
                "action": "create",
                "noun": noun,
                "object_id": key,
                "before": {},
                "after": {
                    name: _plain(value) for name, value in values.items() if name not in _UNSAID
                },
            }
            for noun, key, values in said
        ],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Translated):
        return value.plain()
    return value.isoformat() if isinstance(value, datetime) else value
