"""The secretariat's list: filters, counts, pages, export."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.events import Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Category, Event, Part
from forumapp.services import registration
from forumapp.services.registration import Filters, Sort
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


def staff(event: Event) -> Actor:
    return Actor(user_id=1, name="Lin Daw", roles={event.id: Role.REGISTRAR})


def names(event: Event, **filters: Any) -> list[str]:
    filters.setdefault("sort", Sort.NAME)
    found = registration.participants(staff(event), event.id, Filters(**filters))
    assert found.count == len(found.rows)
    return [row.person.printed_name for row in found.rows]


@pytest.fixture
def event(app: Flask) -> Event:
    """Four people: two parts, one of them with a single seat, two categories, one delegation."""
    event = make.an_event()
    main = make.a_part(event, name=Translated(en="Main"), seats_room=1)
    forum = make.a_part(event, name=Translated(en="Forum"), position=2)
    official = make.a_category(event)
    media = make.a_category(event, approval=Approval.BY_HAND, name=Translated(en="Media"))
    delegation = make.a_delegation(event, name=Translated(en="Mekong Institute"), country="")
    kit.register(event, official, main, printed_name="Anna", delegation=delegation, family_name="")
    kit.register(event, official, main, printed_name="Bounmy", country="LA", family_name="")
    kit.register(
        event,
        media,
        {forum: Mode.ONLINE},
        printed_name="Nguyễn Văn Chín",
        native_name="阮文九",
        organisation="新华社",
        country="VN",
        family_name="",
    )
    kit.register(
        event, media, {main: Mode.ONLINE, forum: Mode.ROOM}, printed_name="Dao", family_name=""
    )
    make.a_registration(
        other := make.an_event(),
        make.a_person(other, printed_name="Elsewhere"),
        category=make.a_category(other),
    )
    return event


def ids(event: Event) -> dict[str, int]:
    make.afresh()
    found = registration.participants(staff(event), event.id, Filters()).rows
    by_name = {row.person.printed_name: row for row in found}
    anna, dao = by_name["Anna"], by_name["Dao"]
    return {
        "main": anna.seats[0].part_id,
        "forum": dao.seats[1].part_id,
        "media": dao.category_id,
        "delegation": anna.delegation_id or 0,
    }


def test_filters_narrow_the_list(event: Event) -> None:
    key = ids(event)
    everyone = ["Anna", "Bounmy", "Dao", "Nguyễn Văn Chín"]
    assert names(event) == everyone
    assert names(event, status=RegistrationStatus.PENDING) == everyone[2:]
    assert names(event, category_id=key["media"]) == everyone[2:]
    assert names(event, delegation_id=key["delegation"]) == ["Anna"]
    assert names(event, delegation_id=0) == everyone[1:]
    assert names(event, country="VN") == ["Nguyễn Văn Chín"]
    assert names(event, part_id=key["main"]) == ["Anna", "Bounmy", "Dao"]
    assert names(event, part_id=key["main"], mode=Mode.ROOM) == ["Anna", "Bounmy"]
    assert names(event, part_id=key["main"], seat=SeatStatus.WAITING) == ["Bounmy"]
    assert names(event, part_id=key["forum"], mode=Mode.ONLINE) == ["Nguyễn Văn Chín"]
    assert names(event, seat=SeatStatus.RELEASED) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", ["Anna"]),
        ("NGUYỄN chín", ["Nguyễn Văn Chín"]),
        ("文九", ["Nguyễn Văn Chín"]),
        ("新华", ["Nguyễn Văn Chín"]),
        ("rural anna", ["Anna"]),
        ("mekong", ["Anna"]),
        ("ministry.example", ["Anna", "Bounmy", "Dao", "Nguyễn Văn Chín"]),
        ("Elsewhere", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_the_search_finds_names_addresses_and_organisations(
    event: Event, text: str, found: list[str]
) -> None:
    assert names(event, text=text) == found


def test_the_list_can_be_sorted(event: Event) -> None:
    assert names(event, sort=Sort.NEWEST)[0] == "Dao"
    assert names(event, sort=Sort.OLDEST)[0] == "Anna"
    assert names(event, sort=Sort.COUNTRY)[-1] == "Nguyễn Văn Chín"


def test_overview_counts_statuses_seats_and_quotas(event: Event) -> None:
    key = ids(event)
    counts = registration.overview(staff(event), event.id)
    assert counts.by_status == {
        RegistrationStatus.APPROVED: 2,
        RegistrationStatus.PENDING: 2,
        RegistrationStatus.REJECTED: 0,
        RegistrationStatus.WITHDRAWN: 0,
    }
    assert (counts.count, counts.waiting) == (4, 1)
    assert [(c.part_id, c.mode, c.capacity, c.held, c.waiting) for c in counts.seats] == [
        (key["main"], Mode.ROOM, 1, 1, 1),
        (key["main"], Mode.ONLINE, None, 1, 0),
        (key["forum"], Mode.ROOM, None, 1, 0),
        (key["forum"], Mode.ONLINE, None, 1, 0),
    ]
    (delegation,) = counts.delegations
    assert (delegation.people, delegation.room.held, delegation.online.held) == (1, 1, 0)


def test_pages_hold_fifty_and_cost_the_same(event: Event) -> None:
    key = ids(event)
    category = registration.participants(staff(event), event.id, Filters()).rows[0].category_id

    def cost() -> int:
        actor, event_id = staff(event), event.id
        with statements() as sent:
            registration.participants(actor, event_id, Filters())
            registration.overview(actor, event_id)
        return len(sent)

    few = cost()
    part = db.session.get_one(Part, key["main"])
    kind = db.session.get_one(Category, category)
    for number in range(48):
        make.a_registration(
            event, make.a_person(event, printed_name=f"P{number}"), category=kind, parts=(part,)
        )
    assert cost() == few
    first = registration.participants(staff(event), event.id, Filters())
    last = registration.participants(staff(event), event.id, Filters(), page=2)
    beyond = registration.participants(staff(event), event.id, Filters(), page=9)
    assert (first.count, first.pages, len(first.rows), len(last.rows)) == (52, 2, 50, 2)
    assert (beyond.page, len(beyond.rows)) == (1, 50)


def test_an_export_holds_exactly_what_is_filtered_and_is_written_down(event: Event) -> None:
    with unit_of_work():
        rows = registration.export(
            staff(event), event.id, Filters(status=RegistrationStatus.PENDING, sort=Sort.NAME)
        )
    assert [row.person.printed_name for row in rows] == ["Dao", "Nguyễn Văn Chín"]
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="export_registrations")).one()
    assert (entry.actor, entry.event_id) == ("Lin Daw", event.id)
    assert (entry.noun, entry.object_id) == ("events", event.id)


def test_countries_are_those_of_the_registered(event: Event) -> None:
    assert set(registration.countries(staff(event), event.id)) == {"KH", "LA", "VN"}
