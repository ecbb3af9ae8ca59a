"""An event of thousands who registered, and what doors, gates and marks know of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.cli.demo.builder import Builder
from forumapp.cli.demo.topics import TOPICS
from forumapp.db import Base, db, unit_of_work
from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.delegations import DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.domain.video import Decision
from forumapp.models import Door, Join, Mark, Person, Registration, Scan, Seat
from tests.bench.inside import events

SLUG, WAITING = "crowd", "crowd-waiting"  # who is approved, and who waits to be
COUNTRIES = ("CN", "KH", "LA", "MM", "TH", "VN", "BN", "ID", "MY", "PH", "SG")
DAYS, A_DAY = 2, 6
T = Translated


def event(people: str, slug: str = SLUG) -> str:
    """Make an event with so many registrations; those approved have attended its two days."""
    chance, status = random.Random(slug), RegistrationStatus.APPROVED
    if slug == WAITING:
        status = RegistrationStatus.PENDING
    with unit_of_work():
        builder = events.begin(slug, first=datetime.now(UTC).date() - timedelta(days=DAYS))
        for country in COUNTRIES:
            builder.delegation(country, DelegationCategory.MEMBER)
        parts = [builder.part(T(en=f"Part {n}", zh=f"第{n}部分")) for n in (1, 2)]
        for number in range(DAYS * A_DAY):
            _session(builder, parts, number)
        modes = _people(builder, int(people), status, chance)
        if status is RegistrationStatus.APPROVED:
            _attendance(builder, modes, chance)
    events.release(slug)
    events.clear_jobs()
    return slug


def _session(builder: Builder, parts: list[Any], number: int) -> None:
    day, slot = divmod(number, A_DAY)
    builder.session(
        f"S{number + 1}",
        TOPICS[number % len(TOPICS)],
        SessionKind.PLENARY,
        day=builder.event.starts_on + timedelta(days=day),
        at=f"{9 + slot:02d}:00",
        minutes=50,
        part=parts[slot % 2],
    )


def _people(
    builder: Builder, number: int, status: RegistrationStatus, chance: random.Random
) -> dict[int, Mode]:
    """Write people, registrations and seats in three statements; the mode of each person."""
    event_id, now = builder.event.id, builder.now
    categories = [row.id for row in builder.categories.values()]
    delegations = [builder.delegations[country] for country in COUNTRIES]
    first = 1 + (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0)
    opened = 1 + (db.session.scalar(sa.select(sa.func.max(Registration.id))) or 0)
    _write(Person, (_person(event_id, first + n, now) for n in range(number)))
    _write(
        Registration,
        (
            {
                "id": opened + n,
                "event_id": event_id,
                "person_id": first + n,
                "category_id": categories[n % len(categories)],
                "delegation_id": delegations[n % len(COUNTRIES)].id,
                "status": status,
                "listed": n % 9 != 0,
                "idempotency_key": f"crowd-{n}",
                "same_as": f"crowd-{n}",
                "created_at": now - timedelta(minutes=n),
            }
            for n in range(number)
        ),
    )
    modes = {first + n: Mode.ONLINE if chance.random() < 0.3 else Mode.ROOM for n in range(number)}
    _write(
        Seat,
        (
            {
                "registration_id": opened + n,
                "part_id": part.id,
                "mode": modes[first + n],
                "status": SeatStatus.HELD,
                "asked_at": now,
            }
            for n in range(number)
            for part in builder.parts
        ),
    )
    return modes


def _person(event_id: int, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "event_id": event_id,
        "key": str(uuid.UUID(int=number, version=4)),
        "printed_name": f"Participant{number % 900} FAMILY{number}",
        "family_name": f"FAMILY{number}",
        "title": T(en="Programme Officer", zh="项目官员"),
        "organisation": T(en=f"Ministry {number % 40}"),
        "country": COUNTRIES[number % len(COUNTRIES)],
        "email": f"p{number}@crowd.example",
        "created_at": now,
    }


def _attendance(builder: Builder, modes: dict[int, Mode], chance: random.Random) -> None:
    """Twice a day through the main entrance or online, and a mark of one in fifty."""
    doors = [_door(builder, number) for number in range(DAYS)]
    zone = builder.event.zone
    in_room = [key for key, mode in modes.items() if mode is Mode.ROOM]
    online = [key for key, mode in modes.items() if mode is Mode.ONLINE]
    _write(
        Scan,
        (
            scan
            for door in doors
            for key in in_room
            if chance.random() < 0.9
            for scan in _scans(door, key, zone, chance)
        ),
    )
    starts = {row.id: clock.utc(row.starts, zone) for row in builder.sessions}
    _write(
        Join,
        (
            {
                "session_id": session,
                "person_id": key,
                "decision": Decision.ADMITTED,
                "at": at + timedelta(minutes=chance.randrange(20)),
            }
            for session, at in starts.items()
            for key in online
            if chance.random() < 0.7
        ),
    )
    _write(
        Mark,
        (
            {
                "event_id": builder.event.id,
                "session_id": chance.choice([*starts]),
                "person_id": key,
                "kind": MarkKind.ROOM,
                "reason": "A list that was signed",
                "made_by": "The registrar",
                "made_at": builder.now,
            }
            for key in [*modes][::50]
        ),
    )


def _door(builder: Builder, number: int) -> Door:
    row = Door(
        event_id=builder.event.id,
        key=f"{builder.event.slug}-{number}",
        name="Main entrance",
        scope=DoorScope.EVENT,
        day=builder.event.starts_on + timedelta(days=number),
        code_hash=f"{builder.event.slug}-{number}",
        code_given_at=builder.now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _scans(
    door: Door, person_id: int, zone: str, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """In before nine, out and in again about noon, seldom in twice, and out in the evening."""
    turns = [(8 * 60 + 40, Direction.IN), (12 * 60, Direction.OUT), (13 * 60, Direction.IN)]
    turns += [(15 * 60, Direction.IN)] if chance.random() < 0.02 else []
    for minutes, direction in [*turns, (17 * 60 + 30, Direction.OUT)]:
        at = _instant(door.day, minutes + chance.randrange(-15, 16), zone)
        yield {
            "event_id": door.event_id,
            "key": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "door_id": door.id,
            "person_id": person_id,
            "direction": direction,
            "way": Way.CAMERA,
            "finding": Finding.WELCOME,
            "let_through": True,
            "device_at": at,
            "at": at,
            "received_at": at,
        }


def _instant(day: date, minutes: int, zone: str) -> datetime:
    midnight = datetime.combine(day, datetime.min.time())
    return clock.utc(midnight + timedelta(minutes=minutes), zone)


def _write(model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    db.session.execute(sa.insert(model), list(rows))
