"""The personal feed: what stands in it, for whom, and when it ends."""

from __future__ import annotations

from typing import Any

import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor
from forumapp.domain.agenda import Visibility
from forumapp.domain.deciding import Act
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person, Session, Star
from forumapp.services import people, registration
from forumapp.services.people import participation
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.render import calendars
from tests.services import registration_kit as kit

PLANTED = ("planted-address", "planted-passcode", "planted-dial-in", "planted-host", "planted-back")


def a_person(event: Event, *parts: Part, mode: Mode = Mode.ONLINE, **given: Any) -> Person:
    person = make.a_person(event)
    category = make.a_category(event)
    make.a_registration(event, person, category=category, parts=parts, mode=mode, **given)
    return person


def an_event() -> tuple[Event, Part, list[Session]]:
    event = make.an_event()
    part = make.a_part(event)
    sessions = [
        make.a_session(event, part, code=f"S{n}", hour=9 + n, title=Translated(en=f"Session {n}"))
        for n in range(3)
    ]
    return event, part, sessions


def star(person: Person, *sessions: Session) -> None:
    with unit_of_work():
        db.session.add_all(
            Star(person_id=person.id, session_id=s.id, created_at=make.NOW) for s in sessions
        )


def feed(client: FlaskClient, person: Person) -> Calendar:
    answer = client.get(f"/feeds/{make.token(person, Purpose.FEED)}.ics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendars.read(answer.data)
    assert vobject.readOne(answer.text).validate(raiseException=True)
    return Calendar.from_ical(answer.data)


def titles(client: FlaskClient, person: Person) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in feed(client, person).events]


def status(client: FlaskClient, token: str) -> int:
    return client.get(f"/feeds/{token}.ics").status_code


def test_without_stars_it_holds_all_sessions_of_my_parts(client: FlaskClient) -> None:
    event, part, _sessions = an_event()
    other = make.a_part(event)
    make.a_session(event, other, title=Translated(en="Elsewhere"))
    make.publish(event)

    assert titles(client, a_person(event, part)) == ["Session 0", "Session 1", "Session 2"]


def test_it_holds_what_i_starred_and_where_i_speak(client: FlaskClient) -> None:
    event, part, (first, _second, third) = an_event()
    person = a_person(event, part)
    make.a_speaker(first, person)
    make.publish(event)
    star(person, third)

    assert titles(client, person) == ["Session 0", "Session 2"]


def test_join_addresses_are_the_products_own_and_for_whom_the_rule_admits(
    client: FlaskClient,
) -> None:
    event, part, (first, *_others) = an_event()
    make.a_video_room(event, first)
    make.publish(event)
    online, in_room = a_person(event, part), a_person(event, part, mode=Mode.ROOM)

    theirs = [entry.get("CONFERENCE") for entry in feed(client, online).events]
    assert str(theirs[0]).startswith("http://localhost/j/")
    assert theirs[1:] == [None, None]
    assert "/j/" not in feed(client, in_room).to_ical().decode()
    for person in (online, in_room):
        text = feed(client, person).to_ical().decode().replace("\r\n ", "")
        assert not [secret for secret in PLANTED if secret in text]


def test_an_unchanged_feed_is_answered_304_and_kept_by_nobody_else(client: FlaskClient) -> None:
    event, part, sessions = an_event()
    make.publish(event)
    person = a_person(event, part)
    address = f"/feeds/{make.token(person, Purpose.FEED)}.ics"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    star(person, sessions[0])
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.data == b""
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_it_speaks_the_language_of_the_person(client: FlaskClient) -> None:
    event = make.an_event(title=Translated(en="A Forum", zh="论坛"))
    make.publish(event)
    person = make.a_person(event, locale="zh")
    make.a_registration(event, person, category=make.a_category(event))

    calendar = feed(client, person)

    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == "我的会议：论坛"


def test_a_new_address_ends_the_old_one(client: FlaskClient) -> None:
    event, part, _ = an_event()
    make.publish(event)
    person = a_person(event, part)
    old = make.token(person, Purpose.FEED)
    make.open_participation(client, person)
    assert old in client.get("/me/").text

    client.post("/me/feed")

    make.afresh()
    new = make.token(person, Purpose.FEED)
    assert (status(client, old), status(client, new)) == (404, 200)
    assert new in client.get("/me/").text


def test_it_dies_with_the_registration(client: FlaskClient) -> None:
    event = make.an_event()
    part = make.a_part(event)
    make.publish(event)
    category = make.a_category(event)
    gone = kit.register(event, category, part)
    refused = kit.register(event, category, part, printed_name="SOK Other")
    links = [
        make.token(db.session.get_one(Person, received.person_id), Purpose.FEED)
        for received in (gone, refused)
    ]
    assert [status(client, token) for token in links] == [200, 200]

    with unit_of_work():
        registration.withdraw_own(kit.participant(gone), now=make.NOW)
    with unit_of_work():
        registration.decide(SYSTEM, event.id, Act.REJECT, kit.chosen(refused), now=make.NOW)

    assert [status(client, token) for token in links] == [404, 404]
    for received in (gone, refused):
        new = make.token(db.session.get_one(Person, received.person_id), Purpose.FEED)
        assert status(client, new) == 404


def test_a_speaker_who_withdraws_keeps_one_at_a_new_address(client: FlaskClient) -> None:
    event, part, (first, *_rest) = an_event()
    received = kit.register(event, make.a_category(event), part)
    person = db.session.get_one(Person, received.person_id)
    make.a_speaker(first, person)
    make.publish(event)
    with unit_of_work():
        registration.withdraw_own(kit.participant(received), now=make.NOW)

    assert titles(client, person) == ["Session 0"]


def test_tokens_for_something_else_and_nonsense_find_nothing(client: FlaskClient) -> None:
    event, part, _ = an_event()
    make.publish(event)
    person = a_person(event, part)

    for token in (
        make.token(person, Purpose.PARTICIPATION),
        make.token(person, Purpose.JOIN, 1),
        "nonsense",
        "a.b",
        "%00",
    ):
        assert status(client, token) == 404


def test_what_is_for_the_registered_waits_for_the_approval(client: FlaskClient) -> None:
    event, part, _ = an_event()
    make.a_session(
        event, part, title=Translated(en="Behind doors"), visibility=Visibility.REGISTERED
    )
    make.publish(event)

    assert "Behind doors" in titles(client, a_person(event, part))
    pending = a_person(event, part, status=RegistrationStatus.PENDING)
    assert "Behind doors" not in titles(client, pending)


def test_the_same_comes_as_a_file_for_the_browser_that_opened_the_link(
    client: FlaskClient,
) -> None:
    event, part, _ = an_event()
    make.publish(event)
    person = a_person(event, part)
    make.open_participation(client, person)

    file = client.get("/me/calendar.ics")

    assert "attachment" in file.headers["Content-Disposition"]
    assert file.data == client.get(f"/feeds/{make.token(person, Purpose.FEED)}.ics").data
    assert file.headers["Cache-Control"] == "no-store"


def test_a_feed_of_a_revoked_link_still_follows_its_own_version(app: Flask) -> None:
    event, part, _ = an_event()
    make.publish(event)
    person = a_person(event, part)
    feed_token = make.token(person, Purpose.FEED)
    with unit_of_work():
        people.rotate(SYSTEM, event.id, person.id, Purpose.PARTICIPATION)

    assert app.test_client().get(f"/feeds/{feed_token}.ics").status_code == 200
    assert participation.own_calendar(Actor(person_id=person.id)).sessions
