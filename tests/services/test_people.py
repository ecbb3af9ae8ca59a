"""People of an event: what is kept of them, who reads it, and what a new link ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.domain.registration import RegistrationStatus, same_as
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, Person, Registration
from forumapp.services import people, tokens
from forumapp.services.people import PeopleFilter, PersonValues
from forumapp.services.people import Role as Brings
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.counting import statements


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def editor(event: Event) -> Actor:
    return make.an_actor(Role.EDITOR, event)


WRITTEN = PersonValues(
    honorific="H.E.",
    printed_name="SOK Chanthavy",
    family_name="SOK",
    native_name="សុខ ចាន់ថាវី",
    title=Translated(en="Secretary of State", zh="国务秘书"),
    organisation=Translated(en="Ministry of Rural Development"),
    country="KH",
    biography=Translated(en="Born in Battambang."),
    email="sok@ministry.example",
    phone="+855 23 720 000",
    locale="en",
)


def test_a_person_is_kept_as_protocol_writes_one(event: Event, editor: Actor) -> None:
    with unit_of_work():
        number = people.create(editor, event.id, WRITTEN, now=make.NOW)
    row = people.person(editor, event.id, number)
    assert {name: getattr(row, name) for name in WRITTEN.columns()} == WRITTEN.columns()
    assert row.name_pieces == ("", "SOK", " Chanthavy")
    assert (row.lines, row.registration, row.photo) == (0, None, "")


def test_what_is_typed_is_cleaned(event: Event, editor: Actor) -> None:
    typed = replace(
        WRITTEN,
        printed_name=" Sok\nChanthavy\x00",
        family_name="sok",
        phone="023 720 000",
        native_name="\u202eabc",
    )
    with unit_of_work():
        number = people.create(editor, event.id, typed, now=make.NOW)
    row = people.person(editor, event.id, number)
    assert (row.printed_name, row.family_name) == ("Sok Chanthavy", "Sok")
    assert (row.phone, row.native_name) == ("+855 23 720 000", "abc")


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"printed_name": " "}, {"printed_name": "required", "family_name": "not_in_name"}),
        ({"printed_name": "x" * 201, "family_name": ""}, {"printed_name": "too_many_characters"}),
        ({"family_name": "LI"}, {"family_name": "not_in_name"}),
        ({"country": "XX"}, {"country": "not_a_choice"}),
        ({"email": "nobody"}, {"email": "not_an_email"}),
        ({"phone": "12"}, {"phone": "not_a_phone"}),
        ({"phone": "call me"}, {"phone": "not_a_phone"}),
        ({"locale": "xx"}, {"locale": "not_a_choice"}),
    ],
)
def test_what_cannot_be_is_refused(
    event: Event, editor: Actor, wrong: dict[str, Any], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        people.create(editor, event.id, replace(WRITTEN, **wrong), now=make.NOW)
    assert refusal.value.errors == errors
    assert people.people_of(editor, event.id) == ()


def test_names_of_any_script_and_length_pass(event: Event, editor: Actor) -> None:
    for name in ("名" * 200, "\u202e<b>x</b>", "=HYPERLINK(1)", "👩🏽‍🌾" * 40):
        values = PersonValues(printed_name=name)
        with unit_of_work():
            number = people.create(editor, event.id, values, now=make.NOW)
        assert people.person(editor, event.id, number).printed_name in name


def test_a_stale_save_is_refused_with_both_texts(event: Event, editor: Actor) -> None:
    person = make.a_person(event, printed_name="A", family_name="")
    with unit_of_work():
        people.save(editor, event.id, person.id, PersonValues(printed_name="B"), version=1)
    with pytest.raises(Stale) as stale, unit_of_work():
        people.save(editor, event.id, person.id, PersonValues(printed_name="C"), version=1)
    assert (stale.value.yours, stale.value.theirs) == ({"printed_name": "C"}, {"printed_name": "B"})


def test_the_list_is_by_family_name_and_takes_one_query(event: Event, editor: Actor) -> None:
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part)
    for given, family in (("Ana", "Zi"), ("Zoe", "An")):
        person = make.a_person(event, printed_name=f"{given} {family}", family_name=family)
        make.a_speaker(session, person)
        make.a_registration(event, person, category=category)
    with statements() as seen:
        rows = people.people_of(editor, event.id)
    assert [row.printed_name for row in rows] == ["Zoe An", "Ana Zi"]
    assert len([s for s in seen if s.startswith("SELECT")]) == 1
    for _ in range(28):
        make.a_person(event)
    number = event.id
    with statements() as seen:
        assert len(people.people_of(editor, number)) == 30
    assert len([s for s in seen if s.startswith("SELECT")]) == 1


def test_filters_admit_who_meets_all_of_them(event: Event) -> None:
    owner = make.an_actor(Role.OWNER, event)
    session, category = make.a_session(event, make.a_part(event)), make.a_category(event)
    plain = {"family_name": "", "country": "LA", "native_name": ""}
    make.a_person(event, printed_name="Neither", **plain)
    speaks = make.a_person(event, printed_name="Speaks", email="", **plain)
    both = make.a_person(event, printed_name="Both", native_name="ທັງສອງ", country="VN")
    goes = make.a_person(event, printed_name="Goes", **plain)
    for person in (speaks, both):
        make.a_speaker(session, person)
    for person in (both, goes):
        make.a_registration(event, person, category=category)
    rows = people.people_of(owner, event.id)

    def names(**asked: Any) -> set[str]:
        return {row.printed_name for row in rows if PeopleFilter(**asked).admits(row)}

    assert names() == {"Neither", "Speaks", "Both", "Goes"}
    assert names(role=Brings.SPEAKERS) == {"Speaks", "Both"}
    assert names(role=Brings.REGISTERED) == {"Both", "Goes"}
    assert names(role=Brings.BOTH) == {"Both"}
    assert names(role=Brings.NEITHER) == {"Neither"}
    assert names(without_email=True) == {"Speaks"}
    assert names(country="VN") == {"Both"}
    assert names(text="ທັງ") == {"Both"}
    assert names(text="ministry rural") == {"Neither", "Speaks", "Both", "Goes"}
    assert names(text=goes.email) == {"Goes"}


def test_addresses_and_registrations_have_their_readers(event: Event) -> None:
    person = make.a_person(event, email="secret@ministry.example", phone="+855 23 720 000")
    make.a_registration(event, person, category=make.a_category(event))
    seen = {}
    for role in Role:
        row = people.person(make.an_actor(role, event), event.id, person.id)
        seen[role] = (bool(row.email), bool(row.phone), row.registration)
    approved = RegistrationStatus.APPROVED
    assert seen == {
        Role.OWNER: (True, True, approved),
        Role.EDITOR: (True, True, None),
        Role.REGISTRAR: (True, True, approved),
        Role.VIEWER: (False, False, None),
    }
    viewer = make.an_actor(Role.VIEWER, event)
    assert people.find(viewer, event.id, "secret@ministry") == ()
    assert len(people.find(make.an_actor(Role.EDITOR, event), event.id, "secret@ministry")) == 1


def test_people_are_found_by_name_the_exact_one_first(event: Event, editor: Actor) -> None:
    make.a_person(event, printed_name="SOK Chanthavy Anna")
    exact = make.a_person(event, printed_name="SOK Chanthavy")
    found = people.find(editor, event.id, "sok chanthavy")
    assert [row.printed_name for row in found] == ["SOK Chanthavy", "SOK Chanthavy Anna"]
    assert [row.id for row in people.named(editor, event.id, "SOK Chanthavy")] == [exact.id]
    assert people.find(editor, event.id, "  ") == ()


def test_another_events_person_is_not_found(event: Event, editor: Actor) -> None:
    stranger = make.a_person(make.an_event())
    for act in (
        lambda: people.person(editor, event.id, stranger.id),
        lambda: people.save(editor, event.id, stranger.id, WRITTEN, version=1),
        lambda: people.set_photo(editor, event.id, stranger.id, "x"),
        lambda: people.rotate(editor, event.id, stranger.id, Purpose.FEED),
        lambda: people.delete(editor, event.id, stranger.id),
    ):
        with pytest.raises(NotFound), unit_of_work():
            act()


def test_who_may_only_look_changes_no_one(event: Event) -> None:
    viewer, person = make.an_actor(Role.VIEWER, event), make.a_person(event)
    for act in (
        lambda: people.create(viewer, event.id, WRITTEN, now=make.NOW),
        lambda: people.save(viewer, event.id, person.id, WRITTEN, version=1),
        lambda: people.rotate(viewer, event.id, person.id, Purpose.FEED),
        lambda: people.delete(viewer, event.id, person.id),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            act()


def test_a_new_link_ends_the_old_ones_of_its_purpose_alone(event: Event, editor: Actor) -> None:
    person = make.a_person(event)
    old = {purpose: make.token(person, purpose) for purpose in Purpose}
    with unit_of_work():
        people.rotate(editor, event.id, person.id, Purpose.FEED)
    with pytest.raises(tokens.Revoked):
        tokens.read(old[Purpose.FEED], Purpose.FEED)
    assert tokens.read(old[Purpose.PARTICIPATION], Purpose.PARTICIPATION)[0].id == person.id
    assert db.session.scalars(sa.select(AuditEntry.action).filter_by(noun="people")).all()[-1:] == [
        "update"
    ]
    assert db.session.scalar(sa.select(AuditEntry.id).filter_by(action="rotate_feed"))


def test_who_speaks_or_is_registered_is_not_deleted(event: Event, editor: Actor) -> None:
    free, speaks, registered = (make.a_person(event) for _ in range(3))
    make.a_speaker(make.a_session(event, make.a_part(event)), speaks)
    make.a_registration(event, registered, category=make.a_category(event))
    for person in (speaks, registered):
        with pytest.raises(Conflict, match="in_use"), unit_of_work():
            people.delete(editor, event.id, person.id)
    with unit_of_work():
        people.delete(editor, event.id, free.id)
    assert {row.id for row in people.people_of(editor, event.id)} == {speaks.id, registered.id}


def test_a_registered_person_is_recognised_under_the_new_address(
    event: Event, editor: Actor
) -> None:
    person = make.a_person(event)
    category = make.a_category(event)
    make.a_registration(event, person, category=category)
    with unit_of_work():
        people.save(editor, event.id, person.id, WRITTEN, version=None)
    mark = same_as(email=WRITTEN.email, printed_name=WRITTEN.printed_name)
    assert db.session.scalars(sa.select(Registration.same_as)).all() == [mark]
    other = make.a_person(event)
    make.a_registration(event, other, category=category)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        people.save(editor, event.id, other.id, WRITTEN, version=None)
    assert refusal.value.errors == {"email": "registered_already"}


def test_a_photo_belongs_to_the_event(event: Event, editor: Actor) -> None:
    person = make.a_person(event)
    with unit_of_work():
        people.set_photo(editor, event.id, person.id, "abc.jpg")
    assert people.has_photo(editor, event.id, "abc.jpg")
    assert not people.has_photo(editor, event.id, "other.jpg")
    other = make.an_event()
    assert not people.has_photo(make.an_actor(Role.VIEWER, other), other.id, "abc.jpg")
    with pytest.raises(NotFound):
        people.has_photo(make.an_actor(Role.VIEWER, other), event.id, "abc.jpg")
    assert db.session.get_one(Person, person.id, populate_existing=True).photo == "abc.jpg"
