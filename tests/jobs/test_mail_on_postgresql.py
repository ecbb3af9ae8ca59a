"""Mails, one's own page, the feed and the organiser's messages on PostgreSQL."""

from __future__ import annotations

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor, Role
from forumapp.domain.mail import MailState
from forumapp.models import Person
from forumapp.services import mail, stars
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.jobs import mailing
from tests.services import registration_kit as kit


@pytest.mark.postgres
def test_a_registration_is_confirmed_and_followed_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event)
    session = make.a_session(event, part)
    make.a_video_room(event, session)
    make.publish(event)
    received = kit.register(event, make.a_category(event), part, email="sok@ministry.example")
    event_id, session_id, slug = event.id, session.id, event.slug
    organiser = make.an_actor(Role.REGISTRAR, event)

    with mailing.a_server() as server:
        mailing.run_after(minutes=1)
    with unit_of_work():
        starred = stars.toggle(Actor(person_id=received.person_id), session_id, now=make.NOW)
    browser = postgres_app.test_client()
    person = db.session.get_one(Person, received.person_id)
    opened = browser.get(f"/me/open/{make.token(person, Purpose.PARTICIPATION)}")

    assert mailing.states() == [MailState.SENT]
    assert len(server.taken) == 1
    assert starred
    assert opened.status_code == 303
    assert "You are registered" in browser.get("/me/").text
    assert len(browser.get(f"/events/{slug}/stars").get_json()["stars"]) == 1
    assert browser.get(f"/feeds/{make.token(person, Purpose.FEED)}.ics").status_code == 200
    rows, found = mail.messages(organiser, event_id, query="sok@", state=MailState.SENT)
    assert (found, [row.recipient for row in rows]) == (1, ["sok@ministry.example"])
