"""Everything that is known of a person goes; what is counted stays, without a name.

Each table that belongs to a person loses their rows, unless it is named here: of those tables the
rows stay, and of each row only the columns that are named. So what is added later goes as well,
until somebody says that it stays.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.domain import clock
from forumapp.domain.delegations import Capacity
from forumapp.domain.mail import MailState
from forumapp.domain.privacy import ERASED
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Delegation, Event, Job, Mail, PersonalCode, Registration, Seat
from forumapp.services import files
from forumapp.services.mail.outbox import job_key
from forumapp.services.people.belongings import Belongings, belongings
from forumapp.services.privacy import snapshots, traces

# What stays of whom nobody knows any more, besides the numbers of rows and of what they refer to.
STAYS: Mapping[str, frozenset[str]] = {
    "people": frozenset({"country", "created_at"}),
    "registrations": frozenset({"status", "origin", "sequence", "created_at", "decided_at"}),
    "seats": frozenset({"mode", "status", "asked_at"}),
    "scans": frozenset(
        {"key", "direction", "way", "finding", "let_through", "device_at", "at", "received_at"}
    ),
    "joins": frozenset({"decision", "at"}),
    "marks": frozenset({"kind", "minutes", "made_by", "made_at"}),
    "letters": frozenset({"kind", "language", "code", "issued_at", "issued_by"}),
    "mails": frozenset({"key", "kind", "locale", "state", "written_at", "sent_at"}),
}
_ON_ITS_WAY = (MailState.SENT, MailState.HANDING_OVER)


def forget_person(person_id: int, *, now: datetime) -> None:
    """Forget a person for good: rows, files, mails that wait, snapshots, and what the log said.

    Who is waited for at an event to come is so no longer. Their links end.
    """
    _leave(person_id, now=now)
    own = _with_codes(belongings(person_id))
    event_id: int = own["people"][0]["event_id"]
    unneeded = traces.keys_in(own) | traces.keys_in_log(event_id, own)
    traces.clear_log(event_id, own)
    _drop_mails(own)
    for name in reversed(list(own)):
        table = Base.metadata.tables[name]
        ids = [row["id"] for row in own[name]]
        if name not in STAYS:
            db.session.execute(sa.delete(table).where(table.c.id.in_(ids)))
    for name, rows in own.items():
        for row in rows if name in STAYS else ():
            _blank(Base.metadata.tables[name], row, now=now)
    db.session.expire_all()
    unneeded |= snapshots.redact(event_id, own, now=now)
    files.ask(
        unneeded,
        reason=f"person {person_id}",
        event_id=event_id,
        now=now,
        mails=[row["id"] for row in own.get("mails", ())],
    )


def _with_codes(own: Belongings) -> Belongings:
    """What is theirs, with the invitations to register that went to the same address in vain."""
    person = own["people"][0]
    table = Base.metadata.tables[PersonalCode.__tablename__]
    codes = sa.select(table).where(
        table.c.event_id == person["event_id"],
        table.c.registration_id.is_(None),
        sa.func.lower(table.c.email) == person["email"].lower(),
        table.c.email != "",
    )
    found: tuple[Any, ...] = tuple(db.session.execute(codes).mappings())
    return {**own, table.name: (*own.get(table.name, ()), *found)} if found else own


def _leave(person_id: int, *, now: datetime) -> None:
    """End a registration for an event that isn't over, which an older backup may bring back."""
    row = db.session.execute(
        sa.select(Registration.id, Registration.status, Event.ends_on, Event.zone)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.person_id == person_id)
    ).first()
    if row is None or not row.status.active or clock.wall(now, row.zone).date() > row.ends_on:
        return
    gone = {"status": RegistrationStatus.WITHDRAWN, "decided_at": now}
    db.session.execute(sa.update(Registration).where(Registration.id == row.id).values(gone))
    db.session.execute(
        sa.update(Seat)
        .where(Seat.registration_id == row.id)
        .values(status=SeatStatus.RELEASED, offered_until=None)
    )


def _drop_mails(own: Belongings) -> None:
    """What waits is never sent, what failed can't be sent again, and no job says why."""
    ids = [row["id"] for row in own.get("mails", ())]
    keys = [job_key(row["key"]) for row in own.get("mails", ())]
    db.session.execute(sa.update(Job).where(Job.key.in_(keys)).values(error=""))
    db.session.execute(sa.delete(Mail).where(Mail.id.in_(ids), Mail.state.not_in(_ON_ITS_WAY)))


def _blank(table: sa.Table, row: Mapping[str, Any], *, now: datetime) -> None:
    """Empty every column of a row that isn't said to stay."""
    stays = STAYS[table.name]
    own = _OWN.get(table.name, _nothing)(row, now)
    values = {
        column.name: own[column.name] if column.name in own else _empty(column)
        for column in table.columns
        if column.name in own
        or not (column.primary_key or column.foreign_keys or column.name in stays)
    }
    if values:
        db.session.execute(sa.update(table).where(table.c.id == row["id"]).values(values))


def _empty(column: sa.Column[Any]) -> Any:
    """What a row has in a column of which nothing was ever written."""
    if column.nullable:
        return None
    default: Any = column.default
    if default is not None:
        return default.arg if default.is_scalar else default.arg(None)
    return {} if isinstance(column.type, sa.JSON) else column.type.python_type()


def _nothing(_row: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    return {}


def _person(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    versions = ("version", "link_version", "feed_version", "join_version")
    return {
        **{name: row[name] + 1 for name in versions},
        "key": str(uuid.uuid4()),
        "printed_name": ERASED,
        "country": row["country"] or _country_of_delegation(row["id"]),
        "erased_at": now,
    }


def _country_of_delegation(person_id: int) -> str:
    found = db.session.scalar(
        sa.select(Delegation.country)
        .join(Registration, Registration.delegation_id == Delegation.id)
        .where(Registration.person_id == person_id)
    )
    return found or ""


def _registration(row: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    """Out of the delegation: one of two members would be known by it."""
    return {
        "version": row["version"] + 1,
        "delegation_id": None,
        "capacity": Capacity.DELEGATE,
        "idempotency_key": f"erased {row['id']}",
        "same_as": f"erased {row['id']}",
    }


def _letter(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {"name": ERASED, "revoked_at": row["revoked_at"] or now}


_OWN: Mapping[str, Callable[[Mapping[str, Any], datetime], dict[str, Any]]] = {
    "people": _person,
    "registrations": _registration,
    "letters": _letter,
}
