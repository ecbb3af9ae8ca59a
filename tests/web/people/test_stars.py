"""Stars, by scripts and by plain forms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.agenda import Visibility
from forumapp.models import Event, Part, Person, Session, Star
from tests import factories as make


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def session(event: Event, part: Part) -> Session:
    row = make.a_session(event, part)
    make.publish(event)
    return row


@pytest.fixture
def person(event: Event, part: Part, client: FlaskClient) -> Person:
    row = make.a_person(event)
    make.a_registration(event, row, category=make.a_category(event), parts=(part,))
    make.open_participation(client, row)
    return row


def starred() -> int:
    make.afresh()
    return db.session.query(Star).count()


def test_a_script_reads_the_stars_and_sends_new_ones(
    app: Flask, event: Event, session: Session, person: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = app.test_client()
    make.open_participation(browser, person)
    address = f"/events/{event.slug}/stars"
    known = browser.get(address).get_json()
    assert known["stars"] == []
    wanted = {"session": session.key, "starred": True}

    refused = browser.post(address, json=wanted)
    taken = browser.post(address, json=wanted, headers={"X-CSRFToken": known["csrf"]})

    assert (refused.status_code, taken.status_code) == (400, 200)
    assert taken.get_json() == wanted
    assert browser.get(address).get_json()["stars"] == [session.key]
    browser.post(address, json={**wanted, "starred": False}, headers={"X-CSRFToken": known["csrf"]})
    assert starred() == 0


def test_a_star_given_twice_is_one(
    client: FlaskClient, event: Event, session: Session, person: Person
) -> None:
    for _ in range(2):
        sent = client.post(
            f"/events/{event.slug}/stars", json={"session": session.key, "starred": True}
        )
        assert sent.status_code == 200

    assert starred() == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"session": 3, "starred": true}', b'{"session": "x"}']
)
def test_what_is_no_star_is_refused(
    client: FlaskClient, event: Event, person: Person, body: bytes
) -> None:
    sent = client.post(f"/events/{event.slug}/stars", data=body, content_type="application/json")

    assert sent.status_code == 400


def test_another_events_sessions_cannot_be_starred_or_read(
    client: FlaskClient, person: Person, event: Event
) -> None:
    other = make.an_event()
    foreign = make.a_session(other, make.a_part(other))
    make.publish(other)
    make.publish(event)
    wanted = {"session": foreign.key, "starred": True}

    assert client.get(f"/events/{other.slug}/stars").status_code == 404
    assert client.post(f"/events/{other.slug}/stars", json=wanted).status_code == 404
    assert client.post(f"/events/{event.slug}/stars", json=wanted).status_code == 404
    assert client.post(f"/me/stars/{foreign.id}").status_code == 404
    assert starred() == 0


def test_a_session_that_is_hidden_or_not_released_cannot_be_found_by_starring(
    client: FlaskClient, event: Event, part: Part, person: Person
) -> None:
    hidden = make.a_session(event, part, visibility=Visibility.SECRETARIAT)
    make.publish(event)
    unreleased = make.a_session(event, part)

    for row in (hidden, unreleased):
        assert client.post(f"/me/stars/{row.id}").status_code == 404


def test_without_a_script_a_form_stars_and_takes_back(
    client: FlaskClient, session: Session, person: Person
) -> None:
    schedule = client.get("/me/schedule").text
    assert f'action="/me/stars/{session.id}"' in schedule
    assert 'aria-pressed="false"' in schedule

    sent = client.post(f"/me/stars/{session.id}", data={"from": "schedule"})
    assert (sent.status_code, sent.location) == (303, f"/me/schedule#session-{session.id}")
    assert 'aria-pressed="true"' in client.get("/me/").text

    client.post(f"/me/stars/{session.id}")
    assert starred() == 0


def test_one_s_own_pages_say_that_a_session_ends_the_next_day(
    client: FlaskClient, event: Event, part: Part, person: Person
) -> None:
    night = make.a_session(event, part, hour=23)
    night.ends = night.starts + timedelta(minutes=90)
    make.publish(event)

    assert "</time> (next day)" in client.get("/me/schedule").text


def test_nobody_stars_for_nobody(client: FlaskClient, event: Event, session: Session) -> None:
    answer = client.get(f"/events/{event.slug}/stars")

    assert answer.location == "/me/link"
    assert client.post(f"/me/stars/{session.id}").status_code == 302
    assert starred() == 0


def test_ten_presses_at_once_leave_one_star(
    app: Flask, event: Event, session: Session, person: Person
) -> None:
    body, address = {"session": session.key, "starred": True}, f"/events/{event.slug}/stars"
    browsers = [app.test_client() for _ in range(10)]
    for browser in browsers:
        make.open_participation(browser, person)
    make.afresh()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda browser: browser.post(address, json=body), browsers))

    assert {answer.status_code for answer in answers} == {200}
    assert starred() == 1
