"""What the secretariat decides: approve, reject, promote, seat elsewhere, add by hand, correct."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.deciding import Act
from forumapp.domain.delegations import Capacity
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.domain.events import EventFormat, EventState, Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus, Wish
from forumapp.models import Delegation, Event, Mail, Part, Seat
from forumapp.services import registration
from forumapp.services.registration import Chosen, Received
from tests import factories as make
from tests.services import registration_kit as kit


def staff(event: Event) -> Actor:
    return Actor(user_id=1, name="Lin Daw", roles={event.id: Role.REGISTRAR})


def approve(event: Event, *received: Received) -> registration.Decided:
    seen = kit.chosen(*received)
    with unit_of_work():
        return registration.decide(staff(event), event.id, Act.APPROVE, seen, now=make.NOW)


def reject(event: Event, *received: Received, reason: str = "") -> registration.Decided:
    seen = kit.chosen(*received)
    with unit_of_work():
        return registration.decide(
            staff(event), event.id, Act.REJECT, seen, reason=reason, now=make.NOW
        )


def promote(event: Event, received: Received, part: Part) -> None:
    with unit_of_work():
        registration.promote(
            staff(event), event.id, received.registration_id, part_id=part.id, now=make.NOW
        )


def change_mode(event: Event, received: Received, part: Part, mode: Mode | None) -> None:
    with unit_of_work():
        registration.change_mode(
            staff(event),
            event.id,
            received.registration_id,
            part_id=part.id,
            mode=mode,
            now=make.NOW,
        )


def test_many_are_approved_at_once_and_each_is_told(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    people = [kit.register(event, category, part) for _ in range(3)]

    decided = approve(event, *people)

    assert decided.done == tuple(p.registration_id for p in people)
    assert {kit.own(p).registration.status for p in people} == {RegistrationStatus.APPROVED}
    assert kit.kinds(event) == ["registered"] * 3 + ["approved"] * 3
    assert approve(event, *people).unchanged == decided.done
    assert len(kit.mails(event)) == 6


def test_rejecting_says_why_and_frees_the_seat(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    received = kit.register(event, category, part)

    reject(event, received, reason="The list of your ministry is full.\r\nKind regards")

    row = kit.own(received).registration
    assert row.status is RegistrationStatus.REJECTED
    assert row.reason == "The list of your ministry is full.\nKind regards"
    assert kit.seat_of(received) is SeatStatus.RELEASED
    mail = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    assert (mail.kind, mail.facts["reason"]) == ("rejected", row.reason)


def test_what_changed_since_it_was_shown_is_not_decided(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    seen, edited = (kit.register(event, category, part) for _ in range(2))
    shown = kit.chosen(seen, edited)
    reject(event, edited)

    with unit_of_work():
        decided = registration.decide(staff(event), event.id, Act.APPROVE, shown, now=make.NOW)

    assert (decided.done, decided.meanwhile) == (
        (seen.registration_id,),
        (edited.registration_id,),
    )
    assert kit.own(edited).registration.status is RegistrationStatus.REJECTED


def test_who_is_approved_after_a_rejection_asks_for_the_seat_again(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first = kit.register(event, category, part)
    reject(event, first)
    second = kit.register(event, category, part)

    approve(event, first)

    assert kit.own(first).registration.status is RegistrationStatus.APPROVED
    assert (kit.seat_of(first), kit.seat_of(second)) == (SeatStatus.WAITING, SeatStatus.HELD)


def test_who_registered_anew_is_not_approved_twice(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    first = kit.register(event, category, part, email="sok@ministry.example")
    reject(event, first)
    kit.register(event, category, part, email="sok@ministry.example")

    assert approve(event, first).superseded == (first.registration_id,)
    assert kit.own(first).registration.status is RegistrationStatus.REJECTED


def test_promotion_needs_a_free_seat(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, second, third = (kit.register(event, category, part) for _ in range(3))

    with pytest.raises(Conflict) as refused:
        promote(event, third, part)
    assert (refused.value.code, refused.value.facts["capacity"]) == ("part_full", 1)
    reject(event, first)
    promote(event, third, part)

    assert (kit.seat_of(second), kit.seat_of(third)) == (SeatStatus.WAITING, SeatStatus.HELD)
    assert kit.kinds(event)[-1] == "promoted"
    assert kit.own(third).registration.sequence == 1
    with pytest.raises(Conflict) as refused:
        promote(event, third, part)
    assert refused.value.code == "not_waiting"


def test_promotion_respects_the_delegations_quota(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=5), make.a_category(event)
    delegation = make.a_delegation(event, quota_room=1)
    _first, second = (kit.register(event, category, part, delegation=delegation) for _ in range(2))
    with pytest.raises(Conflict) as refused:
        promote(event, second, part)
    assert (refused.value.code, refused.value.facts["quota"]) == ("delegation_full", 1)
    with unit_of_work() as session:
        session.get_one(Delegation, delegation.id).quota_room = 2
    promote(event, second, part)
    assert kit.seat_of(second) is SeatStatus.HELD


def test_the_secretariat_changes_a_mode_and_the_person_is_told(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_online=1), make.a_category(event)
    first, second = (kit.register(event, category, part) for _ in range(2))

    change_mode(event, first, part, Mode.ONLINE)
    with pytest.raises(Conflict) as refused:
        change_mode(event, second, part, Mode.ONLINE)

    assert refused.value.code == "part_full"
    assert kit.own(first).registration.parts == {part.id: Mode.ONLINE}
    assert kit.own(second).registration.parts == {part.id: Mode.ROOM}
    assert kit.kinds(event) == ["registered", "registered", "mode_changed"]
    change_mode(event, first, part, Mode.ONLINE)
    assert len(kit.kinds(event)) == 3


def test_who_waits_may_wait_for_another_mode(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=0, seats_online=0)
    received = kit.register(event, make.a_category(event), part)
    change_mode(event, received, part, Mode.ONLINE)
    assert kit.seat_of(received) is SeatStatus.WAITING
    assert kit.own(received).registration.parts == {part.id: Mode.ONLINE}


def test_a_part_is_added_and_taken_away_but_never_the_last(app: Flask) -> None:
    event = make.an_event()
    main, forum = make.a_part(event), make.a_part(event)
    received = kit.register(event, make.a_category(event), main)

    change_mode(event, received, forum, Mode.ONLINE)
    assert kit.own(received).registration.parts == {main.id: Mode.ROOM, forum.id: Mode.ONLINE}
    change_mode(event, received, main, None)
    assert kit.own(received).registration.parts == {forum.id: Mode.ONLINE}
    with pytest.raises(Conflict) as refused:
        change_mode(event, received, forum, None)
    assert refused.value.code == "last_part"


def test_a_mode_or_part_that_is_not_offered_is_refused(app: Flask) -> None:
    event, other = make.an_event(format=EventFormat.ONLINE), make.an_event()
    part = make.a_part(event)
    received = kit.register(event, make.a_category(event), {part: Mode.ONLINE})
    with pytest.raises(Invalid):
        change_mode(event, received, part, Mode.ROOM)
    with pytest.raises(Invalid):
        change_mode(event, received, make.a_part(other), Mode.ONLINE)


def test_the_secretariat_adds_someone_without_an_address(app: Flask) -> None:
    event = make.an_event(state=EventState.CLOSED)
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    raw = {"printed_name": "Ramo", "honorific": "H.E."}
    form = registration.details_by_hand(raw, locale="en", listed=True)
    for _ in range(2):
        with unit_of_work():
            received = registration.add_by_hand(
                staff(event),
                event.id,
                details=form,
                wish=Wish(category_id=category.id, parts={part.id: Mode.ROOM}),
                key=uuid.uuid4().hex,
                status=RegistrationStatus.APPROVED,
                now=make.NOW,
            )
    assert kit.own(received).registration.status is RegistrationStatus.APPROVED
    assert kit.count(event) == 2
    assert kit.mails(event) == []


def revise(event: Event, received: Received, **changes: Any) -> None:
    row = kit.own(received).registration
    more = {
        "category_id": row.category_id,
        "delegation_id": row.delegation_id,
        "capacity": row.capacity,
        "version": row.version,
    }
    for name in tuple(more):
        more[name] = changes.pop(name, more[name])
    with unit_of_work():
        registration.revise(
            staff(event),
            event.id,
            received.registration_id,
            details=kit.details(email=row.email, **changes),
            now=make.NOW,
            **more,  # type: ignore[arg-type]  # a test gives what it names
        )


def test_the_secretariat_corrects_a_registration(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event, quota_room=1)
    received = kit.register(event, category, part)

    revise(
        event,
        received,
        printed_name="SOK Chanthavi",
        delegation_id=delegation.id,
        capacity=Capacity.HEAD,
    )

    row = kit.own(received).registration
    assert row.person.printed_name == "SOK Chanthavi"
    assert (row.delegation_id, row.capacity) == (delegation.id, Capacity.HEAD)
    other = kit.register(event, category, part)
    with pytest.raises(Invalid) as refused:
        revise(event, other, delegation_id=delegation.id)
    assert refused.value.errors == {"delegation": "delegation_full"}
    with pytest.raises(Invalid):
        revise(event, other, category_id=make.a_category(make.an_event()).id)
    with pytest.raises(Stale):
        revise(event, received, title="Minister", version=row.version - 1)


def test_a_seat_that_is_only_offered_needs_a_place_in_the_quota_too(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event, quota_room=1)
    kit.register(event, category, part, delegation=delegation)
    offered = kit.register(event, category, part)
    with unit_of_work() as session:
        seat = session.query(Seat).filter_by(registration_id=offered.registration_id).one()
        seat.status, seat.offered_until = SeatStatus.OFFERED, make.NOW + timedelta(days=1)

    with pytest.raises(Invalid) as refused:
        revise(event, offered, delegation_id=delegation.id)

    assert refused.value.errors == {"delegation": "delegation_full"}


def test_a_delegation_keeps_one_head_and_who_led_it_before_comes_back_as_a_delegate(
    app: Flask,
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event)
    first, second, third = (
        kit.register(event, category, part, delegation=delegation) for _ in range(3)
    )
    revise(event, first, capacity=Capacity.HEAD)

    with pytest.raises(Invalid) as refused:
        revise(event, second, capacity=Capacity.HEAD)
    reject(event, first)
    revise(event, second, capacity=Capacity.HEAD)
    approve(event, first)

    assert refused.value.errors == {"capacity": "two_heads"}
    assert _capacities(first, second) == [Capacity.DELEGATE, Capacity.HEAD]
    for one in (first, second):
        reject(event, one)
        revise(event, one, capacity=Capacity.HEAD)
    approve(event, first, second, third)
    assert _capacities(first, second, third) == [
        Capacity.HEAD,
        Capacity.DELEGATE,
        Capacity.DELEGATE,
    ]


def _capacities(*received: Received) -> list[Capacity]:
    return [kit.own(one).registration.capacity for one in received]


def test_history_tells_who_did_what(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=0)
    received = kit.register(event, make.a_category(event, approval=Approval.BY_HAND), part)
    approve(event, received)
    with unit_of_work() as session:
        session.get_one(Part, part.id).seats_room = 1
    promote(event, received, part)

    history = registration.participant(staff(event), event.id, received.registration_id).history

    assert ("Lin Daw", "promoted") in [(line.actor, line.action) for line in history]
    approvals = [line for line in history if line.after.get("status") == "approved"]
    assert [line.actor for line in approvals] == ["Lin Daw"]
    assert history[-1].actor == "public"


def test_only_who_may_decide_decides_and_another_events_person_is_not_found(app: Flask) -> None:
    event, other = make.an_event(), make.an_event()
    part = make.a_part(event)
    received = kit.register(event, make.a_category(event), part)
    seen = kit.chosen(received)
    viewer = Actor(user_id=1, name="Viewer", roles={event.id: Role.VIEWER})
    with pytest.raises(Forbidden):
        registration.decide(viewer, event.id, Act.APPROVE, seen, now=make.NOW)
    with pytest.raises(Forbidden):
        registration.participants(viewer, event.id, registration.Filters())
    with pytest.raises(NotFound):
        registration.decide(staff(other), event.id, Act.APPROVE, seen, now=make.NOW)
    for act in Act:
        with pytest.raises(NotFound), unit_of_work():
            registration.decide(staff(other), other.id, act, seen, now=make.NOW)
    with pytest.raises(NotFound):
        promote(other, received, part)
    with pytest.raises(NotFound):
        registration.participant(staff(other), other.id, received.registration_id)
    with pytest.raises(NotFound), unit_of_work():
        registration.decide(
            staff(event), event.id, Act.APPROVE, (Chosen(999_999, 2),), now=make.NOW
        )
