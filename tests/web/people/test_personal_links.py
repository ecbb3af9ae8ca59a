"""Personal links: opened once for a browser, dead when replaced, sent again for the asking."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.events import EventState
from forumapp.http.logs import masked
from forumapp.models import Mail, Person
from forumapp.services import people
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.services import registration_kit as kit


def asked(client: FlaskClient, email: str, **given: str) -> tuple[int, str]:
    answer = client.post("/me/link", data={"email": email}, **given)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_link_opens_the_participation_and_leaves_the_address(client: FlaskClient) -> None:
    event = make.an_event()
    person = make.a_person(event)
    token = make.token(person, Purpose.PARTICIPATION)

    opened = client.get(f"/me/open/{token}")

    assert (opened.status_code, opened.location) == (303, "/me/")
    assert opened.headers["Cache-Control"] == "no-store"
    assert token not in client.get("/me/").text
    assert token not in masked(f"/me/open/{token}")


def test_the_mail_decides_the_language_of_the_page(client: FlaskClient) -> None:
    person = make.a_person(make.an_event())
    token = make.token(person, Purpose.PARTICIPATION)

    client.get(f"/me/open/{token}?lang=zh")

    assert 'lang="zh-Hans"' in client.get("/me/").text


@pytest.mark.parametrize("purpose", [Purpose.FEED, Purpose.JOIN, Purpose.BADGE])
def test_a_token_for_something_else_opens_nothing(client: FlaskClient, purpose: Purpose) -> None:
    token = make.token(make.a_person(make.an_event()), purpose)

    assert client.get(f"/me/open/{token}").status_code == 404
    assert client.get("/me/").location == "/me/link"


def test_a_dead_link_offers_a_new_one(client: FlaskClient) -> None:
    event = make.an_event()
    person = make.a_person(event)
    token = make.token(person, Purpose.PARTICIPATION)
    with unit_of_work():
        people.rotate(SYSTEM, event.id, person.id, Purpose.PARTICIPATION)

    dead, never = client.get(f"/me/open/{token}"), client.get("/me/open/nonsense.token")

    assert (dead.status_code, never.status_code) == (410, 404)
    for answer in (dead, never):
        assert "This link no longer works" in answer.text
        assert 'name="email"' in answer.text


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client: FlaskClient) -> None:
    event = make.an_event()
    an_hour_ago = make.NOW - timedelta(hours=1)
    kit.register(
        event,
        make.a_category(event),
        make.a_part(event),
        email="sok@ministry.example",
        now=an_hour_ago,
    )

    known = asked(client, "SOK@ministry.example")
    unknown = asked(client, "nobody@ministry.example")

    assert known == unknown == (303, "/me/link/sent")
    assert kit.mails(event)[1:] == [("link_again", "sok@ministry.example")]


def test_a_speaker_is_sent_the_link_too(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_person(event, email="speaker@ministry.example")

    asked(client, "speaker@ministry.example")

    assert kit.mails(event) == [("link_again", "speaker@ministry.example")]


def test_asking_often_sends_one_mail_an_hour(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_person(event, email="speaker@ministry.example")

    answers = {asked(client, "speaker@ministry.example") for _ in range(8)}

    assert answers == {(303, "/me/link/sent")}
    assert len(kit.mails(event)) == 1


def test_an_internet_address_that_asks_for_many_is_held_off(client: FlaskClient) -> None:
    statuses = [asked(client, f"guess{n}@ministry.example")[0] for n in range(22)]

    assert statuses == [303] * 20 + [429] * 2


def test_everyone_behind_a_shared_address_is_sent_theirs(client: FlaskClient) -> None:
    event = make.an_event()
    category, part = make.a_category(event), make.a_part(event)
    for name in ("SOK First", "SOK Second"):
        kit.register(
            event,
            category,
            part,
            printed_name=name,
            email="office@ministry.example",
            now=make.NOW - timedelta(hours=1),
        )

    asked(client, "office@ministry.example")

    sent = db.session.query(Mail.person_id).filter(Mail.kind == "link_again").all()
    assert {person_id for (person_id,) in sent} == {
        person_id for (person_id,) in db.session.query(Person.id)
    }


def test_a_draft_event_sends_nothing(client: FlaskClient) -> None:
    event = make.an_event(state=EventState.DRAFT)
    make.a_person(event, email="speaker@ministry.example")

    asked(client, "speaker@ministry.example")

    assert kit.mails(event) == []


def test_what_is_no_address_is_refused_beside_the_field(client: FlaskClient) -> None:
    answer = client.post("/me/link", data={"email": '"><script>x'})

    assert answer.status_code == 422
    assert "<script>x" not in answer.text
    assert re.search(r'aria-invalid="true"', answer.text)
