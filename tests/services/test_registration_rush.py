"""Several processes of several threads, doing everything at once: never a seat too many."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.deciding import Act
from forumapp.domain.events import Mode
from forumapp.domain.registration import TAKEN, SeatStatus
from forumapp.models import Part, Registration, Seat
from forumapp.services import registration
from forumapp.services.registration import promotion
from tests import factories as make
from tests.services import registration_kit as kit
from tests.services.rush import MOST
from tests.services.test_registration_races import at_once, without_lock

ROOT = Path(__file__).resolve().parents[2]
QUOTA, SEATS = 4, 5


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_app(request: pytest.FixtureRequest) -> Flask:
    """The same on both databases."""
    name = "app" if request.param == "sqlite" else "postgres_app"
    app: Flask = request.getfixturevalue(name)
    return app


@pytest.mark.slow
def test_processes_that_do_everything_at_once_oversell_nothing(each_app: Flask) -> None:
    event = make.an_event(promotes=True, offer_hours=5)
    parts = [make.a_part(event, seats_room=MOST // 2, seats_online=5) for _ in range(2)]
    categories = [make.a_category(event), make.a_category(event, priority=2)]
    delegation = make.a_delegation(event, quota_room=QUOTA)
    for number in range(16):
        wish = dict.fromkeys(parts, Mode.ROOM)
        kit.register(event, categories[number % 2], wish, delegation=(None, delegation)[number % 2])
    event_id, part_ids, delegation_id = event.id, [p.id for p in parts], delegation.id
    address = db.engine.url.render_as_string(hide_password=False)
    rush = [sys.executable, "-m", "tests.services.rush", address, str(settings().instance)]
    rush.append(str(event_id))
    processes = [
        subprocess.Popen(
            [*rush, str(seed)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]

    most_seen, looks = 0, 0
    while any(process.poll() is None for process in processes):
        most_seen, looks = max(most_seen, _most(part_ids, Mode.ROOM)), looks + 1
        assert _most(part_ids, Mode.ROOM) <= MOST
        assert _most(part_ids, Mode.ONLINE) <= 5
        assert _people(delegation_id) <= QUOTA
    ends = [process.communicate(timeout=60)[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], ends
    assert looks > 5
    assert most_seen >= MOST // 2
    assert kit.count(event) > 16


def _most(part_ids: list[int], mode: Mode) -> int:
    """The most seats that are taken in any of the parts."""
    make.afresh()
    counts = db.session.scalars(
        sa.select(sa.func.count())
        .where(Seat.part_id.in_(part_ids), Seat.mode == mode, Seat.status.in_(TAKEN))
        .group_by(Seat.part_id)
    )
    return max(counts, default=0)


def _people(delegation_id: int) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count(sa.distinct(Seat.registration_id)))
            .join(Registration, Registration.id == Seat.registration_id)
            .where(
                Registration.delegation_id == delegation_id,
                Seat.mode == Mode.ROOM,
                Seat.status.in_(TAKEN),
            )
        )
        or 0
    )


def _deciders(event_id: int, ids: list[int]) -> list[Callable[[], object]]:
    """One approves each of these, who ask for their seats again; others promote meanwhile."""
    seen = {one.id: one for one in registration.chosen_by(SYSTEM, event_id, registration.Filters())}

    def approver(key: int) -> Callable[[], object]:
        def act() -> object:
            with unit_of_work():
                return registration.decide(SYSTEM, event_id, Act.APPROVE, [seen[key]], now=make.NOW)

        return act

    def promoter() -> object:
        with unit_of_work():
            return promotion.serve(event_id, now=make.NOW)

    return [*(approver(key) for key in ids), *[promoter] * 4]


def _refused(*, waiting: int = 0) -> tuple[int, Part, list[int]]:
    """Twenty who were refused and ask again, behind so many who wait, for five seats."""
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=0), make.a_category(event)
    for _ in range(waiting):
        kit.register(event, category, part)
    refused = [kit.register(event, category, part) for _ in range(20)]
    with unit_of_work() as session:
        session.get_one(Part, part.id).seats_room = SEATS
    seen = kit.chosen(*refused)
    with unit_of_work():
        registration.decide(SYSTEM, event.id, Act.REJECT, seen, now=make.NOW)
    return event.id, part, [r.registration_id for r in refused]


def test_approvals_and_promotions_at_once_fill_the_seats_and_no_more(each_app: Flask) -> None:
    event_id, part, ids = _refused(waiting=3)
    at_once(each_app, _deciders(event_id, ids), threads=12)
    while _served(event_id):
        pass
    assert kit.seats(part, SeatStatus.HELD) == SEATS


def _served(event_id: int) -> int:
    with unit_of_work():
        return promotion.serve(event_id, now=make.NOW)


@pytest.mark.postgres
def test_the_same_without_the_lock_oversells(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proof that the test above would catch it: only the lock of the seats is taken away."""
    event_id, part, ids = _refused()
    with without_lock(monkeypatch):
        at_once(postgres_app, _deciders(event_id, ids), threads=12)
    assert kit.seats(part, SeatStatus.HELD) > SEATS
