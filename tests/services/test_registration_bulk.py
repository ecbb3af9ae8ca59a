"""Many decided at once: in few statements, with the seats there are, foreseen and told in words."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.deciding import Act
from forumapp.domain.errors import Invalid
from forumapp.domain.events import EventFormat, Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.models import Event, Part, Person, Registration, Seat
from forumapp.services import registration
from forumapp.services.registration import Decided, Filters, Received
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_app(request: pytest.FixtureRequest) -> Flask:
    name = "app" if request.param == "sqlite" else "postgres_app"
    app: Flask = request.getfixturevalue(name)
    return app


def crowd(event: Event, part: Part, number: int, *, status: RegistrationStatus) -> None:
    """So many registrations, written as plainly as can be; the seats of those rejected are free."""
    category = make.a_category(event, approval=Approval.BY_HAND)
    seat = SeatStatus.HELD if status.active else SeatStatus.RELEASED
    with unit_of_work() as session:
        people = [
            Person(
                event_id=event.id,
                key=str(uuid.uuid4()),
                printed_name=f"Guest {index}",
                email=f"guest{index}@ministry.example",
                created_at=make.NOW,
            )
            for index in range(number)
        ]
        session.add_all(people)
        session.flush()
        rows = [
            Registration(
                event_id=event.id,
                person_id=person.id,
                category_id=category.id,
                status=status,
                idempotency_key=uuid.uuid4().hex,
                same_as=uuid.uuid4().hex,
                created_at=make.NOW,
            )
            for person in people
        ]
        session.add_all(rows)
        session.flush()
        session.add_all(
            Seat(
                registration_id=row.id,
                part_id=part.id,
                mode=Mode.ROOM,
                status=seat,
                asked_at=make.NOW,
            )
            for row in rows
        )
    make.afresh()


def decide(event: Event, act: Act, *received: Received, part: Part | None = None) -> Decided:
    seen = kit.chosen(*received)
    with unit_of_work():
        return registration.decide(
            SYSTEM, event.id, act, seen, part_id=part.id if part else None, now=make.NOW
        )


def cost(event: Event, act: Act) -> int:
    with statements() as sent:
        everyone = registration.chosen_by(SYSTEM, event.id, Filters())
        with unit_of_work():
            registration.decide(SYSTEM, event.id, act, everyone, now=make.NOW)
    return len(sent)


def test_as_few_statements_for_300_as_for_3_and_never_a_seat_too_many(each_app: Flask) -> None:
    few, many = make.an_event(), make.an_event()
    hall = make.a_part(many, seats_room=200)
    crowd(few, make.a_part(few), 3, status=RegistrationStatus.REJECTED)
    crowd(many, hall, 300, status=RegistrationStatus.REJECTED)

    assert cost(many, Act.APPROVE) <= cost(few, Act.APPROVE)
    assert kit.seats(hall, SeatStatus.HELD) == 200
    assert kit.seats(hall, SeatStatus.WAITING) == 100
    assert len(kit.mails(many)) == 300
    assert cost(many, Act.REJECT) <= cost(few, Act.REJECT)
    assert kit.seats(hall, SeatStatus.RELEASED) == 300


def test_who_is_put_on_the_waiting_list_waits_there_and_is_told(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1)
    category = make.a_category(event)
    first, second = (kit.register(event, category, part) for _ in range(2))

    decided = decide(event, Act.WAIT, first, second)

    assert decided == Decided(done=(first.registration_id,), unchanged=(second.registration_id,))
    assert kit.seat_of(first) is SeatStatus.WAITING
    assert kit.kinds(event)[-1] == "mode_changed"
    history = registration.participant(SYSTEM, event.id, first.registration_id).history
    assert [(line.action, line.after) for line in history if line.action == "put_to_wait"] == [
        ("put_to_wait", {"part_id": part.id, "mode": "room", "seat": "waiting"})
    ]


def test_moving_online_stops_where_online_is_full_and_nobody_loses_a_seat(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=3, seats_online=1)
    category = make.a_category(event)
    first, second, third = (kit.register(event, category, part) for _ in range(3))
    decide(event, Act.REJECT, third)

    decided = decide(event, Act.ONLINE, first, second, third, part=part)

    assert decided == Decided(
        done=(first.registration_id,),
        full=(second.registration_id,),
        inactive=(third.registration_id,),
    )
    seats = [kit.own(r).registration.seats[0] for r in (first, second)]
    assert [(s.mode, s.status) for s in seats] == [
        (Mode.ONLINE, SeatStatus.HELD),
        (Mode.ROOM, SeatStatus.HELD),
    ]


def test_a_mode_that_the_event_lacks_is_refused(app: Flask) -> None:
    event = make.an_event(format=EventFormat.IN_PERSON)
    received = kit.register(event, make.a_category(event), make.a_part(event))
    with pytest.raises(Invalid):
        decide(event, Act.ONLINE, received)


def test_it_is_foreseen_who_loses_a_seat_and_who_is_next(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second, third = (kit.register(event, category, part) for _ in range(3))

    seen = registration.foreseen(SYSTEM, event.id, Act.REJECT, kit.chosen(first))

    assert (seen.count, seen.lost, seen.gained, seen.kept) == (1, 1, 0, 0)
    assert [row.id for row in seen.rows] == [first.registration_id]
    assert [n.registration.id for n in seen.following] == [second.registration_id]
    assert kit.seat_of(first) is SeatStatus.HELD
    assert kit.seat_of(third) is SeatStatus.WAITING


def test_a_mark_is_another_once_anybody_changed(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    kit.register(event, category, part)
    other = kit.register(event, category, part)
    before = registration.mark(registration.chosen_by(SYSTEM, event.id, Filters()))
    decide(event, Act.APPROVE, other)
    assert registration.mark(registration.chosen_by(SYSTEM, event.id, Filters())) != before


def test_each_decision_stands_in_the_audit_log(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    people = [kit.register(event, category, part) for _ in range(2)]
    decide(event, Act.APPROVE, *people)
    for received in people:
        lines = registration.participant(SYSTEM, event.id, received.registration_id).history
        changes = [line.after.get("status") for line in lines if line.action == "update"]
        assert changes == ["approved"]
    assert db.session.scalar(sa.select(sa.func.count(Seat.id)).filter_by(part_id=part.id)) == 2
