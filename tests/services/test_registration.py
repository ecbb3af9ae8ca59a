"""Sending the form: once for a form, once for a person, with the seats there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.deciding import Act
from forumapp.domain.errors import Invalid, RegistrationClosed
from forumapp.domain.events import EventFormat, EventState, Mode
from forumapp.domain.registration import Approval, Outcome, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Job, Person, Registration
from forumapp.services import registration
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


def test_a_form_makes_a_person_a_registration_seats_and_one_mail(app: Flask) -> None:
    event = make.an_event()
    main, forum = make.a_part(event), make.a_part(event, position=2)
    category = make.a_category(event)
    delegation = make.a_delegation(event)

    received = kit.register(
        event,
        category,
        {main: Mode.ROOM, forum: Mode.ONLINE},
        delegation=delegation,
        title="副司长",
        email="chanthavy@Ministry.EXAMPLE",
        phone="012 345 678",
        locale="zh",
        dietary_needs="No peanuts\r\nplease",
    )

    row = kit.own(received).registration
    assert received.outcome is Outcome.NEW
    assert row.status is RegistrationStatus.APPROVED
    assert row.parts == {main.id: Mode.ROOM, forum.id: Mode.ONLINE}
    assert {s.status for s in row.seats} == {SeatStatus.HELD}
    assert row.person.title == Translated(zh="副司长")
    assert (row.email, row.phone) == ("chanthavy@ministry.example", "+855 12 345 678")
    assert (row.locale, row.dietary_needs) == ("zh", "No peanuts\nplease")
    assert row.delegation_country == "KH"
    assert kit.mails(event) == [("registered", "chanthavy@ministry.example")]
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1


def test_a_form_sent_twice_makes_one_registration_and_one_mail(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)

    first = kit.register(event, category, part, key="k" * 32)
    second = kit.register(event, category, part, key="k" * 32)

    assert second.outcome is Outcome.SENT_TWICE
    assert second.registration_id == first.registration_id
    assert kit.count(event) == 1
    assert kit.kinds(event) == ["registered"]


def test_the_same_person_again_is_sent_the_link_but_not_at_once_nor_twice_an_hour(
    app: Flask,
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    first = kit.register(event, category, part, email="sok@ministry.example")

    for minutes in (0, 9, 61, 61, 180):
        again = kit.register(
            event,
            category,
            part,
            email="Sok@ministry.example",
            printed_name="Sok CHANTHAVY",
            family_name="",
            title="Somebody else's title",
            now=make.NOW + timedelta(minutes=minutes),
        )
        assert again.outcome is Outcome.KNOWN_PERSON

    assert kit.count(event) == 1
    assert kit.kinds(event) == ["registered", "link_again", "link_again"]
    assert kit.own(first).registration.person.title == Translated(en="Deputy Director")


def test_colleagues_share_a_mailbox(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)

    kit.register(event, category, part, email="office@ministry.example")
    other = kit.register(
        event, category, part, email="office@ministry.example", printed_name="SOK Dara"
    )

    assert other.outcome is Outcome.NEW
    assert kit.count(event) == 2


def test_nobodys_mailbox_is_filled_with_forms(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    victim = "Victim@ministry.example"
    for number in range(30):
        kit.register(event, category, part, printed_name=f"SOK Number{number}", email=victim)

    with pytest.raises(Invalid) as refusal:
        kit.register(event, category, part, printed_name="SOK Another", email=victim)
    kit.register(event, category, part, email="other@ministry.example")
    later = make.NOW + timedelta(hours=1, seconds=1)
    kit.register(event, category, part, printed_name="SOK Later", now=later, email=victim)

    assert refusal.value.errors == {"email": "too_many_forms"}
    assert kit.count(event) == len(kit.mails(event)) == 32


def test_the_same_person_registers_in_another_event(app: Flask) -> None:
    for _ in range(2):
        event = make.an_event()
        received = kit.register(
            event,
            make.a_category(event),
            make.a_part(event),
            email="sok@ministry.example",
            key="same-key-in-every-event",
        )
        assert received.outcome is Outcome.NEW


def test_who_withdrew_may_register_anew(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    first = kit.register(event, category, part, email="sok@ministry.example")
    with unit_of_work():
        registration.withdraw_own(kit.participant(first), now=make.NOW)

    second = kit.register(event, category, part, email="sok@ministry.example")

    assert second.outcome is Outcome.NEW
    assert second.person_id != first.person_id
    assert kit.own(first).registration.superseded
    assert kit.own(second).registration.status is RegistrationStatus.APPROVED
    assert (
        kit.register(event, category, part, email="sok@ministry.example").registration_id
        == second.registration_id
    )


def test_who_was_rejected_is_not_approved_by_sending_the_form_again(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    owner = make.an_actor(Role.OWNER, event)
    first = kit.register(event, category, part, email="sok@ministry.example")
    with unit_of_work():
        registration.decide(owner, event.id, Act.REJECT, kit.chosen(first), now=make.NOW)
    second = kit.register(event, category, part, email="sok@ministry.example")
    assert kit.own(second).registration.status is RegistrationStatus.PENDING
    with unit_of_work():
        registration.decide(owner, event.id, Act.REJECT, kit.chosen(second), now=make.NOW)

    third = kit.register(event, category, part, email="sok@ministry.example")

    assert third.outcome is Outcome.NEW
    assert kit.own(third).registration.status is RegistrationStatus.PENDING


def test_a_category_approved_by_hand_waits_for_the_secretariat_with_its_seat(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1)
    category = make.a_category(event, approval=Approval.BY_HAND)

    first, second = (kit.register(event, category, part) for _ in range(2))

    assert kit.own(first).registration.status is RegistrationStatus.PENDING
    assert (kit.seat_of(first), kit.seat_of(second)) == (SeatStatus.HELD, SeatStatus.WAITING)


def test_each_part_and_mode_has_seats_of_its_own(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1, seats_online=1)
    category = make.a_category(event)
    got = [
        kit.seat_of(kit.register(event, category, {part: mode}))
        for mode in (Mode.ROOM, Mode.ROOM, Mode.ONLINE, Mode.ONLINE)
    ]
    assert got == [SeatStatus.HELD, SeatStatus.WAITING] * 2


def test_a_free_seat_goes_to_nobody_while_others_wait_for_it(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event, seats_room=1), make.a_category(event)
    first, waiting = (kit.register(event, category, part) for _ in range(2))
    with unit_of_work():
        registration.withdraw_own(kit.participant(first), now=make.NOW)

    late = kit.register(event, category, part)

    assert kit.seat_of(waiting) is SeatStatus.WAITING
    assert kit.seat_of(late) is SeatStatus.WAITING
    assert kit.own(late).places == {part.id: 2}


def test_a_delegation_beyond_its_quota_waits_and_keeps_nobody_else_waiting(app: Flask) -> None:
    event = make.an_event()
    main, forum = make.a_part(event, seats_room=10), make.a_part(event, seats_room=10)
    category = make.a_category(event)
    ours, theirs = make.a_delegation(event, quota_room=1), make.a_delegation(event, country="LA")
    both = {main: Mode.ROOM, forum: Mode.ROOM}

    first = kit.register(event, category, both, delegation=ours)
    beyond = kit.register(event, category, main, delegation=ours)
    online = kit.register(event, category, {main: Mode.ONLINE}, delegation=ours)
    other = kit.register(event, category, main, delegation=theirs)
    alone = kit.register(event, category, main)

    assert {s.status for s in kit.own(first).registration.seats} == {SeatStatus.HELD}
    assert kit.seat_of(beyond) is SeatStatus.WAITING
    assert [kit.seat_of(r) for r in (online, other, alone)] == [SeatStatus.HELD] * 3


@pytest.mark.parametrize(
    "changes",
    [
        {"state": EventState.DRAFT},
        {"state": EventState.CLOSED},
        {"state": EventState.ARCHIVED},
        {"registration_opens_at": make.NOW + timedelta(seconds=1)},
        {"registration_closes_at": make.NOW},
    ],
)
def test_nothing_is_taken_while_registration_is_closed(app: Flask, changes: Any) -> None:
    event = make.an_event(**changes)
    part, category = make.a_part(event), make.a_category(event)

    with pytest.raises(RegistrationClosed):
        kit.register(event, category, part)
    assert kit.count(event) == 0


def test_what_another_event_offers_is_refused_and_nothing_half_written(app: Flask) -> None:
    event, other = make.an_event(), make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    foreign = make.a_part(other), make.a_category(other), make.a_delegation(other)

    for parts, kind, delegation, field in (
        (foreign[0], category, None, "parts"),
        ({part: Mode.ROOM, foreign[0]: Mode.ROOM}, category, None, "parts"),
        (part, foreign[1], None, "category"),
        (part, category, foreign[2], "delegation"),
    ):
        with pytest.raises(Invalid) as refused:
            kit.register(event, kind, parts, delegation=delegation)
        assert refused.value.errors == {field: "not_a_choice"}
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_a_mode_that_the_format_does_not_have_is_refused(app: Flask) -> None:
    event = make.an_event(format=EventFormat.ONLINE)
    part, category = make.a_part(event), make.a_category(event)
    with pytest.raises(Invalid) as refused:
        kit.register(event, category, {part: Mode.ROOM})
    assert refused.value.errors == {"parts": "not_offered"}
    with pytest.raises(Invalid) as refused:
        kit.register(event, category, {})
    assert refused.value.errors == {"parts": "none"}


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"email": ""}, {"email": "required"}),
        ({"email": "nobody"}, {"email": "not_an_email"}),
        ({"email": "a@b.example\nBcc: c@d.example"}, {"email": "not_an_email"}),
        ({"email": "Sok <a@b.example>"}, {"email": "not_an_email"}),
        ({"phone": "call me"}, {"phone": "not_a_phone"}),
        ({"phone": "0" * 50}, {"phone": "not_a_phone"}),
        ({"country": "XX"}, {"country": "not_a_choice"}),
        ({"locale": "xx"}, {"locale": "not_a_choice"}),
        ({"printed_name": "", "email": "x"}, {"printed_name": "required", "email": "not_an_email"}),
    ],
)
def test_every_wrong_field_is_named_at_once(given: dict[str, Any], errors: Any) -> None:
    with pytest.raises(Invalid) as refused:
        kit.details(**given, **({"family_name": ""} if "printed_name" in given else {}))
    assert refused.value.errors == errors


@pytest.mark.parametrize(
    "name",
    [
        "ស" * 200,
        "王" * 200,
        "ب" * 199 + "\u200f",
        "O'Brien <script>alert(1)</script>",
        "=cmd|'/c calc'!A1",
        "Ann 👩‍🚀🙂",
        "\u202eevil name",
    ],
)
def test_names_in_any_script_are_kept_as_written(app: Flask, name: str) -> None:
    event = make.an_event()
    received = kit.register(
        event, make.a_category(event), make.a_part(event), printed_name=name, family_name=""
    )
    kept = kit.own(received).registration.person.printed_name
    assert kept == name.replace("\u202e", "")  # an override left open would turn the line around


def test_line_breaks_become_spaces_in_one_line_fields() -> None:
    written = kit.details(printed_name="SOK\r\nChanthavy", title="A\nB", organisation="C\u2028D")
    assert (written.printed_name, written.title, written.organisation) == (
        "SOK Chanthavy",
        "A B",
        "C D",
    )


def test_the_audit_log_tells_of_a_public_registration_without_its_keys(app: Flask) -> None:
    event = make.an_event()
    kit.register(event, make.a_category(event), make.a_part(event), key="planted-form-key-1234")
    entries = db.session.scalars(sa.select(AuditEntry).filter_by(event_id=event.id)).all()
    mine = [e for e in entries if e.noun in ("people", "registrations")]
    assert {(e.actor, e.action) for e in mine} == {("public", "create")}
    assert not any("planted-form-key" in str(e.after) for e in entries)


def test_registering_takes_a_constant_number_of_statements(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=50)
    category, delegation = make.a_category(event), make.a_delegation(event, quota_room=40)
    costs = []
    for _ in range(12):
        with statements() as sent:
            kit.register(event, category, part, delegation=delegation)
        costs.append(len(sent))
    assert len(set(costs)) == 1
    assert costs[0] <= 20
