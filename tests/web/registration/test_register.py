"""The public form: what it shows, what it takes, what it answers."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db, unit_of_work
from forumapp.domain.events import EventFormat, EventState, Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Category, Event, Mail, Part, Person, Registration
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


class Desk:
    """An event whose form is open, and a client that fills it in."""

    def __init__(self, client: FlaskClient, **event: Any) -> None:
        self.client = client
        self.event: Event = make.an_event(**event)
        self.part: Part = make.a_part(self.event, seats_room=3)
        self.category: Category = make.a_category(self.event)
        self.address = f"/events/{self.event.slug}/register"
        self.fields = {
            "key": "k" * 32,
            "honorific": "Ms.",
            "printed_name": "SOK Chanthavy",
            "family_name": "SOK",
            "organisation": "Ministry of Rural Development",
            "country": "KH",
            "email": "chanthavy@ministry.example",
            "locale": "en",
            "category": str(self.category.id),
            f"part-{self.part.id}": "room",
        }

    def get(self, **query: str) -> str:
        return text(self.client.get(self.address, query_string=query))

    def send(self, *left_out: str, **changes: str) -> TestResponse:
        fields = {**self.fields, **changes}
        for name in left_out:
            fields.pop(name)
        return self.client.post(self.address, data=fields)

    def rows(self) -> list[Registration]:
        make.afresh()
        return list(db.session.scalars(sa.select(Registration).filter_by(event_id=self.event.id)))


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def test_the_form_shows_what_can_be_chosen_and_the_seats_left(desk: Desk) -> None:
    make.a_delegation(desk.event)
    make.a_part(desk.event, name=Translated(en="Side forum"), seats_online=0, position=2)
    page = desk.get()
    for words in ("3 seats left", "full: waiting list", "Government official", "Cambodia"):
        assert words in page
    assert "Side forum" in page
    assert page.count('type="radio"') == 2 + 6  # two languages, three answers for two parts


def test_the_form_is_never_cached(desk: Desk) -> None:
    response = desk.client.get(desk.address)
    assert response.headers["Cache-Control"] == "no-store"
    assert (response.status_code, "ETag" in response.headers) == (200, False)


def test_each_page_has_a_key_of_its_own(desk: Desk) -> None:
    keys = {re.search(r'name="key"[^>]*value="([^"]{20,})"', desk.get()).group(1) for _ in "ab"}  # type: ignore[union-attr]  # a miss fails the test
    assert len(keys) == 2


def test_sending_registers_and_opens_the_participation(desk: Desk) -> None:
    answer = desk.send()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{desk.address}/received")
    page = text(desk.client.get(answer.headers["Location"]))
    assert "chanthavy@ministry.example" in page
    assert "/me/" in page
    (row,) = desk.rows()
    assert row.status is RegistrationStatus.APPROVED
    with desk.client.session_transaction() as session:
        assert session["participant"][0] == row.person_id


def test_sending_twice_answers_alike_and_counts_once(desk: Desk) -> None:
    first, second = desk.send(), desk.send()
    assert first.headers["Location"] == second.headers["Location"]
    assert len(desk.rows()) == 1
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 1


def test_who_is_known_is_answered_neutrally_and_let_in_by_the_mail_alone(
    desk: Desk, app: Flask
) -> None:
    desk.send()
    stranger = app.test_client()
    fields = {**desk.fields, "key": "s" * 32, "title": "Impostor"}
    answer = stranger.post(desk.address, data=fields)
    page = text(stranger.get(answer.headers["Location"]))
    assert "We have your form" in page
    assert "SOK" not in page
    assert "chanthavy@" not in page
    with stranger.session_transaction() as session:
        assert "participant" not in session
    assert len(desk.rows()) == 1
    kinds = list(db.session.scalars(sa.select(Mail.kind).order_by(Mail.id)))
    assert kinds == ["registered"]  # it has the link


def test_the_mails_are_in_the_language_chosen(desk: Desk) -> None:
    desk.send(locale="zh")
    assert db.session.scalars(sa.select(Mail.locale)).all() == ["zh"]


def test_a_full_part_says_which_place_in_the_waiting_list(desk: Desk) -> None:
    for _ in range(4):
        kit.register(desk.event, desk.category, desk.part)
    page = text(desk.client.get(desk.send().headers["Location"]))
    assert "number 2 in the waiting list" in page


def test_pending_is_said_and_promises_no_seat_to_who_waits(desk: Desk) -> None:
    for _ in range(3):
        kit.register(desk.event, desk.category, desk.part)
    with unit_of_work() as session:
        session.get_one(Category, desk.category.id).approval = Approval.BY_HAND
    page = text(desk.client.get(desk.send().headers["Location"]))
    assert "Awaiting approval" in page
    assert "number 1 in the waiting list" in page
    assert "your seats, or your places in the waiting list, are kept" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": EventState.CLOSED}, "takes no more registrations"),
        ({"state": EventState.ARCHIVED}, "takes no more registrations"),
        ({"registration_closes_at": make.NOW - timedelta(hours=1)}, "It closed on"),
        ({"registration_opens_at": make.NOW + timedelta(days=1)}, "It opens on"),
    ],
)
def test_a_closed_registration_says_so_and_whom_to_ask(
    client: FlaskClient, changes: Any, words: str
) -> None:
    desk = Desk(client, contact_email="ask@forum.example", **changes)
    response = client.get(desk.address)
    assert response.status_code == 200
    assert words in text(response)
    assert "ask@forum.example" in text(response)
    assert "<form" not in text(response)
    refused = desk.send()
    assert refused.status_code == 410
    assert words in text(refused)
    assert desk.send(email="").status_code == 410
    assert desk.rows() == []


def test_a_draft_is_not_found(client: FlaskClient) -> None:
    desk = Desk(client, state=EventState.DRAFT)
    for address in (desk.address, f"{desk.address}/received"):
        assert client.get(address).status_code == 404
    assert desk.send().status_code == 404
    assert client.get("/events/no-such-event/register").status_code == 404


def test_an_event_without_parts_or_categories_takes_nobody(client: FlaskClient) -> None:
    event = make.an_event()
    response = client.get(f"/events/{event.slug}/register")
    assert response.status_code == 200
    assert "not open" in text(response)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"printed_name": ""}, "printed_name"),
        ({"printed_name": "x" * 201, "family_name": ""}, "printed_name"),
        ({"family_name": "Nobody"}, "family_name"),
        ({"title": "x" * 301}, "title"),
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"phone": "ring me"}, "phone"),
        ({"country": ""}, "country"),
        ({"country": "XX"}, "country"),
        ({"locale": "xx"}, "locale"),
        ({"category": ""}, "category"),
        ({"category": "999999"}, "category"),
        ({"category": "a"}, "category"),
        ({"delegation": "999999"}, "delegation"),
        ({"access_needs": "x" * 1001}, "access_needs"),
    ],
)
def test_a_wrong_field_is_marked_and_everything_typed_is_kept(
    desk: Desk, changes: dict[str, str], field: str
) -> None:
    make.a_delegation(desk.event)
    response = desk.send(**{"native_name": "សុខ ចាន់ថាវី", **changes})
    page = text(response)
    assert response.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    assert 'value="សុខ ចាន់ថាវី"' in page
    assert re.search(r'value="room"\s+checked', page)
    assert desk.rows() == []
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


@pytest.mark.parametrize("value", ["", "nowhere", "room-and-online"])
def test_no_way_of_taking_part_is_asked_for_again(desk: Desk, value: str) -> None:
    response = desk.send(**{f"part-{desk.part.id}": value})
    assert response.status_code == 422
    assert 'href="#parts"' in text(response)


def test_parts_of_another_event_are_refused(desk: Desk) -> None:
    other = make.a_part(make.an_event())
    for number in (other.id, 999_999, "x"):
        response = desk.send(**{f"part-{number}": "room"})
        assert response.status_code == 422
        assert 'href="#parts"' in text(response)
    assert desk.rows() == []


def test_a_mode_that_the_event_lacks_is_neither_offered_nor_taken(client: FlaskClient) -> None:
    desk = Desk(client, format=EventFormat.ONLINE)
    assert 'value="room"' not in desk.get()
    assert desk.send().status_code == 422
    assert desk.send(**{f"part-{desk.part.id}": "online"}).status_code == 303


@pytest.mark.parametrize(
    "name",
    [
        "ស" * 200,
        "王" * 200,
        "\u200fمحمد",
        "Ann <script>alert(1)</script> 🙂",
        '"><img src=x onerror=alert(1)>',
        "=HYPERLINK(1)",
        "{{ config }}",
    ],
)
def test_names_come_back_escaped_in_every_page(desk: Desk, name: str) -> None:
    answer = desk.send(printed_name=name, family_name="")
    assert answer.status_code == 303
    page = desk.client.get(answer.headers["Location"]).get_data(as_text=True)
    assert name in unescape(page)
    refused = desk.send(printed_name=name, email="").get_data(as_text=True)
    for shown in (page, refused):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "SECRET_KEY" not in shown


def test_line_breaks_in_one_line_fields_become_spaces(desk: Desk) -> None:
    desk.send(printed_name="SOK\r\nBcc: all@world.example", title="A\nB")
    person = db.session.scalars(sa.select(Person)).one()
    assert person.printed_name == "SOK Bcc: all@world.example"
    assert person.title == Translated(en="A B")


def test_consent_is_given_by_ticking_alone(desk: Desk) -> None:
    assert not re.search(r'name="listed"[^>]*checked', desk.get())
    desk.send()
    desk.send(key="o" * 32, printed_name="SOK Dara", listed="y")
    assert [row.listed for row in desk.rows()] == [False, True]


def test_who_comes_for_no_country_says_so(desk: Desk) -> None:
    assert desk.send(country="none").status_code == 303
    assert db.session.scalars(sa.select(Person.country)).all() == [""]


def test_an_event_of_one_part_and_mode_asks_nothing(client: FlaskClient) -> None:
    desk = Desk(client, format=EventFormat.IN_PERSON)
    assert re.search(r'value="room"\s+checked', desk.get())


def test_a_browser_with_a_registration_is_told_of_it(desk: Desk) -> None:
    desk.send()
    page = desk.get()
    assert "This browser has opened the registration of Ms. SOK Chanthavy" in page


def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient) -> None:
    desk = Desk(client)
    app.config["WTF_CSRF_ENABLED"] = True
    assert desk.send().status_code == 400
    page = desk.get()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)  # type: ignore[union-attr]  # a miss fails the test
    assert page.count('name="csrf_token"') == 1
    assert desk.send(csrf_token=token).status_code == 303


def test_the_page_costs_the_same_however_many_are_registered(desk: Desk) -> None:
    def cost() -> int:
        with statements() as sent:
            desk.get()
        return len(sent)

    first = cost()
    for number in range(12):
        mode = Mode.ROOM if number % 2 else Mode.ONLINE
        kit.register(desk.event, desk.category, {desk.part: mode})
    assert cost() <= first + 1  # whether those waiting could sit, once somebody waits
    assert kit.seats(desk.part, SeatStatus.WAITING) == 3


def test_the_form_speaks_chinese(desk: Desk) -> None:
    page = desk.get(lang="zh")
    assert 'lang="zh-Hans"' in page
    assert "政府官员" in page
