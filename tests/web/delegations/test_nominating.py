"""The page of a focal point: nominating, changing, substituting, withdrawing, and the deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.delegations import Capacity, ExtensionStatus
from forumapp.domain.events import Mode
from forumapp.domain.registration import Origin, RegistrationStatus, SeatStatus
from forumapp.models import (
    Category,
    Delegation,
    Event,
    Extension,
    Mail,
    Part,
    Person,
    Registration,
    Seat,
    Substitution,
)
from tests import factories as make

ROOT = "/events/forum-next/delegation"
MINISTER = {
    "printed_name": "SOK Chanthavy",
    "family_name": "SOK",
    "honorific": "H.E. Ms.",
    "country": "KH",
    "locale": "en",
    "capacity": "head",
}


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event, seats_room=3)


@pytest.fixture
def category(event: Event) -> Category:
    return make.a_category(event)


@pytest.fixture
def delegation(event: Event) -> Delegation:
    return make.a_delegation(event, focal_email="focal@ministry.example", quota_room=2)


@pytest.fixture
def focal(client: FlaskClient, event: Event, delegation: Delegation) -> FlaskClient:
    make.open_delegation(client, event, delegation.id)
    return client


def nominate(focal: FlaskClient, part: Part, category: Category, **given: Any) -> Registration:
    data = {**MINISTER, "category": category.id, f"part-{part.id}": "room", **given}
    answer = focal.post(f"{ROOT}/nominate", data=data)
    assert answer.status_code == 302, answer.text
    make.afresh()
    return db.session.get_one(Registration, int(answer.location.partition("#row-")[2]))


def seats(*statuses: SeatStatus) -> list[SeatStatus]:
    make.afresh()
    return [seat.status for seat in db.session.query(Seat).order_by(Seat.id)]


def test_a_nomination_is_a_registration_in_the_delegation(
    focal: FlaskClient, part: Part, category: Category, delegation: Delegation
) -> None:
    row = nominate(focal, part, category)

    assert (row.origin, row.capacity, row.delegation_id, row.status) == (
        Origin.FOCAL_POINT,
        Capacity.HEAD,
        delegation.id,
        RegistrationStatus.APPROVED,
    )
    assert "SOK" in focal.get(f"{ROOT}/").text
    mail = db.session.query(Mail).one()
    assert (mail.person_id, mail.recipient) == (row.person_id, "focal@ministry.example")


def test_a_second_head_and_somebody_of_elsewhere_are_refused(
    focal: FlaskClient, event: Event, part: Part, category: Category
) -> None:
    nominate(focal, part, category)
    known = make.a_person(event, email="known@ministry.example", printed_name="A B")
    make.a_registration(event, known, category=category)

    data = {**MINISTER, "printed_name": "KEO Sophea", "family_name": "", "category": category.id}
    again = focal.post(f"{ROOT}/nominate", data={**data, f"part-{part.id}": "room"})

    assert again.status_code == 422
    make.afresh()
    assert db.session.query(Registration).count() == 2


def test_quotas_and_those_of_a_part_put_the_next_on_the_waiting_list(
    client: FlaskClient, focal: FlaskClient, event: Event, part: Part, category: Category
) -> None:
    owner = client.application.test_client()
    make.sign_in(owner, event=event, role=Role.OWNER)
    other = make.a_part(event, position=2)
    form = {"country": "KH", "category": "member", "version": "2", "focal_email": "f@m.example"}
    answer = owner.post(
        "/manage/forum-next/delegations/1/edit", data={**form, f"quota-{part.id}-room": "1"}
    )
    assert answer.status_code == 302, answer.text

    both = {f"part-{other.id}": "room"}
    nominate(focal, part, category, **both)
    nominate(focal, part, category, printed_name="B", family_name="", capacity="adviser", **both)

    make.afresh()
    found = {(s.registration_id, s.part_id): s.status for s in db.session.query(Seat)}
    held, waiting = SeatStatus.HELD, SeatStatus.WAITING
    assert found == {(1, 1): held, (1, 2): held, (2, 1): waiting, (2, 2): held}


def test_a_substitute_takes_over_the_seat_and_the_capacity(
    focal: FlaskClient, event: Event, part: Part, category: Category
) -> None:
    old = nominate(focal, part, category)
    somebody = make.a_registration(event, make.a_person(event), category=category)
    with unit_of_work() as session:
        session.get_one(Part, part.id).seats_room = 1
        session.add(
            Seat(
                registration_id=somebody.id,
                part_id=part.id,
                mode=Mode.ROOM,
                status=SeatStatus.WAITING,
                asked_at=make.NOW,
            )
        )

    new_name = {**MINISTER, "printed_name": "KEO Sophea", "family_name": "KEO"}
    answer = focal.post(f"{ROOT}/nominees/{old.id}/substitute", data=new_name)

    assert answer.status_code == 302, answer.text
    make.afresh()
    link = db.session.query(Substitution).one()
    new = db.session.get_one(Registration, link.registration_id)
    assert (link.replaced_id, new.capacity) == (old.id, Capacity.HEAD)
    assert db.session.get_one(Registration, old.id).status is RegistrationStatus.WITHDRAWN
    assert seats() == [SeatStatus.RELEASED, SeatStatus.WAITING, SeatStatus.HELD]
    assert "in place of H.E. Ms. SOK Chanthavy" in focal.get(f"{ROOT}/").text


def test_a_nominee_is_changed_ordered_and_withdrawn(
    focal: FlaskClient, part: Part, category: Category
) -> None:
    row = nominate(focal, part, category)
    other = nominate(focal, part, category, printed_name="B", family_name="", capacity="delegate")
    shown = focal.get(f"{ROOT}/nominees/{row.id}").text
    assert 'value="SOK Chanthavy"' in shown

    version = str(db.session.get_one(Person, row.person_id).version + row.version)
    changed = {**MINISTER, "title": "Minister", f"part-{part.id}": "online", "version": version}
    assert focal.post(f"{ROOT}/nominees/{row.id}", data=changed).status_code == 302
    focal.post(
        f"{ROOT}/capacities", data={f"capacity-{other.id}": "adviser", f"version-{other.id}": "2"}
    )
    assert focal.post(f"{ROOT}/nominees/{row.id}/withdraw", data={}).status_code == 422
    focal.post(f"{ROOT}/nominees/{row.id}/withdraw", data={"confirm": "withdraw"})

    make.afresh()
    assert str(db.session.get_one(Person, row.person_id).title) == "Minister"
    assert db.session.get_one(Registration, row.id).status is RegistrationStatus.WITHDRAWN
    assert db.session.get_one(Registration, other.id).capacity is Capacity.ADVISER


def test_after_the_deadline_an_exception_is_asked_for_and_granted(
    client: FlaskClient, focal: FlaskClient, event: Event, part: Part, category: Category
) -> None:
    row = nominate(focal, part, category)
    with unit_of_work() as session:
        session.get_one(Event, event.id).nominations_close_at = make.NOW - timedelta(hours=1)
    data = {**MINISTER, "printed_name": "Late", "category": category.id, f"part-{part.id}": "room"}
    assert focal.post(f"{ROOT}/nominate", data=data).location == f"{ROOT}/"
    focal.post(f"{ROOT}/nominees/{row.id}/withdraw", data={"confirm": "withdraw"})
    make.afresh()
    assert db.session.query(Registration).one().status.active

    focal.post(f"{ROOT}/exception", data={"reason": "The minister fell ill."})
    owner = client.application.test_client()
    make.sign_in(owner, event=event, role=Role.OWNER)
    assert "The minister fell ill." in owner.get("/manage/forum-next/delegations").text
    until = (make.NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    owner.post(
        "/manage/forum-next/delegations/exceptions/1", data={"decision": "grant", "until": until}
    )

    make.afresh()
    assert db.session.query(Extension).one().status is ExtensionStatus.GRANTED
    nominate(focal, part, category, printed_name="Late", family_name="", capacity="adviser")


def test_nobody_elses_nominee_is_found_at_any_address(
    focal: FlaskClient, event: Event, category: Category
) -> None:
    other = make.a_delegation(event, country="TH")
    theirs = make.a_registration(
        event, make.a_person(event), category=category, delegation_id=other.id
    )
    for end in ("", "/substitute", "/withdraw"):
        assert focal.get(f"{ROOT}/nominees/{theirs.id}{end}").status_code == 404
        assert focal.post(f"{ROOT}/nominees/{theirs.id}{end}").status_code == 404
    assert focal.post(f"{ROOT}/nominees/{theirs.id}/move").status_code == 404
