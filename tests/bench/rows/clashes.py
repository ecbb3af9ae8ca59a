"""How long the clashes of a large plan take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes import Duty, Plan, Planned, Rules, Task, find
from tests.bench.house import House
from tests.bench.results import Figure

REACH = 1.0  # seconds
DAYS, ROOMS, A_DAY = 10, 125, 8
PEOPLE = 8_000
FIRST = date(2030, 3, 11)


def measure(house: House) -> Iterator[Figure]:
    """Every clash of 10,000 sessions with 20,000 speaking parts; the quickest of three."""
    plan = _plan(Random(16))
    seconds, found = min(_timed(plan) for _ in range(3))
    yield Figure(
        what=f"clashes of {len(plan.sessions):,} sessions with {len(plan.duties):,} speaking parts",
        reach=f"<= {REACH:.0f} s",
        measured=f"{seconds:.2f} s",
        met=seconds <= REACH,
        note=f"{found:,} clashes found",
        values={"seconds": seconds, "clashes": found},
    )


def _timed(plan: Plan) -> tuple[float, int]:
    started = time.perf_counter()
    found = find(plan)
    return time.perf_counter() - started, len(found)


def _plan(chance: Random) -> Plan:
    """Ten days of 125 rooms, an hour a session; some are moved into another's time."""
    sessions = tuple(_session(number, chance) for number in range(1, DAYS * ROOMS * A_DAY + 1))
    duties = tuple(
        _duty(session, chance.randint(1, PEOPLE)) for session in sessions for _ in range(2)
    )
    rules = Rules(zone="Asia/Shanghai", first_day=FIRST, last_day=FIRST + timedelta(days=DAYS - 1))
    return Plan(
        rules=rules, sessions=sessions, duties=duties, seats=dict.fromkeys(range(ROOMS), 80)
    )


def _session(number: int, chance: Random) -> Planned:
    day, rest = divmod(number - 1, ROOMS * A_DAY)
    hour, room = divmod(rest, ROOMS)
    late = timedelta(minutes=15 if chance.random() < 0.02 else 0)
    starts = datetime(2030, 3, 11, 1, tzinfo=UTC) + timedelta(days=day, hours=hour) + late
    return Planned(
        id=number,
        kind=SessionKind.PARALLEL,
        part_id=1,
        room_id=room,
        day=FIRST + timedelta(days=day),
        starts=starts,
        ends=starts + timedelta(minutes=50),
        speaking=2,
        confirmed=1,
        presiding=1,
        expected=chance.randint(10, 82),
    )


def _duty(session: Planned, person: int) -> Duty:
    return Duty(
        who=str(person),
        person_id=person,
        session_id=session.id,
        task=Task.SPEAKS,
        starts=session.starts,
        ends=session.ends,
        room_id=session.room_id,
    )
