"""Many at once: never a seat too many, and everyone who was told so is there."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import NOBODY, SYSTEM, Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.events import Mode
from forumapp.domain.nominees import read_rows
from forumapp.domain.registration import Outcome, RegistrationStatus, SeatStatus, Wish
from forumapp.models import Part, Registration, Seat
from forumapp.services import registration
from forumapp.services.delegations import nominating, pasting
from forumapp.services.registration import Received, promotion
from forumapp.services.registration import seats as ledger
from tests import factories as make
from tests.services import registration_kit as kit

THREADS = 40


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_app(request: pytest.FixtureRequest) -> Flask:
    """The same on both databases."""
    name = "app" if request.param == "sqlite" else "postgres_app"
    app: Flask = request.getfixturevalue(name)
    return app


def at_once(
    app: Flask, acts: Sequence[Callable[[], object]], *, threads: int = THREADS
) -> list[Any]:
    """Start all of these in the same moment, each with a session of its own; their results."""
    gate = threading.Barrier(min(threads, len(acts)))
    first = threading.local()

    def run(act: Callable[[], object]) -> object:
        if not hasattr(first, "passed"):
            first.passed = True
            gate.wait(timeout=60)
        with app.app_context():
            try:
                return act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(max_workers=min(threads, len(acts))) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def sender(
    event_id: int, category_id: int, part_id: int, *, key: str = "", **given: str
) -> Callable[[], Received]:
    form = kit.details(**given)

    def send() -> Received:
        wish = Wish(category_id=category_id, parts={part_id: Mode.ROOM})
        with unit_of_work():
            return registration.register(
                NOBODY, event_id, details=form, wish=wish, key=key or uuid.uuid4().hex, now=make.NOW
            )

    return send


def test_forty_ask_for_ten_seats(each_app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=10), make.a_category(event)
    send = [sender(event.id, category.id, part.id) for _ in range(THREADS)]

    received = at_once(each_app, send)

    assert kit.count(event) == THREADS
    assert {r.outcome for r in received} == {Outcome.NEW}
    assert kit.seats(part, SeatStatus.HELD) == 10
    assert kit.seats(part, SeatStatus.WAITING) == THREADS - 10
    assert len(kit.mails(event)) == THREADS


def test_ten_sends_of_one_form_make_one_row_and_one_mail(each_app: Flask) -> None:
    event = make.an_event()
    parts = [make.a_part(event) for _ in range(10)]
    category = make.a_category(event)
    form = kit.details()

    def send(part_id: int) -> Callable[[], Received]:
        def act() -> Received:
            wish = Wish(category_id=category_id, parts={part_id: Mode.ROOM})
            with unit_of_work():
                return registration.register(
                    NOBODY, event_id, details=form, wish=wish, key="one-form", now=make.NOW
                )

        return act

    # Each asks for another part, so that no lock of a part makes them queue up.
    event_id, category_id = event.id, category.id
    received = at_once(each_app, [send(part.id) for part in parts])

    outcomes = sorted(r.outcome for r in received)
    assert outcomes == [Outcome.NEW] + [Outcome.SENT_TWICE] * 9
    assert len({r.registration_id for r in received}) == 1
    assert kit.count(event) == 1
    assert kit.kinds(event) == ["registered"]


def test_one_person_on_ten_forms_at_once_is_registered_once(each_app: Flask) -> None:
    event = make.an_event()
    category = make.a_category(event)
    parts = [make.a_part(event) for _ in range(10)]
    send = [sender(event.id, category.id, part.id, email="sok@ministry.example") for part in parts]

    received = at_once(each_app, send)

    outcomes = sorted(r.outcome for r in received)
    assert outcomes == [Outcome.KNOWN_PERSON] * 9 + [Outcome.NEW]
    assert kit.count(event) == 1
    assert kit.kinds(event) == ["registered"]


def test_a_quota_holds_against_forty_at_once_in_different_parts(each_app: Flask) -> None:
    event = make.an_event()
    category, delegation = make.a_category(event), make.a_delegation(event, quota_room=7)
    parts = [make.a_part(event) for _ in range(4)]
    event_id, category_id, delegation_id = event.id, category.id, delegation.id

    def send(part_id: int) -> Callable[[], Received]:
        form = kit.details()
        wish = Wish(
            category_id=category_id, delegation_id=delegation_id, parts={part_id: Mode.ROOM}
        )

        def act() -> Received:
            with unit_of_work():
                return registration.register(
                    NOBODY, event_id, details=form, wish=wish, key=uuid.uuid4().hex, now=make.NOW
                )

        return act

    at_once(each_app, [send(parts[number % 4].id) for number in range(THREADS)])

    assert sum(kit.seats(part, SeatStatus.HELD) for part in parts) == 7
    assert sum(kit.seats(part, SeatStatus.WAITING) for part in parts) == THREADS - 7


def test_focal_points_who_nominate_paste_and_withdraw_at_once_never_exceed_their_quota(
    each_app: Flask,
) -> None:
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=40), make.a_category(event)
    delegation = make.a_delegation(event, quota_room=7, focal_email="focal@ministry.example")
    focal, part_id, category_id = Actor(delegation_id=delegation.id), part.id, category.id
    parts = {part_id: Mode.ROOM}

    def nominate(number: int) -> Received:
        details = kit.details(printed_name=f"SOK Number{number}")
        return nominating.nominate(
            focal,
            details=details,
            category_id=category_id,
            parts=parts,
            capacity=Capacity.DELEGATE,
            key=f"form-{number}",
            now=make.NOW,
        )

    def paste(number: int) -> object:
        rows = read_rows("\n".join(f"\tKEO Row{number}of{row}" for row in range(8)))
        given: dict[str, Any] = {
            "category_id": category_id,
            "parts": parts,
            "listed": True,
            "now": make.NOW,
        }
        return pasting.enter(focal, rows, **given)

    with unit_of_work():
        early = [nominate(number) for number in range(100, 104)]
    acts = [
        *(_worked(nominate, number) for number in range(12)),
        *(_worked(paste, number) for number in range(3)),
        *(
            _worked(nominating.withdraw_nominee, focal, one.registration_id, now=make.NOW)
            for one in early
        ),
        *(_worked(promotion.serve, event.id, now=make.NOW) for _ in range(4)),
    ]
    random.Random(5).shuffle(acts)
    at_once(each_app, acts)

    make.afresh()
    assert kit.count(event) == 4 + 12 + 3 * 8
    assert kit.seats(part, SeatStatus.HELD) <= 7
    with unit_of_work():
        promotion.serve(event.id, now=make.NOW)
    assert kit.seats(part, SeatStatus.HELD) == 7
    assert kit.seats(part, SeatStatus.WAITING) == 4 + 12 + 24 - 4 - 7
    summaries = [kind for kind in kit.kinds(event) if kind == "delegation_nominated"]
    assert len(summaries) == 3


def test_never_oversold_in_a_mix_of_everything(each_app: Flask) -> None:
    """Registrations, withdrawals, promotions, rejections, changes of mode and of the seats."""
    event = make.an_event()
    part = make.a_part(event, seats_room=10, seats_online=5)
    category = make.a_category(event)
    event_id, part_id, category_id = event.id, part.id, category.id
    early = [kit.register(event, category, part) for _ in range(20)]
    watch = _Watch(part_id)
    chance = random.Random(7)

    def quietly(act: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            try:
                result = act()
            except Conflict as refused:
                result = refused.code
            watch.look()
            return result

        return run

    acts = [quietly(act) for act in _mix(event_id, category_id, part_id, early)]
    chance.shuffle(acts)
    results = at_once(each_app, acts, threads=20)

    assert watch.oversold == []
    told = [r for r in results if isinstance(r, Received)]
    make.afresh()
    kept = set(db.session.scalars(sa.select(Registration.id).filter_by(event_id=event_id)))
    assert {r.registration_id for r in told} <= kept
    assert len(kept) == 20 + len(told)
    for withdrawn in early[:6]:
        row = kit.own(withdrawn).registration
        assert row.status in (RegistrationStatus.WITHDRAWN, RegistrationStatus.REJECTED)
        assert {s.status for s in row.seats} == {SeatStatus.RELEASED}


def _mix(
    event_id: int, category_id: int, part_id: int, early: list[Received]
) -> list[Callable[[], object]]:
    return [
        *(sender(event_id, category_id, part_id) for _ in range(20)),
        *(_worked(_withdraw, received) for received in early[:6]),
        *(_worked(_promote, event_id, received, part_id) for received in early[10:20]),
        *(_worked(_move_online, event_id, received, part_id) for received in early[6:16]),
        *(_worked(_resize, part_id, seats) for seats in (11, 12, 12, 13)),
    ]


def _worked(act: Callable[..., object], *facts: object, **more: object) -> Callable[[], object]:
    def run() -> object:
        with unit_of_work():
            return act(*facts, **more)

    return run


def _withdraw(received: Received) -> None:
    registration.withdraw_own(Actor(person_id=received.person_id, name="participant"), now=make.NOW)


def _promote(event_id: int, received: Received, part_id: int) -> None:
    registration.promote(SYSTEM, event_id, received.registration_id, part_id=part_id, now=make.NOW)


def _move_online(event_id: int, received: Received, part_id: int) -> None:
    registration.change_mode(
        SYSTEM,
        event_id,
        received.registration_id,
        part_id=part_id,
        mode=Mode.ONLINE,
        now=make.NOW,
    )


def _resize(part_id: int, seats: int) -> None:
    part = db.session.get_one(Part, part_id, with_for_update=True)
    part.seats_room = max(part.seats_room or 0, seats)


class _Watch:
    """Looks, in one statement, whether more hold a seat than there are; seats only ever rise."""

    def __init__(self, part_id: int) -> None:
        self._part_id = part_id
        self.oversold: list[tuple[str, int, int]] = []

    def look(self) -> None:
        held = sa.func.count(Seat.id)
        for mode, seats in ((Mode.ROOM, Part.seats_room), (Mode.ONLINE, Part.seats_online)):
            row = db.session.execute(
                sa.select(held, seats)
                .join(Part, Part.id == Seat.part_id)
                .where(
                    Seat.part_id == self._part_id,
                    Seat.mode == mode,
                    Seat.status == SeatStatus.HELD,
                )
                .group_by(seats)
            ).first()
            if row and row[1] is not None and row[0] > row[1]:
                self.oversold.append((mode, row[0], row[1]))
        make.afresh()


def test_a_table_sent_several_times_at_once_invites_everybody_once(each_app: Flask) -> None:
    event = make.an_event()
    make.a_category(event, name={"en": "Expert"})
    event_id = event.id
    table = "\n".join(
        [
            "name\temail\tcategory",
            *(f"Guest {n}\tguest{n}@ministry.example\tExpert" for n in range(9)),
        ]
    )

    def send() -> object:
        with suppress(Invalid), unit_of_work():
            return registration.invite(SYSTEM, event_id, table, locale="en", now=make.NOW)
        return 0

    assert sorted(at_once(each_app, [send] * 4)) == [0, 0, 0, 9]
    assert len(registration.codes(SYSTEM, event_id)) == 9


@pytest.mark.postgres
def test_without_the_lock_seats_are_oversold(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proof that the race is real: the same rush, with the lock alone taken away."""
    event = make.an_event()
    part, category = make.a_part(event, seats_room=10), make.a_category(event)
    event_id, category_id, part_id = event.id, category.id, part.id
    with without_lock(monkeypatch):
        at_once(
            postgres_app,
            [sender(event_id, category_id, part_id) for _ in range(THREADS)],
        )
    assert kit.seats(part, SeatStatus.HELD) > 10


@pytest.mark.postgres
def test_without_the_lock_pasted_rows_exceed_a_quota(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same of four pastes at once for one delegation."""
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    focal = Actor(delegation_id=make.a_delegation(event, quota_room=7).id)
    given: dict[str, Any] = {"category_id": category.id, "parts": {part.id: Mode.ROOM}}

    def paste(number: int) -> object:
        rows = read_rows("\n".join(f"\tKEO Row{number}of{row}" for row in range(8)))
        return pasting.enter(focal, rows, **given, listed=True, now=make.NOW)

    with without_lock(monkeypatch, counting="_sitting", together=4):
        at_once(postgres_app, [_worked(paste, number) for number in range(4)])
    assert kit.seats(part, SeatStatus.HELD) > 7


@contextmanager
def without_lock(
    monkeypatch: pytest.MonkeyPatch, *, counting: str = "count_seats", together: int = 8
) -> Iterator[None]:
    """Take the lock away, and let all who counted wait for each other before they write."""
    counted = threading.Barrier(together)
    count = getattr(ledger, counting)

    def count_and_wait(*args: object) -> object:
        counts = count(*args)
        with suppress(threading.BrokenBarrierError):
            counted.wait(timeout=2)
        return counts

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "lock", lambda *_: None)
        patch.setattr(ledger, counting, count_and_wait)
        yield
