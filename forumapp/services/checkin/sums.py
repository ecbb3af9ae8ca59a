"""What the ledger of attendance adds up to, in queries whose number and answers stay small."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.delegations import CredentialStatus
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.models import Credential, Join, Mark, Person, Registration, Scan, Seat, Session
from forumapp.services.access import require
from forumapp.services.checkin import records
from forumapp.services.checkin.attendance import Narrowing, is_meant
from forumapp.services.checkin.entries import NONE, entries
from forumapp.services.checkin.records import HELD, SessionFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """People, each once; `minutes` are the average of an entry.

    `delegations` are those with accepted credentials of which somebody was there.
    """

    room: int = 0
    online: int = 0
    people: int = 0
    minutes: int = 0
    delegations: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The totals of what a report is narrowed to, by what each is the total of.

    `countries` are all that people come from. `seats` are held, by part and mode; `registered` are
    the people who hold one, by mode. `accepted` is the number of delegations with accepted
    credentials, `doubles` that of entries scanned while somebody was inside.
    """

    sessions: tuple[SessionFacts, ...]
    parts: Mapping[int, Translated]
    seats: Mapping[tuple[int, Mode], int]
    registered: Mapping[Mode, int]
    accepted: int
    countries: tuple[str, ...] = ()
    whole: Total = Total()
    doubles: int = 0
    by_session: Mapping[int, Total] = field(default_factory=dict)
    by_part: Mapping[int, Total] = field(default_factory=dict)
    by_country: Mapping[str, Total] = field(default_factory=dict)
    by_mode: Mapping[Mode, Total] = field(default_factory=dict)


def sums(actor: Actor, event_id: int, narrowing: Narrowing, *, now: datetime) -> Sums:
    """The totals of an event, or of what they are narrowed to, in nine queries."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    everything, sittings, doors = records.counted(event_id)
    meant = tuple(session for session in everything if is_meant(session, narrowing))
    accepted = _accepted(event_id)
    plain = Sums(
        sessions=meant,
        parts=records.parts(event_id),
        seats=_seats(event_id, narrowing),
        registered=_registered(event_id, narrowing),
        accepted=len(accepted),
        countries=_countries(event_id),
    )
    if not meant:
        return plain
    entry, double = entries(
        sittings, doors, now=int(now.timestamp()), of=[session.id for session in meant]
    )
    return _with_totals(plain, _totals(entry, double, narrowing, accepted))


def anything(event_id: int) -> bool:
    """Whether a door, the gate of a video room or a mark says anything at all."""
    joined = sa.select(Join.id).join(Session, Session.id == Join.session_id)
    said = (
        sa.select(Scan.id).where(Scan.event_id == event_id, Scan.let_through),
        joined.where(Session.event_id == event_id),
        sa.select(Mark.id).where(Mark.event_id == event_id),
    )
    return bool(db.session.scalar(sa.select(sa.or_(*(one.exists() for one in said)))))


def _totals(
    entry: sa.CTE, double: sa.CTE, narrowing: Narrowing, accepted: Collection[int]
) -> list[tuple[str, str, Total, int]]:
    """What is a total of what, the total, and the doubles; all in one statement."""
    inside = _by_part(entry, narrowing, accepted)
    groups = {
        "whole": sa.literal(""),
        "part": sa.cast(inside.c.part_id, sa.String),
        "country": inside.c.country,
        "mode": sa.cast(inside.c.mode, sa.String),
    }
    wanted: sa.CompoundSelect[Any] = sa.union_all(
        _of_sessions(entry, narrowing, accepted),
        *(_grouped(inside, of, key) for of, key in groups.items()),
        _doubled(double, narrowing),
    )
    found = db.session.execute(wanted)
    return [(of, key or "", _total(*told), doubles) for of, key, *told, doubles in found]


def _words(of: str, key: sa.ColumnElement[str]) -> tuple[sa.ColumnElement[str], ...]:
    return sa.literal(of).label("of"), key.label("key")


def _of_sessions(entry: sa.CTE, narrowing: Narrowing, accepted: Collection[int]) -> sa.Select[Any]:
    """Nobody has two entries of one session."""
    found = (
        sa.select(*_words("session", sa.cast(entry.c.session_id, sa.String)))
        .add_columns(sa.func.sum(entry.c.room), sa.func.sum(entry.c.online), sa.func.count())
        .add_columns(sa.func.sum(entry.c.minutes), sa.func.count())
        .add_columns(sa.func.count(_of(accepted).distinct()), NONE)
        .group_by(entry.c.session_id)
    )
    return _about(found.select_from(entry), entry.c.person_id, narrowing)


def _grouped(inside: sa.CTE, of: str, key: sa.ColumnElement[str]) -> sa.Select[Any]:
    seen, count = inside.c, sa.func.count
    came = (sa.case((seen[name] == 1, seen.person_id)) for name in ("room", "online"))
    return (
        sa.select(*_words(of, key))
        .add_columns(*(count(one.distinct()) for one in came), count(seen.person_id.distinct()))
        .add_columns(sa.func.sum(seen.minutes), sa.func.sum(seen.entries))
        .add_columns(count(seen.delegation_id.distinct()), NONE)
        .group_by(key)
    )


def _total(
    room: int, online: int, people: int, minutes: int, entries_: int, delegations: int
) -> Total:
    return Total(
        room=room,
        online=online,
        people=people,
        minutes=round(minutes / entries_) if entries_ else 0,
        delegations=delegations,
    )


def _doubled(double: sa.CTE, narrowing: Narrowing) -> sa.Select[Any]:
    nothing = (NONE for _number in range(6))
    found: Any = sa.select(*_words("doubles", sa.literal("")), *nothing, sa.func.count())
    return _about(found.select_from(double), double.c.person_id, narrowing)


def _about(
    found: sa.Select[Any], person_id: sa.ColumnElement[int], narrowing: Narrowing
) -> sa.Select[Any]:
    """Narrowed to whom the report is about, with their registration beside."""
    beside = found.outerjoin(Registration, Registration.person_id == person_id)
    return beside.where(*_who(person_id, narrowing))


def _who(person_id: Any, narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    found = []
    if narrowing.country:
        of_country = sa.select(Person.id).where(Person.country == narrowing.country)
        found.append(person_id.in_(of_country))
    if narrowing.mode is not None:
        found.append(person_id.in_(_holding(narrowing.mode, narrowing.part_id)))
    return found


def _holding(mode: Mode, part_id: int | None) -> sa.Select[Any]:
    """Who holds a seat in this mode, in the part or in any."""
    place = sa.true() if part_id is None else Seat.part_id == part_id
    held = sa.select(Registration.person_id).join(Seat, sa.and_(*HELD))
    return held.where(Seat.mode == mode, place)


def _by_part(entry: sa.CTE, narrowing: Narrowing, accepted: Collection[int]) -> sa.CTE:
    """The entries of each person in each part together, with the mode of the seat held there."""
    once = (
        sa.select(entry.c.person_id, entry.c.part_id, sa.func.sum(entry.c.minutes).label("minutes"))
        .add_columns(*(sa.func.max(entry.c[name]).label(name) for name in ("room", "online")))
        .add_columns(sa.func.count().label("entries"))
        .group_by(entry.c.person_id, entry.c.part_id)
        .subquery()
    )
    found = sa.select(once, Person.country, _of(accepted).label("delegation_id"), Seat.mode)
    people = found.join_from(once, Person, Person.id == once.c.person_id)
    known = _about(people, once.c.person_id, narrowing)
    return known.outerjoin(Seat, sa.and_(*HELD, Seat.part_id == once.c.part_id)).cte("inside")


def _of(accepted: Collection[int]) -> sa.ColumnElement[int]:
    """The delegation that a registration is of, where it is one of these."""
    return sa.case((Registration.delegation_id.in_(accepted), Registration.delegation_id))


def _seats(event_id: int, narrowing: Narrowing) -> dict[tuple[int, Mode], int]:
    found = db.session.execute(
        _holders(event_id, narrowing, Seat.part_id, Seat.mode, sa.func.count()).group_by(
            Seat.part_id, Seat.mode
        )
    )
    return {(part_id, mode): number for part_id, mode, number in found}


def _registered(event_id: int, narrowing: Narrowing) -> dict[Mode, int]:
    people = sa.func.count(Registration.person_id.distinct())
    found = db.session.execute(_holders(event_id, narrowing, Seat.mode, people).group_by(Seat.mode))
    return dict(found.all())


def _holders(event_id: int, narrowing: Narrowing, *columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(Registration)
        .join(Seat, sa.and_(*HELD))
        .where(Registration.event_id == event_id, *_who(Registration.person_id, narrowing))
    )


def _accepted(event_id: int) -> Collection[int]:
    wanted = sa.select(Credential.delegation_id).filter_by(event_id=event_id)
    return db.session.scalars(wanted.filter_by(status=CredentialStatus.ACCEPTED)).all()


def _countries(event_id: int) -> tuple[str, ...]:
    wanted = sa.select(Person.country).filter_by(event_id=event_id).where(Person.country != "")
    return tuple(db.session.scalars(wanted.distinct()))


def _with_totals(plain: Sums, found: list[tuple[str, str, Total, int]]) -> Sums:
    by: dict[str, dict[str, Total]] = {}
    for of, key, total, _doubles in found:
        by.setdefault(of, {})[key] = total
    return replace(
        plain,
        whole=by.get("whole", {}).get("", Total()),
        doubles=sum(doubles for _of, _key, _total, doubles in found),
        by_session={int(key): total for key, total in by.get("session", {}).items()},
        by_part={int(key): total for key, total in by.get("part", {}).items()},
        by_country=by.get("country", {}),
        by_mode={Mode(key): total for key, total in by.get("mode", {}).items() if key},
    )
