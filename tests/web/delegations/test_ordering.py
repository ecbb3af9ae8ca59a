"""The order of countries by lot, by hand and with hosts apart; and reminders to focal points."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.delegations import CountryOrder, draw
from forumapp.models import Draw, Event, Mail
from forumapp.services.delegations import remind
from tests import factories as make

ROOT = "/manage/forum-next/delegations"


@pytest.fixture
def event(app: Flask) -> Event:
    event = make.an_event(slug="forum-next")
    for code in ("CN", "KH", "LA", "TH"):
        make.a_delegation(event, country=code, hosting=code == "CN")
    return event


@pytest.fixture
def owner(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def test_a_draw_is_recorded_in_force_and_can_be_done_again(
    owner: FlaskClient, event: Event
) -> None:
    owner.post(f"{ROOT}/draw", data={"seed": "the chair says 42"})

    make.afresh()
    kept = db.session.query(Draw).one()
    drawn = [one["id"] for one in kept.result]
    assert (kept.seed, bool(kept.drawn_by)) == ("the chair says 42", True)
    assert drawn == list(draw((4, 3, 2, 1), "the chair says 42"))
    assert draw((1, 2, 3, 4), "another") != tuple(drawn)
    assert db.session.get_one(Event, event.id).country_order is CountryOrder.BY_LOT
    page = owner.get(f"{ROOT}/order").text
    assert "the chair says 42" in page
    assert "Drawing again gives the same order." in page
    listed = owner.get(ROOT).text
    places = [listed.index(f'id="row-{number}"') for number in drawn]
    assert places == sorted(places)


def test_by_hand_needs_a_reason_and_by_lot_a_draw(owner: FlaskClient) -> None:
    form = {"country_order": "by_hand", "host_place": "first", "order_language": "zh"}
    assert owner.post(f"{ROOT}/order", data={**form, "version": "1"}).status_code == 422
    lot = {**form, "country_order": "by_lot", "version": "1"}
    assert owner.post(f"{ROOT}/order", data=lot).status_code == 422

    reasoned = {**form, "order_reason": "As agreed by the senior officials.", "version": "1"}
    assert owner.post(f"{ROOT}/order", data=reasoned).status_code == 302
    assert owner.post(f"{ROOT}/order", data={**reasoned, "host_place": "last"}).status_code == 409


def test_each_reminder_is_written_once_for_a_deadline(app: Flask, event: Event) -> None:
    until = make.NOW + timedelta(days=10)
    invited = {"link_version": 1, "invited_at": make.NOW - timedelta(days=5)}
    make.a_delegation(event, country="VN", focal_email="a@m.example", **invited)
    make.a_delegation(event, country="MM", focal_email="b@m.example")
    late = {"link_version": 1, "invited_at": until - timedelta(days=5)}
    make.a_delegation(event, country="MY", focal_email="c@m.example", **late)
    with unit_of_work() as session:
        session.get_one(Event, event.id).nominations_close_at = until

    told = []
    for days in (0, 2, 3, 3, 4, 9, 9, 11):
        with unit_of_work():
            remind(now=make.NOW + timedelta(days=days, minutes=1))
        told.append(db.session.query(Mail).count())

    assert told == [0, 0, 1, 1, 1, 3, 3, 3]
    make.afresh()
    assert [mail.recipient for mail in db.session.query(Mail).order_by(Mail.id)] == [
        "a@m.example",
        "a@m.example",
        "c@m.example",
    ]


def test_the_worker_reminds_by_itself(app: Flask, event: Event) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        session.get_one(Event, event.id).nominations_close_at = now + timedelta(days=3)
    invited = {"link_version": 1, "invited_at": now - timedelta(days=9)}
    make.a_delegation(event, country="VN", focal_email="a@m.example", **invited)

    for _ in range(2):
        app.extensions["forumapp_jobs"].remind()

    make.afresh()
    assert [mail.recipient for mail in db.session.query(Mail)] == ["a@m.example"]
