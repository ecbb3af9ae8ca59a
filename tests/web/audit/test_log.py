"""The audit log in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import Base, Versioned, db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.delegations import Capacity
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Event, Person, Registration, Session, VideoRoom
from forumapp.services import registration
from forumapp.services.publications import issues
from forumapp.web.audit import words
from tests import factories as make
from tests.counting import queries_of
from tests.factories import NOW

# Columns that no entry has, or that name the entry's own object and event.
UNKEPT = {
    "code hash",
    "event id",
    "id",
    "idempotency key",
    "password hash",
    "same as",
    "totp last step",
    "version",
}
LOG = "/manage/forum-next/audit"


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def owner(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def is_kept(kind: type) -> bool:
    return issubclass(kind, Versioned)


def change(row: Any, **values: Any) -> None:
    with unit_of_work():
        current = db.session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(current, name, value)


def test_a_change_is_told_in_words_with_before_and_after(owner: FlaskClient, event: Event) -> None:
    room = make.a_room(event, name=Translated(en="Hall A"))
    session = make.a_session(event, make.a_part(event), code="S1")
    change(
        session,
        title=Translated(en="Closing", zh="开幕全体会议"),
        room_id=room.id,
        starts=session.starts + timedelta(minutes=30),
    )
    change(event, state=EventState.CLOSED)

    page = owner.get(LOG).text

    assert "<del>Opening plenary</del> → <ins>Closing</ins>" in page
    assert "<del>Published</del> → <ins>Closed</ins>" in page
    assert "<ins>Hall A</ins>" in page
    assert "09:30</ins>" in page
    assert "Session <strong>S1</strong>" in page


def test_releases_and_issues_are_called_by_their_numbers(owner: FlaskClient, event: Event) -> None:
    make.publish(make.an_event())
    make.publish(event)
    with unit_of_work():
        issues.issue(SYSTEM, event.id, now=NOW)
        issues.withdraw(SYSTEM, event.id, now=NOW)

    page = owner.get(LOG).text

    for text in ("Release <strong>1</strong>", "Proceedings <strong>1</strong>", "taken back"):
        assert text in page


def test_a_circular_is_told_by_its_subject_with_whom_it_is_for(
    client: FlaskClient, owner: FlaskClient, event: Event
) -> None:
    circular = make.a_circular(event.id, papers=["badge"]).id
    owner.post(f"/manage/{event.slug}/messages/circulars/{circular}/send")
    text = owner.get(f"/manage/{event.slug}/audit?lang=zh").text
    assert "前往{event}的班车" in text
    english = owner.get(f"/manage/{event.slug}/audit?lang=en").text
    assert "status: approved" in english
    assert "Their badge, for who comes to the room" in english
    make.sign_in(client, event=event, role=Role.EDITOR)
    assert "status: approved" not in client.get(f"/manage/{event.slug}/audit").text


def test_a_picture_is_told_without_the_key_of_its_file(owner: FlaskClient, event: Event) -> None:
    person = make.a_person(event)
    change(person, photo="0123abcd.jpg")
    change(person, photo="4567cdef.jpg")

    page = owner.get(LOG).text

    assert "<ins>a picture</ins>" in page
    assert "<del>a picture</del> → <ins>a picture</ins>" in page
    assert "abcd.jpg" not in page


def test_what_was_deleted_keeps_the_name_it_had(owner: FlaskClient, event: Event) -> None:
    room = make.a_room(event, name=Translated(en="The <Old> Hall"))
    with unit_of_work() as session:
        session.delete(session.get_one(type(room), room.id))
    assert "<strong>The &lt;Old&gt; Hall</strong>" in owner.get(LOG).text


def test_the_log_is_narrowed_to_one_kind_of_thing(owner: FlaskClient, event: Event) -> None:
    make.a_room(event, name=Translated(en="Hall A"))
    make.a_part(event, name=Translated(en="The Part"))

    page = owner.get(f"{LOG}?noun=rooms").text

    assert "Hall A" in page
    assert "The Part" not in page
    assert owner.get(f"{LOG}?noun=nonsense").status_code == 200


def test_the_log_is_paged(owner: FlaskClient, event: Event) -> None:
    for number in range(60):
        make.a_room(event, name=Translated(en=f"Room-{number:03}"))

    first, second = owner.get(LOG).text, owner.get(f"{LOG}?page=2").text

    assert "Room-059" in first
    assert "Room-000" not in first
    assert "Room-000" in second
    for page in ("99", "-1", "x", "9" * 40):
        assert owner.get(f"{LOG}?page={page}").status_code == 200


def test_secrets_are_not_in_the_log(owner: FlaskClient, event: Event) -> None:
    video = make.a_video_room(event)
    change(video, passcode="another-planted-passcode")
    assert db.session.get_one(VideoRoom, video.id).passcode == "another-planted-passcode"

    page = owner.get(LOG).text

    assert "Main line" in page
    assert "planted" not in page


def test_who_may_not_read_registrations_reads_nothing_of_them_here(
    client: FlaskClient, event: Event
) -> None:
    person = make.a_person(event, email="private@ministry.example", phone="+95 555 0100")
    registered = make.a_registration(
        event, person, category=make.a_category(event), dietary_needs="planted-diet"
    )
    change(registered, capacity=Capacity.HEAD)
    change(person, email="changed@ministry.example")
    with unit_of_work():
        registration.invite(
            make.an_actor(Role.OWNER, event),
            event.id,
            "name\temail\tcategory\nA guest\tinvited@ministry.example\tGovernment official",
            locale="en",
            now=NOW,
        )
    assert db.session.get_one(Registration, registered.id).dietary_needs == "planted-diet"
    assert db.session.get_one(Person, person.id).email == "changed@ministry.example"
    make.sign_in(client, event=event, role=Role.OWNER)
    page = client.get(LOG).text
    assert "planted-diet" in page
    assert "invited@" in page

    make.sign_in(client, event=event, role=Role.EDITOR)
    page = client.get(LOG).text

    assert "SOK Chanthavy" in page
    for hidden in ("planted-diet", "private@", "changed@", "invited@", "555 0100", "Registration"):
        assert hidden not in page.split("<main", 1)[1]


def test_another_events_changes_are_not_in_this_log(owner: FlaskClient, event: Event) -> None:
    make.a_room(make.an_event(), name=Translated(en="Foreign hall"))
    assert "Foreign hall" not in owner.get(LOG).text


def test_the_log_takes_no_more_queries_for_thirty_than_for_one(
    owner: FlaskClient, event: Event
) -> None:
    part = make.a_part(event)

    def one_more() -> None:
        session = make.a_session(event, part)
        change(session, title=Translated(en="Other"))

    one_more()
    few = queries_of(owner, LOG)
    for _ in range(29):
        one_more()
    assert db.session.query(Session).count() == 30
    assert queries_of(owner, LOG) <= few


def test_everything_that_the_log_keeps_has_words() -> None:
    kept = {model.class_.__tablename__ for model in Base.registry.mappers if is_kept(model.class_)}
    tables = [Base.metadata.tables[name] for name in kept]
    named = {words.noun_words(table.name) for table in tables}
    fields = {words.field_words(table.name, c.name) for table in tables for c in table.columns}

    assert {text for text in named | fields if text[0].islower()} == UNKEPT
