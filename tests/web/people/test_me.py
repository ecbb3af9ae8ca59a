"""My participation: what each may see of their own, and nobody of another's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import Approval, RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person, Registration, Session, Star
from forumapp.services import people, registration
from forumapp.services.registration import promotion
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit

PLANTED = "planted"


def someone(
    event: Event, *parts: Part, mode: Mode = Mode.ONLINE, **given: Any
) -> tuple[Person, Registration]:
    person = make.a_person(event)
    category = make.a_category(event)
    row = make.a_registration(event, person, category=category, parts=parts, mode=mode, **given)
    return person, row


def an_event_now(**given: Any) -> tuple[Event, Part, Session]:
    """An event whose one session, with a video room, is on in this very moment in Shanghai."""
    wall = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8)
    event = make.an_event(starts_on=wall.date(), **given)
    part = make.a_part(event)
    starts = wall - timedelta(minutes=10)
    session = make.a_session(event, part, starts=starts, ends=starts + timedelta(minutes=60))
    make.a_video_room(event, session)
    make.publish(event)
    return event, part, session


def test_a_browser_without_a_link_is_told_where_it_is(client: FlaskClient) -> None:
    answer = client.get("/me/")

    assert (answer.status_code, answer.location) == (302, "/me/link")
    assert client.get("/me/link").status_code == 401


def test_each_part_is_shown_with_its_mode_and_whether_it_is_settled(client: FlaskClient) -> None:
    event = make.an_event()
    first = make.a_part(event, name=Translated(en="The working group"), seats_room=1)
    second = make.a_part(event, name=Translated(en="The forum"))
    category = make.a_category(event)
    kit.register(event, category, first)
    kit.register(event, category, first, printed_name="SOK Second")
    third = kit.register(
        event, category, {first: Mode.ROOM, second: Mode.ONLINE}, printed_name="SOK Third"
    )
    make.open_participation(client, db.session.get_one(Person, third.person_id))

    text = client.get("/me/").text

    assert "You are registered" in text
    assert "Waiting list, place 2" in text
    assert "Confirmed" in text
    assert "The working group" in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RegistrationStatus.PENDING, "Your registration awaits approval"),
        (RegistrationStatus.REJECTED, "Your registration could not be accepted"),
        (RegistrationStatus.WITHDRAWN, "Your registration is withdrawn"),
    ],
)
def test_every_status_is_said_in_words(
    client: FlaskClient, status: RegistrationStatus, words: str
) -> None:
    event = make.an_event()
    person, _row = someone(event, make.a_part(event), status=status, reason="Named by another")
    make.open_participation(client, person)

    page = client.get("/me/")

    assert words in page.text
    assert ("Named by another" in page.text) == (status is RegistrationStatus.REJECTED)
    assert ('class="qr"' in page.text) == status.active


def test_the_join_button_is_for_whom_the_room_admits(client: FlaskClient, app: Flask) -> None:
    event, part, _session = an_event_now()
    online, _ = someone(event, part)
    in_room, _ = someone(event, part, mode=Mode.ROOM)
    waiting, _ = someone(event, part, status=RegistrationStatus.PENDING)
    found = {}
    for name, person in (("online", online), ("room", in_room), ("pending", waiting)):
        browser = app.test_client()
        make.open_participation(browser, person)
        page = browser.get("/me/")
        assert PLANTED not in page.text
        found[name] = re.findall(r'href="(/j/[^"]+)"', page.text)

    assert found["room"] == found["pending"] == []
    (address,) = set(found["online"])
    assert "planted-address" in client.get(address).text  # the gate alone tells it


def test_a_speaker_without_a_registration_has_a_schedule_and_joins(client: FlaskClient) -> None:
    event, _part, session = an_event_now()
    speaker = make.a_person(event)
    make.a_speaker(session, speaker)
    make.publish(event)
    make.open_participation(client, speaker)

    text = client.get("/me/").text

    assert "You are on the programme" in text
    assert "You speak here" in text
    assert "Join now" in text
    assert 'class="qr"' in text
    assert client.get("/me/registration").status_code == 404


def test_what_is_over_is_no_longer_to_be_joined(client: FlaskClient) -> None:
    event = make.an_event(starts_on=make.NOW.date() - timedelta(days=2))
    part = make.a_part(event)
    session = make.a_session(event, part)
    make.a_video_room(event, session)
    make.publish(event)
    person, _ = someone(event, part)
    with unit_of_work():
        db.session.add(Star(person_id=person.id, session_id=session.id, created_at=make.NOW))
    make.open_participation(client, person)

    text = client.get("/me/").text

    assert "Opening plenary" in text
    assert "/j/" not in text


def test_a_session_for_the_registered_is_seen_only_by_who_is_approved(
    client: FlaskClient, app: Flask
) -> None:
    event = make.an_event()
    part = make.a_part(event)
    make.a_session(
        event, part, title=Translated(en="Behind doors"), visibility=Visibility.REGISTERED
    )
    make.publish(event)
    approved, _ = someone(event, part)
    pending, _ = someone(event, part, status=RegistrationStatus.PENDING)
    other = app.test_client()
    make.open_participation(client, approved)
    make.open_participation(other, pending)

    assert "Behind doors" in client.get("/me/schedule").text
    assert "Behind doors" not in other.get("/me/schedule").text


def test_the_badge_holds_a_token_and_nothing_personal(client: FlaskClient) -> None:
    event = make.an_event()
    person, _ = someone(event, make.a_part(event))
    make.open_participation(client, person)
    token = make.token(person, Purpose.BADGE)

    assert 'class="qr"' in client.get("/me/badge").text
    for personal in (person.printed_name, person.email, str(person.event_id)):
        assert personal not in token or len(personal) < 3


def test_withdrawing_says_what_is_lost_and_needs_a_tick(client: FlaskClient) -> None:
    event = make.an_event()
    part = make.a_part(event, name=Translated(en="The forum"))
    received = kit.register(event, make.a_category(event), part)
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    asked = client.get("/me/withdraw")
    unticked = client.post("/me/withdraw")
    assert "The forum" in asked.text
    assert unticked.status_code == 422
    assert kit.seat_of(received) is SeatStatus.HELD

    done = client.post("/me/withdraw", data={"confirm": "withdraw"}, follow_redirects=True)
    assert "Your registration is withdrawn" in done.text
    assert kit.seat_of(received) is SeatStatus.RELEASED
    assert kit.kinds(event) == ["registered", "withdrawn"]


def test_after_the_deadline_nothing_is_offered_and_nothing_done(client: FlaskClient) -> None:
    event = make.an_event(changes_close_at=make.NOW - timedelta(hours=1))
    received = kit.register(event, make.a_category(event), make.a_part(event))
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    assert "The time for changes is over" in client.get("/me/").text
    for address in ("/me/registration", "/me/withdraw"):
        assert client.get(address).location == "/me/"
        sent = client.post(address, data={"confirm": "withdraw"})
        assert sent.status_code in (303, 422)
    assert kit.seat_of(received) is SeatStatus.HELD


def form_of(received: registration.Received, **changes: Any) -> dict[str, Any]:
    row = kit.own(received).registration
    return {
        "version": row.version,
        "printed_name": row.person.printed_name,
        "family_name": row.person.family_name,
        "honorific": row.person.honorific,
        "country": row.person.country,
        "title": str(row.person.title),
        "organisation": str(row.person.organisation),
        "email": row.email,
        "locale": row.locale,
        **{f"part-{part_id}": mode.value for part_id, mode in row.parts.items()},
        **changes,
    }


def test_what_was_written_can_be_changed(client: FlaskClient) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    make.open_participation(client, db.session.get_one(Person, received.person_id))
    assert "Deputy Director" in client.get("/me/registration").text

    saved = client.post(
        "/me/registration", data=form_of(received, title="Director"), follow_redirects=True
    )

    assert "Your changes are saved." in saved.text
    assert str(kit.own(received).registration.person.title) == "Director"


def test_a_bad_field_is_named_and_the_rest_is_kept(client: FlaskClient) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    refused = client.post(
        "/me/registration",
        data=form_of(received, family_name="NOBODY", title="<b>Director</b>"),
    )

    assert refused.status_code == 422
    assert "&lt;b&gt;Director&lt;/b&gt;" in refused.text
    assert str(kit.own(received).registration.person.title) == "Deputy Director"


def test_two_saves_meet_with_both_texts(client: FlaskClient) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    person = db.session.get_one(Person, received.person_id)
    make.open_participation(client, person)
    mine = form_of(received, title="My title")
    with unit_of_work():
        db.session.get_one(Person, received.person_id).title = Translated(en="Their title")

    met = client.post("/me/registration", data=mine)

    assert met.status_code == 409
    assert "My title" in met.text
    assert "Their title" in met.text


def test_a_mode_that_is_full_leaves_the_seat_that_is_held(client: FlaskClient) -> None:
    event = make.an_event()
    part = make.a_part(event, seats_room=1)
    category = make.a_category(event)
    kit.register(event, category, part)
    received = kit.register(event, category, {part: Mode.ONLINE}, printed_name="SOK Second")
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    refused = client.post("/me/registration", data=form_of(received, **{f"part-{part.id}": "room"}))

    assert refused.status_code == 422
    assert "You keep the seat you have." in refused.text
    assert kit.own(received).registration.parts == {part.id: Mode.ONLINE}


def test_signing_out_ends_what_this_browser_may_see(client: FlaskClient) -> None:
    event = make.an_event()
    person, _ = someone(event, make.a_part(event))
    make.open_participation(client, person)
    assert client.get("/me/").status_code == 200

    client.post("/me/leave")

    assert client.get("/me/").location == "/me/link"


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_page_asks_the_database_the_same_whatever_the_size_of_the_programme(
    client: FlaskClient, sessions: int
) -> None:
    event = make.an_event()
    part = make.a_part(event)
    rows = [make.a_session(event, part, hour=9 + n % 8) for n in range(sessions)]
    make.a_video_room(event, *rows)
    make.publish(event)
    person, _ = someone(event, part)
    with unit_of_work():
        db.session.add_all(
            Star(person_id=person.id, session_id=row.id, created_at=make.NOW) for row in rows
        )
    make.open_participation(client, person)
    client.get("/me/")
    with statements() as asked:
        client.get("/me/")

    assert len(asked) <= 12


def test_a_draft_event_has_a_page_without_a_programme(client: FlaskClient) -> None:
    event = make.an_event(state=EventState.DRAFT)
    part = make.a_part(event)
    make.a_session(event, part)
    person, _ = someone(event, part)
    make.open_participation(client, person)

    text = client.get("/me/").text

    assert "Opening plenary" not in text
    assert "You are registered" in text


def test_raising_the_links_version_ends_every_browser(client: FlaskClient) -> None:
    event = make.an_event()
    person, _ = someone(event)
    make.open_participation(client, person)
    actor = make.an_actor(Role.OWNER, event)
    with unit_of_work():
        people.rotate(actor, event.id, person.id, Purpose.PARTICIPATION)

    assert client.get("/me/").location == "/me/link"


def test_a_category_by_hand_waits(client: FlaskClient) -> None:
    event = make.an_event()
    received = kit.register(
        event, make.a_category(event, approval=Approval.BY_HAND), make.a_part(event)
    )
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    text = client.get("/me/").text

    assert "Awaiting approval" in text
    assert "It will open the door once your registration is approved." in text


def test_a_page_drawn_before_carries_each_browsers_own_form_token(app: Flask) -> None:
    event = make.an_event()
    part = make.a_part(event)
    session = make.a_session(event, part)
    make.publish(event)
    person, _ = someone(event, part)
    with unit_of_work():
        db.session.add(Star(person_id=person.id, session_id=session.id, created_at=make.NOW))
    app.config["WTF_CSRF_ENABLED"] = True
    tokens = []
    for _ in range(2):
        browser = app.test_client()
        make.open_participation(browser, person)
        (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', browser.get("/me/").text))
        tokens.append(token)
        sent = browser.post(f"/me/stars/{session.id}", data={"csrf_token": token})
        assert sent.status_code == 303

    assert tokens[0] != tokens[1]


def test_what_changes_is_shown_at_once_and_a_message_only_once(client: FlaskClient) -> None:
    event = make.an_event()
    received = kit.register(event, make.a_category(event), make.a_part(event))
    make.open_participation(client, db.session.get_one(Person, received.person_id))
    assert "SOK" in client.get("/me/").text.upper()
    saved = client.post("/me/registration", data=form_of(received, honorific="Dr."))
    assert saved.status_code == 303

    first, second = client.get("/me/").text, client.get("/me/").text

    assert "Your changes are saved." in first
    assert "Your changes are saved." not in second
    assert "Dr. " in first
    assert "Dr. " in second


def test_an_offered_seat_is_accepted_on_ones_own_page_until_its_time_is_over(
    client: FlaskClient,
) -> None:
    event = make.an_event(promotes=True, offer_hours=5)
    part = make.a_part(event, seats_room=0)
    received = kit.register(event, make.a_category(event), part)
    with unit_of_work() as session:
        session.get_one(Part, part.id).seats_room = 1
    with unit_of_work():
        promotion.serve(event.id, now=datetime.now(UTC))
    make.open_participation(client, db.session.get_one(Person, received.person_id))

    text = client.get("/me/").text
    assert "A seat is offered to you" in text
    assert "Accept the seat" in text

    answer = client.post("/me/offer", data={"part": part.id, "answer": "accept"})
    assert answer.location == "/me/"
    text = client.get("/me/").text
    assert "The seat is yours." in text
    assert "You are registered" in text
    client.post("/me/offer", data={"part": part.id, "answer": "decline"})
    assert "This offer is over." in client.get("/me/").text
    assert kit.seat_of(received) is SeatStatus.HELD
