"""Delegations stand in the order of protocol, their heads first."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.delegations import Capacity, CountryOrder, DelegationCategory, HostPlace
from forumapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.text import Translated
from forumapp.models import Delegation, Event, Registration
from forumapp.services import delegations
from forumapp.services.delegations import CapacityChange
from tests import factories as make
from tests.counting import statements

VALUES: dict[str, Any] = {
    "country": "KH",
    "name": Translated(),
    "category": DelegationCategory.MEMBER,
    "hosting": False,
    "quota_room": 8,
    "quota_online": None,
    "focal_name": "The focal point",
    "focal_email": "focal@ministry.example",
}


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def owner(event: Event) -> Actor:
    return make.an_actor(Role.OWNER, event)


def add(actor: Actor, event: Event, **changes: Any) -> int:
    with unit_of_work():
        return delegations.save(actor, event.id, values={**VALUES, **changes})


def printed(actor: Actor, event: Event) -> list[str]:
    return [row.printed("en") for row in delegations.listed(actor, event.id)]


def a_member(event: Event, delegation: Delegation | int, **given: Any) -> Registration:
    number = delegation if isinstance(delegation, int) else delegation.id
    category = given.pop("category", None) or make.a_category(event)
    person = make.a_person(event, printed_name=given.pop("name", "SOK Chanthavy"), family_name="")
    return make.a_registration(event, person, category=category, delegation_id=number, **given)


def test_a_delegation_is_kept_as_it_was_entered(event: Event, owner: Actor) -> None:
    row = delegations.get(owner, event.id, add(owner, event))
    assert {name: getattr(row, name) for name in VALUES} == VALUES


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, ["Cambodia", "China", "Thailand", "A bank", "Zebra"]),
        ({"host_place": HostPlace.FIRST}, ["China", "Cambodia", "Thailand", "A bank", "Zebra"]),
        ({"host_place": HostPlace.LAST}, ["Cambodia", "Thailand", "China", "A bank", "Zebra"]),
        (
            {"country_order": CountryOrder.BY_HAND},
            ["Thailand", "China", "Cambodia", "Zebra", "A bank"],
        ),
        ({"order_language": "zh"}, ["Cambodia", "Thailand", "China", "A bank", "Zebra"]),
    ],
)
def test_states_come_first_in_the_chosen_order(
    app: Flask, rule: dict[str, Any], expected: list[str]
) -> None:
    event = make.an_event(**rule)
    owner = make.an_actor(Role.OWNER, event)
    organisation = DelegationCategory.INTERNATIONAL_ORGANISATION
    add(owner, event, country="", name=Translated(en="Zebra"), category=organisation)
    add(owner, event, country="TH")
    add(owner, event, country="CN", category=DelegationCategory.HOST, hosting=True)
    add(owner, event, country="KH")
    add(owner, event, country="", name=Translated(en="A bank"), category=organisation)

    assert printed(owner, event) == expected


def test_a_delegation_moves_among_those_of_its_category_where_set_by_hand(app: Flask) -> None:
    event = make.an_event(country_order=CountryOrder.BY_HAND)
    owner = make.an_actor(Role.OWNER, event)
    add(owner, event, country="KH")
    thailand = add(owner, event, country="TH")
    add(owner, event, country="", name=Translated(en="Bank"), category=DelegationCategory.PARTNER)

    for down in (False, False, True, True):
        with unit_of_work():
            delegations.move(owner, event.id, thailand, down=down)

    assert printed(owner, event) == ["Cambodia", "Thailand", "Bank"]


def test_an_alphabetical_list_is_not_moved_by_hand(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    with pytest.raises(Conflict), unit_of_work():
        delegations.move(owner, event.id, key, down=True)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"country": "KH"}, {"country": "country_twice"}),
        ({"country": "XX"}, {"country": "not_a_choice"}),
        ({"country": ""}, {"country": "country_or_name"}),
        ({"country": "TH", "name": Translated(en="Bank")}, {"name": "one_of_two"}),
        ({"country": "TH", "category": "king"}, {"category": "not_a_choice"}),
        ({"country": "TH", "quota_room": -1}, {"quota_room": "out_of_range"}),
        ({"country": "TH", "quota_online": 10**9}, {"quota_online": "out_of_range"}),
        ({"country": "TH", "focal_email": "nobody"}, {"focal_email": "not_an_email"}),
        ({"country": "", "name": Translated(en="x" * 201)}, {"name.en": "too_many_characters"}),
    ],
)
def test_what_cannot_be_is_not_kept(
    event: Event, owner: Actor, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    add(owner, event)
    with pytest.raises(Invalid) as refusal:
        add(owner, event, **changes)
    assert dict(refusal.value.errors) == errors
    assert printed(owner, event) == ["Cambodia"]


def test_a_delegation_with_registrations_stays(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    a_member(event, key, status=RegistrationStatus.WITHDRAWN)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        delegations.delete(owner, event.id, key)
    assert refusal.value.facts == {"registrations": 1}

    empty = add(owner, event, country="TH")
    with unit_of_work():
        delegations.delete(owner, event.id, empty)
    assert printed(owner, event) == ["Cambodia"]


def test_strength_counts_people_in_each_mode_against_the_quota(event: Event, owner: Actor) -> None:
    key, part = add(owner, event, quota_room=1, quota_online=5), make.a_part(event)
    for capacity, mode in (
        (Capacity.HEAD, Mode.ROOM),
        (Capacity.EXPERT, Mode.ROOM),
        (Capacity.ADVISER, Mode.ONLINE),
    ):
        a_member(event, key, parts=(part,), mode=mode, capacity=capacity, name=f"The {capacity}")
    a_member(event, key, status=RegistrationStatus.PENDING)
    a_member(event, key, parts=(part,), status=RegistrationStatus.REJECTED)

    rows = delegations.listed(owner, event.id)
    strength = delegations.strength(owner, event.id, rows)

    assert strength is not None
    one = strength[key]
    assert (one.people, one.pending, one.head and one.head.printed_name) == (4, 1, "The head")
    assert [(m.mode, m.held, m.quota, m.over) for m in one.modes] == [
        (Mode.ROOM, 2, 1, True),
        (Mode.ONLINE, 1, 5, False),
    ]


def test_members_stand_by_capacity_with_the_head_first(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    for name, capacity in (
        ("Zed", Capacity.DELEGATE),
        ("Expert", Capacity.EXPERT),
        ("Head", Capacity.HEAD),
        ("Abe", Capacity.DELEGATE),
    ):
        a_member(event, key, name=name, capacity=capacity)
    a_member(event, key, name="Gone", status=RegistrationStatus.WITHDRAWN)

    assert _names(owner, event, key) == ["Head", "Expert", "Abe", "Zed"]


def test_members_of_one_capacity_change_places(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    a_member(event, key, name="Head", capacity=Capacity.HEAD)
    first = a_member(event, key, name="Abe")
    a_member(event, key, name="Ben")

    for down in (True, False, False, True):
        with unit_of_work():
            delegations.move_member(owner, event.id, key, first.id, down=down)

    assert _names(owner, event, key) == ["Head", "Ben", "Abe"]


def _names(owner: Actor, event: Event, key: int) -> list[str]:
    return [m.person.printed_name for m in delegations.members(owner, event.id, key)]


def _set(actor: Actor, event: Event, key: int, *pairs: tuple[Registration, Capacity]) -> None:
    changes = {
        row.id: CapacityChange(capacity=capacity, version=row.version) for row, capacity in pairs
    }
    with unit_of_work():
        delegations.set_capacities(actor, event.id, key, changes)


def test_a_new_head_takes_the_place_of_the_old(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    old, new = a_member(event, key, name="Old", capacity=Capacity.HEAD), a_member(event, key)

    with pytest.raises(Invalid) as refusal:
        _set(owner, event, key, (new, Capacity.HEAD))
    assert set(refusal.value.errors) == {str(old.id), str(new.id)}
    for row in (old, new):
        db.session.refresh(row)
    _set(owner, event, key, (new, Capacity.HEAD), (old, Capacity.DEPUTY_HEAD))

    assert _names(owner, event, key) == ["SOK Chanthavy", "Old"]


def test_a_registration_that_somebody_changed_is_not_overwritten(
    event: Event, owner: Actor
) -> None:
    key = add(owner, event)
    member = a_member(event, key)
    seen = CapacityChange(capacity=Capacity.EXPERT, version=member.version)
    _set(owner, event, key, (member, Capacity.ADVISER))

    with pytest.raises(Stale) as stale, unit_of_work():
        delegations.set_capacities(owner, event.id, key, {member.id: seen})

    name = str(member.id)
    assert (stale.value.yours, stale.value.theirs) == (
        {name: Capacity.EXPERT},
        {name: Capacity.ADVISER},
    )


def test_a_foreign_registration_among_the_changes_is_passed_over(
    event: Event, owner: Actor
) -> None:
    key = add(owner, event)
    other = make.an_event()
    foreign = a_member(other, make.a_delegation(other))
    _set(owner, event, key, (foreign, Capacity.HEAD))
    db.session.refresh(foreign)
    assert foreign.capacity is Capacity.DELEGATE


def test_each_role_does_what_it_may(event: Event, owner: Actor) -> None:
    key = add(owner, event)
    member = a_member(event, key)
    rows = delegations.listed(owner, event.id)
    editor, viewer, registrar = (
        make.an_actor(role, event) for role in (Role.EDITOR, Role.VIEWER, Role.REGISTRAR)
    )

    for actor in (editor, viewer):
        assert delegations.strength(actor, event.id, rows) is None
        with pytest.raises(Forbidden):
            delegations.members(actor, event.id, key)
        with pytest.raises(Forbidden):
            _set(actor, event, key, (member, Capacity.HEAD))
    for actor in (viewer, registrar):
        with pytest.raises(Forbidden):
            add(actor, event, country="TH")
        with pytest.raises(Forbidden), unit_of_work():
            delegations.delete(actor, event.id, key)
    _set(registrar, event, key, (member, Capacity.HEAD))


def test_another_events_delegation_is_not_there(event: Event, owner: Actor) -> None:
    other = make.an_event()
    foreign = make.a_delegation(other)
    member = a_member(other, foreign)
    for act in (
        lambda: delegations.get(owner, event.id, foreign.id),
        lambda: delegations.save(owner, event.id, foreign.id, values=VALUES, version=1),
        lambda: delegations.delete(owner, event.id, foreign.id),
        lambda: delegations.members(owner, event.id, foreign.id),
        lambda: delegations.move_member(owner, event.id, foreign.id, member.id, down=True),
        lambda: delegations.listed(owner, other.id),
    ):
        with pytest.raises(NotFound), unit_of_work():
            act()


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(event: Event, owner: Actor) -> None:
    part, category = make.a_part(event), make.a_category(event)
    number = event.id

    def queries() -> int:
        make.afresh()
        with statements() as sent:
            delegations.strength(owner, number, delegations.listed(owner, number))
        return len(sent)

    key = add(owner, event)
    a_member(event, key, parts=(part,), category=category, capacity=Capacity.HEAD)
    few = queries()
    for more_of_them in range(29):
        name = Translated(en=f"Organisation {more_of_them}")
        more = add(owner, event, country="", name=name)
        a_member(event, more, parts=(part,), category=category, capacity=Capacity.HEAD)

    assert queries() == few
