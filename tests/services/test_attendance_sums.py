"""What the database adds up is what the rule of the ledger says of each person and session."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import SYSTEM
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import Attendance, MarkKind
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.delegations import CredentialStatus
from forumapp.domain.events import Mode
from forumapp.domain.video import Decision
from forumapp.models import Event, Join, Mark, Scan
from forumapp.services.checkin import attendance
from forumapp.services.checkin.attendance import Ledger, Narrowing
from forumapp.services.checkin.sums import Sums, Total, sums
from tests import factories as make

COUNTRIES = ("KH", "LA", "VN")  # whose people come in delegations
ACCEPTED = COUNTRIES[0]


def test_sums_are_those_of_the_ledger(app: Flask) -> None:
    _compare(random.Random(7))


@pytest.mark.postgres
def test_sums_are_those_of_the_ledger_on_postgresql(postgres_app: Flask) -> None:
    _compare(random.Random(11))


def _compare(chance: random.Random) -> None:
    """Of a day of chance, whole and narrowed, while its last session is still held."""
    event = make.an_event(starts_on=make.NOW.date(), ends_on=make.NOW.date())
    parts = _a_day_of_chance(event, chance)
    now = clock.utc(datetime.combine(event.starts_on, datetime.min.time()), event.zone)
    now += timedelta(hours=13, minutes=20)
    found = attendance.kept(SYSTEM, event.id, now=now)
    for narrowing in (
        Narrowing(),
        Narrowing(country="LA"),
        Narrowing(part_id=parts[0], mode=Mode.ROOM),
        Narrowing(mode=Mode.ONLINE),
    ):
        told = sums(SYSTEM, event.id, narrowing, now=now)
        assert _told(told) == _counted(attendance.narrowed(found, narrowing)), narrowing
        assert told.whole.people, narrowing


def _a_day_of_chance(event: Event, chance: random.Random) -> list[int]:
    category = make.a_category(event)
    parts = [make.a_part(event), make.a_part(event)]
    delegations = [make.a_delegation(event, country=country) for country in COUNTRIES]
    make.a_credential(event, delegations[0], status=CredentialStatus.ACCEPTED)
    people = []
    for number in range(9):
        country = COUNTRIES[number % 3]
        person = make.a_person(event, country=country)
        make.a_registration(
            event,
            person,
            category=category,
            parts=tuple(chance.sample(parts, chance.randint(0, 2))),
            mode=chance.choice([*Mode]),
            delegation_id=delegations[number % 3].id,
        )
        people.append(person.id)
    sessions = [
        make.a_session(event, parts[number % 2], hour=hour)
        for number, hour in enumerate((9, 10, 10, 11, 13))
    ]
    doors = [
        make.a_door(event).id,
        make.a_door(event, scope=DoorScope.PART, part_id=parts[1].id, code_hash="part").id,
        make.a_door(event, scope=DoorScope.SESSION, session_id=sessions[1].id, code_hash="hall").id,
    ]
    midnight = clock.utc(datetime.combine(event.starts_on, datetime.min.time()), event.zone)

    def at() -> datetime:
        return midnight + timedelta(seconds=chance.randrange(8 * 3600, 14 * 3600))

    rows: list[Any] = [
        _scan(event, chance.choice(doors), chance.choice(people), at(), chance.choice([*Direction]))
        for _number in range(60)
    ]
    rows += [
        Join(
            session_id=chance.choice(sessions).id,
            person_id=chance.choice(people),
            decision=chance.choice([Decision.ADMITTED, Decision.ADMITTED, Decision.TOO_EARLY]),
            at=at(),
        )
        for _number in range(15)
    ]
    rows += [
        Mark(
            event_id=event.id,
            session_id=chance.choice(sessions).id,
            person_id=chance.choice(people),
            kind=chance.choice([*MarkKind]),
            minutes=chance.choice([None, 5, 500]),
            made_by="The registrar",
            made_at=make.NOW,
        )
        for _number in range(12)
    ]
    with unit_of_work() as session:
        session.add_all(rows)
    return [part.id for part in parts]


def _scan(event: Event, door: int, person: int, at: datetime, direction: Direction) -> Scan:
    return Scan(
        event_id=event.id,
        key=str(uuid.uuid4()),
        door_id=door,
        person_id=person,
        direction=direction,
        way=Way.CAMERA,
        finding=Finding.WELCOME,
        let_through=True,
        device_at=at,
        at=at,
        received_at=at,
    )


def _told(told: Sums) -> Mapping[str, object]:
    return {
        "whole": told.whole,
        "session": dict(told.by_session),
        "part": dict(told.by_part),
        "country": dict(told.by_country),
        "mode": dict(told.by_mode),
        "seats": dict(told.seats),
    }


def _counted(found: Ledger) -> Mapping[str, object]:
    """The same, counted one entry at a time."""
    part_of = {session.id: session.part_id for session in found.sessions}
    by: dict[str, dict[Any, list[Attendance]]] = {}
    for entry in (entry for entry in found.entries if entry.there):
        seated = found.people[entry.person_id]
        part_id = part_of[entry.session_id]
        groups = {
            "whole": "",
            "session": entry.session_id,
            "part": part_id,
            "country": seated.person.country,
            "mode": seated.modes.get(part_id),
        }
        for of, key in groups.items():
            by.setdefault(of, {}).setdefault(key, []).append(entry)
    totals = {
        of: {key: _total(found, own) for key, own in groups.items() if key is not None}
        for of, groups in by.items()
    }
    seats: dict[tuple[int, Mode], int] = {}
    for seated in found.people.values():
        for place in seated.modes.items():
            seats[place] = seats.get(place, 0) + 1
    return {**totals, "whole": totals["whole"][""], "seats": seats}


def _total(found: Ledger, entries: Iterable[Attendance]) -> Total:
    entries = tuple(entries)
    minutes = [entry.room_minutes + entry.online_minutes for entry in entries]
    countries = {found.people[entry.person_id].person.country for entry in entries}
    return Total(
        room=len({entry.person_id for entry in entries if entry.room}),
        online=len({entry.person_id for entry in entries if entry.online}),
        people=len({entry.person_id for entry in entries}),
        minutes=round(sum(minutes) / len(minutes)),
        delegations=len(countries & {ACCEPTED}),
    )
