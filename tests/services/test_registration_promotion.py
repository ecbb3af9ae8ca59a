"""A seat that comes free goes to the next who waits: at once, or as an offer that runs out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.deciding import Act
from forumapp.domain.errors import Conflict
from forumapp.domain.events import Mode
from forumapp.domain.registration import SeatStatus
from forumapp.jobs import engine
from forumapp.models import Delegation, Event, Job, Mail, Part
from forumapp.services import registration
from forumapp.services.registration import Received, promotion
from tests import factories as make
from tests.services import registration_kit as kit

LATER = make.NOW + timedelta(hours=24)


def serve(event: Event, *, now: datetime = make.NOW) -> int:
    """Serve the waiting lists until nothing moves; how many seats did."""
    served = 0
    while True:
        with unit_of_work():
            moved = promotion.serve(event.id, now=now)
        if not moved:
            return served
        served += moved


def withdraw(received: Received) -> None:
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)


def answer(received: Received, part: Part, *, accept: bool, now: datetime = make.NOW) -> None:
    with unit_of_work():
        registration.answer_offer(
            kit.participant(received), part_id=part.id, accept=accept, now=now
        )


def resize(part_id: int, seats: int) -> None:
    with unit_of_work():
        db.session.get_one(Part, part_id).seats_room = seats


def actions(event: Event, received: Received) -> list[str]:
    history = registration.participant(SYSTEM, event.id, received.registration_id).history
    known = {"promoted", "offered", "accepted_offer", "declined_offer", "offer_over"}
    return [line.action for line in reversed(history) if line.action in known]


def test_a_withdrawal_gives_the_seat_to_who_asked_first(app: Flask) -> None:
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second, third = (kit.register(event, category, part) for _ in range(3))

    withdraw(first)
    engine.run_due()

    assert (kit.seat_of(second), kit.seat_of(third)) == (SeatStatus.HELD, SeatStatus.WAITING)
    assert kit.kinds(event)[-1] == "promoted"
    assert actions(event, second) == ["promoted"]


def test_where_it_is_off_nobody_is_promoted(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second = (kit.register(event, category, part) for _ in range(2))
    withdraw(first)
    engine.run_due()
    assert (serve(event), kit.seat_of(second)) == (0, SeatStatus.WAITING)
    assert promotion.due(now=LATER) == ()


def test_a_category_goes_first_however_late_it_asked(app: Flask) -> None:
    event = make.an_event(promotes=True)
    part = make.a_part(event, seats_room=0)
    official, observer = make.a_category(event), make.a_category(event, priority=2)
    kit.register(event, observer, part)
    late = kit.register(event, official, part, now=make.NOW + timedelta(minutes=9))
    assert kit.own(late).places == {part.id: 1}

    resize(part.id, 1)

    assert promotion.due(now=make.NOW) == (event.id,)
    assert serve(event) == 1
    assert kit.seat_of(late) is SeatStatus.HELD
    assert promotion.due(now=make.NOW) == ()


def test_a_larger_quota_frees_a_place_and_a_smaller_one_is_passed_over(app: Flask) -> None:
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=2), make.a_category(event)
    delegation = make.a_delegation(event, quota_room=0)
    kept, other, third = (
        kit.register(event, category, part, delegation=d) for d in (delegation, None, None)
    )
    assert kit.seat_of(kept) is SeatStatus.WAITING
    assert (kit.seat_of(other), serve(event)) == (SeatStatus.HELD, 0)

    with unit_of_work():
        db.session.get_one(Delegation, delegation.id).quota_room = 1
        db.session.get_one(Part, part.id).seats_room = 3
    assert serve(event) == 1
    assert (kit.seat_of(kept), kit.seat_of(third)) == (SeatStatus.HELD, SeatStatus.HELD)


def test_an_offer_holds_the_seat_until_it_is_accepted(app: Flask) -> None:
    event = make.an_event(promotes=True, offer_hours=48)
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second, third = (kit.register(event, category, part) for _ in range(3))
    withdraw(first)
    serve(event)

    until = make.NOW + timedelta(hours=48)
    seat = kit.own(second).registration.seats[0]
    assert (seat.status, seat.offered_until) == (SeatStatus.OFFERED, until)
    mail = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    assert (mail.kind, mail.facts["until"]) == ("offered", until.isoformat())
    late = kit.register(event, category, part)
    assert kit.seat_of(late) is SeatStatus.WAITING
    assert serve(event, now=LATER) == 0

    answer(second, part, accept=True, now=LATER)
    assert kit.seat_of(second) is SeatStatus.HELD
    assert kit.kinds(event)[-1] == "promoted"
    assert actions(event, second) == ["offered", "accepted_offer"]
    with pytest.raises(Conflict):
        answer(third, part, accept=True)


def test_who_declines_or_lets_it_run_out_leaves_the_seat_to_the_next(app: Flask) -> None:
    event = make.an_event(promotes=True, offer_hours=2)
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second, third, fourth = (kit.register(event, category, part) for _ in range(4))
    withdraw(first)
    serve(event)

    answer(second, part, accept=False)
    serve(event)
    assert (kit.seat_of(second), kit.seat_of(third)) == (SeatStatus.RELEASED, SeatStatus.OFFERED)

    over = make.NOW + timedelta(hours=2)
    with pytest.raises(Conflict):
        answer(third, part, accept=True, now=over)
    assert promotion.due(now=over) == (event.id,)
    serve(event, now=over)
    assert (kit.seat_of(third), kit.seat_of(fourth)) == (SeatStatus.RELEASED, SeatStatus.OFFERED)
    assert kit.kinds(event)[-2:] == ["offer_over", "offered"]
    assert actions(event, second) == ["offered", "declined_offer"]
    assert actions(event, third) == ["offered", "offer_over"]


def test_who_was_put_on_the_list_by_hand_is_passed_over(app: Flask) -> None:
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second = (kit.register(event, category, part) for _ in range(2))
    seen = kit.chosen(first)
    with unit_of_work():
        registration.decide(SYSTEM, event.id, Act.WAIT, seen, now=make.NOW)

    assert serve(event) == 1

    assert (kit.seat_of(first), kit.seat_of(second)) == (SeatStatus.WAITING, SeatStatus.HELD)
    resize(part.id, 2)
    assert serve(event) == 0
    newcomer = kit.register(event, category, part)
    assert kit.seat_of(newcomer) is SeatStatus.HELD


def test_moving_online_frees_the_seat_in_the_room(app: Flask) -> None:
    event = make.an_event(promotes=True)
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second = (kit.register(event, category, part) for _ in range(2))
    with unit_of_work():
        registration.change_mode(
            SYSTEM,
            event.id,
            first.registration_id,
            part_id=part.id,
            mode=Mode.ONLINE,
            now=make.NOW,
        )
    engine.run_due()
    assert kit.seat_of(second) is SeatStatus.HELD
    done = db.session.scalars(sa.select(Job.result).filter_by(name="promote")).all()
    assert done == [{"seats": 1}]
