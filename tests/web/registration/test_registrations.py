"""The secretariat's pages: the list, one registration, decisions, the list to take away."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Part, Registration
from forumapp.services.registration import Received
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


class Office:
    """An event with one seat in the room, a category approved by hand, and who may decide."""

    def __init__(self, client: FlaskClient, role: Role | None = Role.REGISTRAR) -> None:
        self.client = client
        self.event = make.an_event()
        self.part = make.a_part(self.event, seats_room=1)
        self.category = make.a_category(self.event, approval=Approval.BY_HAND)
        self.address = f"/manage/{self.event.slug}/registrations"
        if role:
            make.sign_in(client, event=self.event, role=role)

    def register(self, **given: Any) -> Received:
        given.setdefault("family_name", "")
        return kit.register(self.event, self.category, self.part, **given)

    def page(self, received: Received, *more: str) -> str:
        return "/".join((self.address, str(received.registration_id), *more))

    def read(self, query: str = "") -> str:
        response = self.client.get(self.address + query)
        assert response.status_code == 200
        return text(response)

    def ticked(self, *received: Received) -> list[str]:
        return [f"{choice.id}:{choice.version}" for choice in kit.chosen(*received)]

    def status(self, received: Received) -> RegistrationStatus:
        make.afresh()
        return db.session.get_one(Registration, received.registration_id).status


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def test_the_list_counts_and_names(office: Office) -> None:
    office.register(printed_name="Anna Bee", title="Deputy Director")
    office.register(printed_name="Bounmy")
    page = office.read()
    assert page.index("Bounmy") < page.index("Anna Bee")
    assert "Deputy Director" in page
    assert "2 of 2" in page
    assert re.search(r"<b>1</b> of 1", page)
    assert "1 waiting" in page


def test_filters_stay_in_the_address_and_in_the_form(office: Office) -> None:
    office.register(printed_name="Anna Bee")
    office.register(printed_name="Bounmy")
    page = office.read(f"?seat=waiting&part={office.part.id}&q=boun&sort=name")
    assert "Bounmy" in page
    assert "Anna Bee" not in page
    assert "1 of 2" in page
    assert 'value="boun"' in page
    assert re.search(r'value="waiting" selected', page)
    assert f"registrations.xlsx?q=boun&part={office.part.id}&seat=waiting&sort=name" in page


@pytest.mark.parametrize(
    "query", ["?status=none", "?part=x", "?page=-4", "?page=99", "?sort=;", "?delegation=999999999"]
)
def test_a_filter_that_makes_no_sense_breaks_nothing(office: Office, query: str) -> None:
    office.register()
    office.read(query)


def test_an_empty_list_says_what_to_do(office: Office) -> None:
    assert f"/events/{office.event.slug}/register" in office.read()


def test_the_list_costs_the_same_with_one_and_with_thirty(office: Office) -> None:
    office.register(delegation=make.a_delegation(office.event))

    def cost() -> int:
        with statements() as sent:
            office.read()
        return len(sent)

    office.read()
    first = cost()
    for number in range(29):
        delegation = make.a_delegation(office.event, country="", name=Translated(en=f"D{number}"))
        kit.register(office.event, office.category, office.part, delegation=delegation)
    assert cost() <= first + 1  # whether those waiting could sit, once somebody waits


def test_a_filter_is_kept_under_a_name_for_the_whole_secretariat(office: Office) -> None:
    office.register(printed_name="Anna Bee")
    seen = office.read("?status=pending&q=anna&page=1")
    assert "Name of the filter" in seen
    filters = f"{office.address}/filters"
    answer = office.client.post(
        filters, data={"name": " New  ones ", "query": "status=pending&q=anna&page=1&tick=all"}
    )
    assert answer.headers["Location"] == f"{office.address}?status=pending&q=anna"
    colleague = office.client.application.test_client()
    make.sign_in(colleague, event=office.event, role=Role.REGISTRAR)
    page = text(colleague.get(office.address))
    assert f'href="{office.address}?status=pending&q=anna">New ones</a>' in page
    found = re.search(r"filters/(\d+)/remove", page)
    assert found

    other = Office(office.client.application.test_client())
    assert other.client.post(f"{other.address}/filters/{found[1]}/remove").status_code == 404
    assert "New ones" not in other.read()
    colleague.post(f"{filters}/{found[1]}/remove")
    assert "New ones" not in office.read()
    office.client.post(filters, data={"name": "", "query": "status=pending"})
    assert "give the filter a short name" in office.read()


def test_many_are_approved_from_the_list(office: Office) -> None:
    people = [office.register() for _ in range(3)]
    answer = office.client.post(
        f"{office.address}/decide",
        data={
            "chosen": office.ticked(*people[:2]),
            "do": "approve",
            "back": "status=pending&q=sok",
        },
    )
    assert answer.headers["Location"] == f"{office.address}?status=pending&q=sok"
    assert "2 registrations decided" in text(office.client.get(answer.headers["Location"]))
    assert [office.status(p) for p in people] == [
        RegistrationStatus.APPROVED,
        RegistrationStatus.APPROVED,
        RegistrationStatus.PENDING,
    ]


def test_all_that_a_filter_finds_are_decided_once_it_is_confirmed(office: Office) -> None:
    people = [office.register(printed_name=f"Guest {n}") for n in range(3)]
    other = office.register(printed_name="Anna Bee")
    data = {"scope": "all", "back": "q=guest&sort=name", "do": "approve"}

    asked = text(office.client.post(f"{office.address}/decide", data=data))
    assert "Approve 3 registrations?" in asked
    assert office.status(people[0]) is RegistrationStatus.PENDING
    found = re.search(r'name="mark" value="(\w+)"', asked)
    assert found
    confirmed = {**data, "confirm": "yes", "mark": found[1]}

    late = office.register(printed_name="Guest late")
    again = text(office.client.post(f"{office.address}/decide", data=confirmed))
    assert "The list has changed since you saw it." in again
    found = re.search(r'name="mark" value="(\w+)"', again)
    assert found
    answer = office.client.post(f"{office.address}/decide", data={**confirmed, "mark": found[1]})

    assert answer.headers["Location"] == f"{office.address}?q=guest&sort=name"
    assert {office.status(p) for p in (*people, late)} == {RegistrationStatus.APPROVED}
    assert office.status(other) is RegistrationStatus.PENDING


def test_the_page_before_a_move_says_who_keeps_what_and_who_is_next(office: Office) -> None:
    sits, waits = (office.register(printed_name=name) for name in ("Anna Bee", "Bounmy"))
    data: dict[str, Any] = {"chosen": office.ticked(sits), "do": "wait"}
    asked = text(office.client.post(f"{office.address}/decide", data=data))
    assert "Move 1 registration to the waiting list?" in asked
    assert asked.index("Anna Bee") < asked.index("Next on the waiting list") < asked.index("Bounmy")

    office.client.post(f"{office.address}/decide", data={**data, "confirm": "yes"})
    assert kit.seat_of(sits) is SeatStatus.WAITING
    assert "Moved to the waiting list" in text(office.client.get(office.page(sits)))
    assert kit.seat_of(waits) is SeatStatus.WAITING


def test_many_are_rejected_with_a_reason(office: Office) -> None:
    received = office.register()
    chosen = office.ticked(received)
    data: dict[str, Any] = {"chosen": chosen, "do": "reject", "back": "status=pending"}

    asked = text(office.client.post(f"{office.address}/decide", data=data))
    assert "Reject 1 registration?" in asked
    assert f'name="chosen" value="{chosen[0]}"' in asked
    assert f'href="{office.address}?status=pending"' in asked
    assert office.status(received) is RegistrationStatus.PENDING

    data |= {"confirm": "yes", "reason": "No place <b>left</b>"}
    office.client.post(f"{office.address}/decide", data=data)
    assert office.status(received) is RegistrationStatus.REJECTED
    page = office.client.get(office.page(received)).get_data(as_text=True)
    assert "No place &lt;b&gt;left&lt;/b&gt;" in page


def test_withdrawing_for_somebody_is_asked_about_first(office: Office) -> None:
    received = office.register(printed_name="Anna Bee")
    address = office.page(received, "decide")
    data = {"do": "withdraw", "version": office.ticked(received)[0].partition(":")[2]}

    asked = text(office.client.post(address, data=data))
    assert "Withdraw 1 registration?" in asked
    assert "Anna Bee" in asked
    assert office.status(received) is RegistrationStatus.PENDING
    assert office.client.post(f"{office.address}/99/decide", data=data).status_code == 404

    office.client.post(address, data={**data, "confirm": "yes"})
    assert office.status(received) is RegistrationStatus.WITHDRAWN


def test_several_are_withdrawn_from_the_list(office: Office) -> None:
    people = [office.register(printed_name=name) for name in ("Anna Bee", "Bounmy")]
    data: dict[str, Any] = {"chosen": office.ticked(*people), "do": "withdraw"}
    assert 'name="do" value="withdraw"' in office.client.get(office.address).text

    asked = text(office.client.post(f"{office.address}/decide", data=data))
    assert "Withdraw 2 registrations?" in asked
    office.client.post(f"{office.address}/decide", data={**data, "confirm": "yes"})
    assert {office.status(one) for one in people} == {RegistrationStatus.WITHDRAWN}


def test_what_changed_meanwhile_is_left_alone_and_said(office: Office) -> None:
    received = office.register()
    shown = office.ticked(received)
    one = office.client.post(
        office.page(received, "decide"),
        data={"do": "reject", "confirm": "yes", "version": shown[0].partition(":")[2]},
    )
    assert one.status_code == 302

    office.client.post(f"{office.address}/decide", data={"chosen": shown, "do": "approve"})
    stale = office.client.post(
        office.page(received, "decide"),
        data={"do": "approve", "version": shown[0].partition(":")[2]},
    )

    assert stale.status_code == 409
    assert "changed since you saw it" in text(stale)
    assert office.status(received) is RegistrationStatus.REJECTED


@pytest.mark.parametrize(
    "data",
    [{}, {"chosen": "x:y", "do": "approve"}, {"chosen": "1", "do": "reject"}, {"do": "approve"}],
)
def test_nothing_ticked_decides_nothing(office: Office, data: dict[str, str]) -> None:
    received = office.register()
    answer = office.client.post(f"{office.address}/decide", data=data)
    assert "Tick the people" in text(office.client.get(answer.headers["Location"]))
    assert office.status(received) is RegistrationStatus.PENDING


def test_the_way_back_leads_nowhere_else(office: Office) -> None:
    answer = office.client.post(
        f"{office.address}/decide", data={"back": "\r\n//evil.example/#x", "do": "approve"}
    )
    assert answer.headers["Location"].startswith(office.address)
    assert "\n" not in answer.headers["Location"]


def test_the_page_of_one_shows_everything_and_the_history(office: Office) -> None:
    received = office.register(
        printed_name="<i>Anna</i>", access_needs="Ramp\nplease", phone="+855 12 345 678"
    )
    office.client.post(
        office.page(received, "decide"),
        data={"do": "approve", "version": office.ticked(received)[0].partition(":")[2]},
    )
    response = office.client.get(office.page(received))
    page = text(response)
    for words in ("Ramp\nplease", "+855 12 345 678", "Ministry of Rural Development"):
        assert words in page
    assert "Status: Awaiting approval → Approved" in page
    assert "Lin Daw" in page
    assert "<i>Anna" not in response.get_data(as_text=True)


def test_a_seat_is_given_only_when_one_is_free(office: Office) -> None:
    office.register()
    received = office.register()
    refused = office.client.post(office.page(received, "promote"), data={"part": office.part.id})
    assert refused.status_code == 409
    assert "all 1 are taken (In the room)" in text(refused)
    with unit_of_work() as session:
        session.get_one(Part, office.part.id).seats_room = 2
    given = office.client.post(office.page(received, "promote"), data={"part": office.part.id})
    assert given.status_code == 302
    assert kit.seat_of(received) is SeatStatus.HELD


def test_the_mode_is_changed_from_the_page(office: Office) -> None:
    received = office.register()
    address = office.page(received, "mode")
    office.client.post(address, data={"part": office.part.id, "mode": "online"})
    assert kit.own(received).registration.parts == {office.part.id: Mode.ONLINE}
    last = office.client.post(address, data={"part": office.part.id, "mode": ""})
    assert (last.status_code, "only part" in text(last)) == (409, True)
    for data in ({"part": office.part.id, "mode": "x"}, {"part": 999_999, "mode": "online"}):
        assert office.client.post(address, data=data).status_code == 422


def test_someone_is_added_by_hand_with_a_name_alone(office: Office) -> None:
    data = {
        "printed_name": "Ramo",
        "locale": "en",
        "category": office.category.id,
        f"part-{office.part.id}": "room",
        "approved": "y",
        "key": "h" * 32,
    }
    answer = office.client.post(f"{office.address}/new", data=data)
    assert answer.status_code == 302
    assert "Ramo" in text(office.client.get(answer.headers["Location"]))
    again = office.client.post(f"{office.address}/new", data=data)
    assert again.headers["Location"] == answer.headers["Location"]
    bad = office.client.post(f"{office.address}/new", data={**data, "printed_name": ""})
    assert bad.status_code == 422


def test_a_registration_is_corrected(office: Office) -> None:
    delegation = make.a_delegation(office.event)
    received = office.register()
    row = kit.own(received).registration
    data = {
        "printed_name": "SOK Chanthavi",
        "family_name": "SOK",
        "email": row.email,
        "country": "KH",
        "locale": "zh",
        "category": row.category_id,
        "delegation": delegation.id,
        "capacity": "head",
        "version": row.version,
    }
    page = text(office.client.get(office.page(received, "edit")))
    assert f'value="{row.email}"' in page
    assert office.client.post(office.page(received, "edit"), data=data).status_code == 302
    assert kit.own(received).registration.person.printed_name == "SOK Chanthavi"

    stale = office.client.post(
        office.page(received, "edit"), data={**data, "printed_name": "Late", "family_name": ""}
    )
    assert stale.status_code == 409
    assert "SOK Chanthavi" in text(stale)
    assert 'value="Late"' in text(stale)
    wrong = {**data, "email": "x", "version": kit.own(received).registration.version}
    assert office.client.post(office.page(received, "edit"), data=wrong).status_code == 422


def test_an_export_holds_exactly_the_filtered_list_and_starts_no_formula(office: Office) -> None:
    office.register(printed_name="=HYPERLINK(1)", dietary_needs="+1\n@x")
    office.register(printed_name="Bounmy", organisation="新华社")
    response = office.client.get(f"{office.address}.csv?q=hyperlink")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert len(rows) == 2
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Name"], line["The Forum"]) == ("'=HYPERLINK(1)", "In the room")
    assert line["Dietary needs"] == "'+1\n@x"

    book = openpyxl.load_workbook(
        io.BytesIO(office.client.get(f"{office.address}.xlsx?sort=name").get_data())
    )
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[3] for row in cells] == ["Name", "=HYPERLINK(1)", "Bounmy"]
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    assert "In the room (Waiting list)" in cells[2]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.REGISTRAR, 200), (Role.EDITOR, 403), (Role.VIEWER, 403)],
)
def test_only_registrars_and_owners_read_registrations(
    client: FlaskClient, role: Role, status: int
) -> None:
    office = Office(client, role)
    received = office.register()
    for address in (office.address, office.page(received), f"{office.address}.csv"):
        assert client.get(address).status_code == status
    if status == 403:
        shown = office.ticked(received)
        data = {"chosen": shown, "do": "approve", "part": office.part.id, "mode": "online"}
        for address in (
            f"{office.address}/decide",
            *(office.page(received, act) for act in ("decide", "promote", "mode", "edit")),
            f"{office.address}/new",
        ):
            assert client.post(address, data=data).status_code == 403
        assert office.status(received) is RegistrationStatus.PENDING


def test_another_events_registration_is_not_found(office: Office) -> None:
    other = make.an_event()
    foreign = kit.register(other, make.a_category(other), make.a_part(other))
    shown = kit.chosen(foreign)[0]
    for act in ("", "edit"):
        assert office.client.get(office.page(foreign, act).rstrip("/")).status_code == 404
    posts: tuple[tuple[str, dict[str, Any]], ...] = (
        (office.page(foreign, "decide"), {"do": "approve", "version": shown.version}),
        (office.page(foreign, "promote"), {"part": office.part.id}),
        (office.page(foreign, "mode"), {"part": office.part.id, "mode": "online"}),
        (
            f"{office.address}/decide",
            {"do": "approve", "chosen": f"{shown.id}:{shown.version}"},
        ),
    )
    for address, data in posts:
        assert office.client.post(address, data=data).status_code == 404
    assert office.client.get(f"/manage/{other.slug}/registrations").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient) -> None:
    office = Office(client, role=None)
    assert client.get(office.address).status_code == 302
    assert client.post(f"{office.address}/decide").status_code == 401


def test_two_who_are_one_are_compared_field_by_field_and_merged(office: Office) -> None:
    first = office.register(printed_name="Anna BEE", title="Director")
    second = office.register(printed_name="Bee Anna", title="Deputy Director")
    seen = text(office.client.get(f"{office.address}/doubles"))
    pair = f"{office.address}/doubles/pair?first={first.person_id}&second={second.person_id}"
    assert f'href="{pair}"' in seen
    page = text(office.client.get(pair))
    assert page.index("Director") < page.index("Deputy Director")
    assert 'name="field-title"' in page
    assert 'name="field-country"' not in page  # in which both agree

    both = {"first": first.person_id, "second": second.person_id}
    told_apart = f"{office.address}/doubles/apart"
    assert office.client.post(told_apart, data=both).status_code == 303
    assert f'href="{pair}"' not in text(office.client.get(f"{office.address}/doubles"))
    assert office.client.post(told_apart, data={**both, "again": "yes"}).status_code == 303
    assert f'href="{pair}"' in text(office.client.get(f"{office.address}/doubles"))
    office.client.post(told_apart, data=both)  # and one all the same, in the end

    data = {
        **both,
        "kept": "first",
        "field-name": "first",
        "field-title": "second",
    }
    answer = office.client.post(pair.partition("?")[0], data=data)

    assert answer.status_code == 303
    assert "They are one now." in text(office.client.get(answer.headers["Location"]))
    row = kit.own(first).registration
    assert (row.person.printed_name, str(row.person.title)) == ("Anna BEE", "Deputy Director")
    assert "Made one with another person" in text(office.client.get(office.page(first)))
    other = Office(office.client.application.test_client())
    strange = f"{other.address}/doubles/pair?first={first.person_id}&second={second.person_id}"
    assert other.client.get(strange).status_code == 404
