"""The list of delegations, and the page of one."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.delegations import Capacity, CountryOrder
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.models import Delegation, Event, Registration
from tests import factories as make
from tests.counting import queries_of

ROOT = "/manage/forum-next/delegations"
FORM = {
    "country": "KH",
    "category": "member",
    "quota_room": "8",
    "quota_online": "",
    "focal_name": "The focal point",
    "focal_email": "focal@ministry.example",
}


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def owner(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def a_member(event: Event, delegation: Delegation, **given: Any) -> Registration:
    person = make.a_person(event, printed_name=given.pop("name", "SOK Chanthavy"), family_name="")
    given.setdefault("category", make.a_category(event))
    return make.a_registration(event, person, delegation_id=delegation.id, **given)


def test_a_delegation_is_added_changed_and_deleted(owner: FlaskClient) -> None:
    assert owner.post(f"{ROOT}/new", data=FORM).location == f"{ROOT}/1"
    assert "Cambodia" in owner.get(f"{ROOT}/1").text
    assert "focal@ministry.example" in owner.get(ROOT).text

    changed = {**FORM, "quota_room": "9", "version": "1"}
    assert owner.post(f"{ROOT}/1/edit", data=changed).status_code == 302
    assert owner.post(f"{ROOT}/1/edit", data={**FORM, "version": "1"}).status_code == 409

    assert owner.post(f"{ROOT}/1/delete", data={"confirm": "delete"}).status_code == 302
    assert "No delegation yet" in owner.get(ROOT).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"country": ""}, "Choose a country, or write the name of an organisation."),
        ({"country": "XX"}, "Not a valid choice."),
        ({"name-en": "A bank"}, "Either a country or an organisation, not both."),
        ({"quota_room": "many"}, "Enter a whole number from 0 to 10000."),
        ({"quota_room": "9" * 30}, "Enter a whole number from 0 to 10000."),
        ({"focal_email": "nobody"}, "e-mail address"),
        ({"focal_name": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    owner: FlaskClient, changes: dict[str, str], words: str
) -> None:
    response = owner.post(f"{ROOT}/new", data={**FORM, **changes})
    assert response.status_code == 422
    assert words in response.text
    assert db.session.query(Delegation).count() == 0


def test_a_country_has_one_delegation(owner: FlaskClient) -> None:
    owner.post(f"{ROOT}/new", data=FORM)
    response = owner.post(f"{ROOT}/new", data=FORM)
    assert response.status_code == 422
    assert "This country has a delegation already." in response.text


def test_the_list_is_in_the_order_of_protocol_with_heads_and_counts(
    owner: FlaskClient, event: Event
) -> None:
    part = make.a_part(event)
    thailand = make.a_delegation(event, country="TH", quota_room=1)
    make.a_delegation(event, country="KH")
    a_member(event, thailand, parts=(part,), mode=Mode.ROOM, capacity=Capacity.HEAD, name="Head T")
    a_member(event, thailand, parts=(part,), mode=Mode.ROOM, name="Second T")

    page = owner.get(ROOT).text

    assert page.index("Cambodia") < page.index("Thailand")
    assert "Head T" in page
    assert "over" in page
    assert "2 delegations · In the room: 2 · Online: 0" in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_who_may_not_read_registrations_sees_quotas_but_no_people(
    client: FlaskClient, event: Event, role: Role
) -> None:
    a_member(event, make.a_delegation(event, quota_room=7), capacity=Capacity.HEAD, name="Head T")
    make.sign_in(client, event=event, role=role)

    page = client.get(ROOT).text

    assert "Head T" not in page
    assert "Cambodia" in page
    assert client.get(f"{ROOT}/1").status_code == 403


def test_delegations_set_by_hand_move_by_buttons(owner: FlaskClient, event: Event) -> None:
    with unit_of_work():
        db.session.get_one(Event, event.id).country_order = CountryOrder.BY_HAND
    for position, country in enumerate(("KH", "TH"), 1):
        make.a_delegation(event, country=country, position=position)

    owner.post(f"{ROOT}/2/move", data={"to": "up"})

    page = owner.get(ROOT).text
    assert page.index("Thailand") < page.index("Cambodia")


def test_moving_an_alphabetical_list_says_where_to_change_that(
    owner: FlaskClient, event: Event
) -> None:
    make.a_delegation(event)
    response = owner.post(f"{ROOT}/1/move", data={"to": "up"}, follow_redirects=True)
    assert "set by hand" in response.text


def test_a_delegation_with_registrations_is_not_deleted(owner: FlaskClient, event: Event) -> None:
    a_member(event, make.a_delegation(event))
    response = owner.post(f"{ROOT}/1/delete", data={"confirm": "delete"})
    assert response.status_code == 409
    assert "1 registration belongs to it." in response.text


def test_capacities_are_saved_and_the_head_stands_first(owner: FlaskClient, event: Event) -> None:
    delegation = make.a_delegation(event)
    first, second = (a_member(event, delegation, name=name) for name in ("Abe", "Zoe"))

    owner.post(f"{ROOT}/1/capacities", data=_chosen({first: "delegate", second: "head"}))

    page = owner.get(f"{ROOT}/1").text
    assert page.index("Zoe") < page.index("Abe")


def test_a_second_head_is_refused_beside_the_field_on_the_page_of_a_registration(
    owner: FlaskClient, event: Event
) -> None:
    delegation = make.a_delegation(event)
    category = make.a_category(event)
    a_member(event, delegation, category=category, capacity=Capacity.HEAD, name="Head T")
    member = a_member(event, delegation, category=category)
    form = {"printed_name": "SOK Chanthavy", "country": "KH", "locale": "en", "version": "2"}
    chosen = {"category": category.id, "delegation": delegation.id, "capacity": "head"}
    page = f"/manage/forum-next/registrations/{member.id}/edit"

    response = owner.post(page, data={**form, **chosen})

    assert response.status_code == 422
    assert "A delegation has one head." in response.text
    assert owner.post(page, data={**form, **chosen, "capacity": "adviser"}).status_code == 302


def test_two_heads_are_refused_and_the_choices_kept(owner: FlaskClient, event: Event) -> None:
    delegation = make.a_delegation(event)
    members = {a_member(event, delegation, name=name): "head" for name in ("Abe", "Zoe")}

    response = owner.post(f"{ROOT}/1/capacities", data=_chosen(members))

    assert response.status_code == 422
    assert "A delegation has one head" in response.text
    assert response.text.count('<option value="head" selected>') == 2


def test_a_change_by_somebody_else_is_shown_beside_mine(owner: FlaskClient, event: Event) -> None:
    delegation = make.a_delegation(event)
    member = a_member(event, delegation, name="Abe")
    seen = _chosen({member: "expert"})
    with unit_of_work():
        db.session.get_one(Registration, member.id).capacity = Capacity.ADVISER

    response = owner.post(f"{ROOT}/1/capacities", data=seen)

    assert response.status_code == 409
    assert "Adviser" in response.text
    assert '<option value="expert" selected>' in response.text


def test_members_move_by_buttons(owner: FlaskClient, event: Event) -> None:
    delegation = make.a_delegation(event)
    first = a_member(event, delegation, name="Abe")
    a_member(event, delegation, name="Zoe")

    owner.post(f"{ROOT}/1/members/{first.id}/move", data={"to": "down"})

    page = owner.get(f"{ROOT}/1").text
    assert page.index("Zoe") < page.index("Abe")


def test_another_events_delegation_and_members_are_not_there(
    owner: FlaskClient, event: Event
) -> None:
    other = make.an_event()
    foreign = make.a_delegation(other)
    member = a_member(other, foreign)
    for path in ("", "/edit", "/delete"):
        assert owner.get(f"{ROOT}/{foreign.id}{path}").status_code == 404
    for path in ("/move", "/capacities", f"/members/{member.id}/move"):
        assert owner.post(f"{ROOT}/{foreign.id}{path}").status_code == 404


def test_pages_take_as_many_queries_for_thirty_as_for_one(owner: FlaskClient, event: Event) -> None:
    part, category = make.a_part(event), make.a_category(event)
    delegation = make.a_delegation(event)
    a_member(event, delegation, category=category, parts=(part,))
    few = [queries_of(owner, path) for path in (ROOT, f"{ROOT}/1")]
    for number in range(29):
        a_member(event, delegation, category=category, parts=(part,))
        more = make.a_delegation(event, country="", name=Translated(en=f"Organisation {number}"))
        a_member(event, more, category=category, parts=(part,))

    assert [queries_of(owner, path) for path in (ROOT, f"{ROOT}/1")] == few


def _chosen(members: dict[Registration, str]) -> dict[str, str]:
    return {
        name: value
        for member, capacity in members.items()
        for name, value in (
            (f"capacity-{member.id}", capacity),
            (f"version-{member.id}", str(member.version)),
        )
    }
