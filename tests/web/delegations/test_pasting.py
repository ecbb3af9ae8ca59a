"""Nominees pasted from a spreadsheet."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from forumapp.config import Settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor
from forumapp.domain.delegations import Capacity
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailKind
from forumapp.domain.nominees import capacity_of, mode_of, read_rows
from forumapp.i18n import catalogue, words
from forumapp.jobs import engine
from forumapp.models import Category, Delegation, Event, Mail, Part, Person, Registration, Seat
from forumapp.services.delegations import pasting
from forumapp.services.tokens import Purpose
from forumapp.web.delegations.wording import columns
from tests import factories as make
from tests.counting import statements
from tests.jobs.mailing import text_of

ROOT = "/events/forum-next/delegation"
ENGLISH = """Name\tPosition\tMinistry\tE-mail\tCapacity\tHow
H.E. Ms. SOK Chanthavy\tMinister\tMinistry of Villages\t\tHead\tRoom
KEO Sophea\tAdviser\tMinistry of Villages\tkeo@ministry.example\tAdvisor\tonline
"""
CHINESE = """姓名\t职务\t单位\t邮箱\t身份\t参会方式
SOK Chanthavy\t部长\t农村部\t\t团长\t线下
"""
FAULTY = """Name\tCountry\tE-mail\tCapacity\tHow
SOK Chanthavy\tCambodia\tno address\tHead\tRoom
KEO Sophea\tNowhereland\t\tKing\tby post
Sophea KEO\tKH\t\tHead\tRoom
"""


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def category(event: Event) -> Category:
    return make.a_category(event)


@pytest.fixture
def delegation(event: Event, part: Part, category: Category) -> Delegation:
    return make.a_delegation(event, focal_email="focal@ministry.example")


@pytest.fixture
def focal(client: FlaskClient, event: Event, delegation: Delegation) -> FlaskClient:
    make.open_delegation(client, event, delegation.id)
    return client


def form_of(page: str) -> dict[str, Any]:
    """What the form of the page would send, with a place in the room for everybody."""
    document: Any = html.document_fromstring(page)
    form = next(form for form in document.forms if "number" in form.fields)
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def enter(focal: FlaskClient, text: str, **changes: Any) -> Any:
    page = focal.post(f"{ROOT}/paste", data={"rows": text}).text
    sent = {**form_of(page), "category": 1, "part-1": "room", **changes}
    return focal.post(f"{ROOT}/paste/enter", data=sent)


def people() -> list[tuple[str, str, str, str]]:
    make.afresh()
    found = db.session.query(Person, Registration, Seat).filter(
        Person.id == Registration.person_id, Seat.registration_id == Registration.id
    )
    return [
        (p.honorific, p.printed_name, str(r.capacity), str(s.mode))
        for p, r, s in found.order_by(Person.id)
    ]


def test_rows_become_nominees_and_the_same_paste_enters_nobody_again(focal: FlaskClient) -> None:
    expected = [
        ("H.E. Ms.", "SOK Chanthavy", "head", "room"),
        ("", "KEO Sophea", "adviser", "online"),
    ]
    assert enter(focal, ENGLISH).status_code == 303
    assert people() == expected
    assert "nominated already" in focal.post(f"{ROOT}/paste", data={"rows": CHINESE}).text
    assert enter(focal, ENGLISH).status_code == 303
    assert enter(focal, CHINESE).status_code == 303
    assert people() == expected


def test_the_focal_point_gets_one_mail_about_all_with_the_links_of_who_has_no_address(
    focal: FlaskClient, settings: Settings
) -> None:
    enter(focal, ENGLISH)
    enter(focal, ENGLISH)
    make.afresh()
    engine.run_due()

    make.afresh()
    mails = [(mail.kind, mail.recipient) for mail in db.session.query(Mail).order_by(Mail.kind)]
    assert mails == [
        (MailKind.DELEGATION_NOMINATED, "focal@ministry.example"),
        (MailKind.REGISTERED, "keo@ministry.example"),
    ]
    files = (settings.instance / "outbox").glob("*.eml")
    sent = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    summary = next(text_of(mail) for mail in sent if "focal@" in mail["To"])
    minister, adviser = db.session.query(Person).order_by(Person.id)
    assert "You nominated 2 people for the delegation of Cambodia." in summary
    assert summary.index("SOK Chanthavy") < summary.index("KEO Sophea")
    assert make.token(minister, Purpose.PARTICIPATION) in summary
    assert make.token(adviser, Purpose.PARTICIPATION) not in summary


def test_somebody_who_had_withdrawn_is_nominated_anew_among_others(focal: FlaskClient) -> None:
    enter(focal, ENGLISH)
    make.afresh()
    keo = db.session.query(Registration).join(Person, Person.id == Registration.person_id)
    number = keo.filter(Person.printed_name == "KEO Sophea").one().id
    focal.post(f"{ROOT}/nominees/{number}/withdraw", data={"confirm": "withdraw"})
    enter(focal, ENGLISH + "LIN Daw\t\t\t\tInterpreter\tonline\n")
    make.afresh()
    found = db.session.query(Person.printed_name, Registration.status).join(
        Registration, Registration.person_id == Person.id
    )
    assert sorted((name, str(status)) for name, status in found) == [
        ("KEO Sophea", "approved"),
        ("KEO Sophea", "withdrawn"),
        ("LIN Daw", "approved"),
        ("SOK Chanthavy", "approved"),
    ]


def test_faults_are_mended_in_place_and_nothing_is_entered_before(focal: FlaskClient) -> None:
    page = focal.post(f"{ROOT}/paste", data={"rows": FAULTY})
    for said in (
        "Please enter an e-mail address",
        "No country of this name is known.",
        "Write head, deputy head",
        "Write room or online.",
        "A delegation has one head.",
    ):
        assert said in page.text
    assert enter(focal, FAULTY).status_code == 422
    assert people() == []

    mended = {
        "cell-2-email": "sok@ministry.example",
        "cell-3-country": "KH",
        "cell-3-capacity": "",
        "cell-3-mode": "",
        "drop-4": "on",
    }
    assert enter(focal, FAULTY, **mended).status_code == 303
    assert [(name, capacity) for _, name, capacity, _ in people()] == [
        ("SOK Chanthavy", "head"),
        ("KEO Sophea", "delegate"),
    ]


@pytest.mark.parametrize("text", ["", "\t\t\n\n", '"', "\x00", "a\n" * 1001, '"a\tb\n' * 50])
def test_any_text_gets_an_answer(focal: FlaskClient, text: str) -> None:
    assert focal.post(f"{ROOT}/paste", data={"rows": text}).status_code in (200, 422)


def test_five_hundred_rows_are_checked_within_two_seconds(
    focal: FlaskClient, event: Event, delegation: Delegation
) -> None:
    rows = "".join(
        f"Mr.\tNAME{n} Given\t\t\tDirector\tMinistry\tCambodia\tn{n}@m.example\t012 345 678\n"
        for n in range(500)
    )
    began = time.perf_counter()
    checked = pasting.check(Actor(delegation_id=delegation.id), read_rows(rows))
    took = time.perf_counter() - began

    assert len(checked) == 500
    assert [row.errors for row in checked if row.errors] == []
    assert took < 2


def test_many_are_entered_in_as_few_statements_as_a_few(
    event: Event, delegation: Delegation, part: Part, category: Category
) -> None:
    def entering(number: int) -> int:
        rows = "\n".join(f"Mr.\tNAME{number}of{n}\t\t\tDirector" for n in range(number))
        with unit_of_work(), statements() as sent:
            pasting.enter(
                Actor(delegation_id=delegation.id),
                read_rows(rows),
                category_id=category.id,
                parts={part.id: Mode.ROOM},
                listed=True,
                now=make.NOW,
            )
        return len(sent)

    assert entering(3) == entering(90)


@pytest.mark.parametrize("language", catalogue.locales())
def test_every_heading_and_code_that_the_page_shows_is_read(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        headings = [heading for _column, heading in columns()]
        capacities = {words.label(code, language): code for code in Capacity}
        modes = {words.label(code, language): code for code in Mode}

    cells = [f"cell {number}" for number, _ in enumerate(headings)]
    (row,) = read_rows("\t".join(headings) + "\n" + "\t".join(cells))
    assert list(row.cells.values()) == cells
    assert {said: capacity_of(said) for said in capacities} == capacities
    assert {said: mode_of(said) for said in modes} == modes
