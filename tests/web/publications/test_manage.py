"""The organiser's page of publications."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Event, Job, Person, Release, Session
from tests import factories as make
from tests.counting import queries_of


def token(page: str) -> str:
    """What the form says it has shown."""
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def a_forum(client: FlaskClient, **given: object) -> Event:
    """A released event with one session and one speaker, its owner signed in."""
    event = make.an_event(**given)
    part = make.a_part(event)
    hall = make.a_room(event, name=Translated(en="Room A", zh="甲厅"))
    session = make.a_session(event, part, code="S3", hour=10, room_id=hall.id)
    make.a_speaker(session, make.a_person(event))
    make.publish(event)
    make.sign_in(client, event=event, role=Role.OWNER)
    return event


def moved(event: Event, *, minutes: int = 30) -> None:
    """The session of the event starts later, in another room."""
    other = make.a_room(event, name=Translated(en="Room B", zh="乙厅"))
    with unit_of_work() as session:
        row = session.query(Session).filter_by(event_id=event.id).one()
        row.starts += timedelta(minutes=minutes)
        row.ends += timedelta(minutes=minutes)
        row.room_id = other.id


def test_what_the_next_release_changes_is_told_before_it_is_published(client: FlaskClient) -> None:
    event = a_forum(client)
    slug = event.slug
    moved(event)

    english = client.get(f"/manage/{slug}/publications?lang=en").text
    chinese = client.get(f"/manage/{slug}/publications?lang=zh").text

    assert "Moved from 10:00 to 10:30, Room A to Room B" in english
    assert "1 time changed, 1 place changed" in english
    assert "10:30" in chinese
    assert "乙厅" in chinese
    assert "Room B" not in chinese


def test_publishing_asks_once_and_then_does_it(client: FlaskClient) -> None:
    event = a_forum(client)
    address = f"/manage/{event.slug}/publications"
    moved(event)
    form = {
        "status": "revised",
        "symbol": "F/1/Rev.1",
        "note": "The hall is not free.",
        "seen": token(client.get(address).text),
    }

    asked = client.post(address, data=form)
    done = client.post(address, data={**form, "sure": "yes"}, follow_redirects=True)

    assert asked.status_code == 200
    assert "Publish release 2?" in asked.text
    assert "Moved from 10:00 to 10:30, Room A to Room B" in asked.text
    assert "Release 2 is published." in done.text
    make.afresh()
    rows = db.session.query(Release).order_by(Release.number).all()
    assert [(row.number, row.status, row.symbol, row.changes) for row in rows][1] == (
        2,
        "revised",
        "F/1/Rev.1",
        {"time": 1, "room": 1},
    )
    builds = db.session.query(Job).filter_by(name="build_publication")
    assert sorted(job.payload["locale"] for job in builds) == ["en", "zh"]


def test_a_second_press_publishes_nothing_more(client: FlaskClient) -> None:
    event = a_forum(client)
    address = f"/manage/{event.slug}/publications"
    form = {"status": "adopted", "seen": token(client.get(address).text), "sure": "yes"}

    first, second = client.post(address, data=form), client.post(address, data=form)

    assert (first.status_code, second.status_code) == (302, 409)
    make.afresh()
    assert db.session.query(Release).count() == 2


def test_what_was_not_shown_is_not_published(client: FlaskClient) -> None:
    event = a_forum(client)
    address = f"/manage/{event.slug}/publications"
    form = {"status": "revised", "note": "Kept", "seen": token(client.get(address).text)}
    moved(event)

    answer = client.post(address, data={**form, "sure": "yes"})

    assert answer.status_code == 409
    assert "Something changed meanwhile" in answer.text
    assert "Moved from 10:00 to 10:30" in answer.text
    assert "Kept" in answer.text
    assert token(answer.text) != form["seen"]
    make.afresh()
    assert db.session.query(Release).count() == 1


def test_an_event_without_sessions_is_told_what_to_do(client: FlaskClient) -> None:
    event = make.an_event()
    slug = event.slug
    part = make.a_part(event)
    make.sign_in(client, event=event, role=Role.OWNER)

    empty = client.get(f"/manage/{slug}/publications")
    assert "There is nothing to publish yet" in empty.text
    assert 'name="seen"' not in empty.text
    refused = client.post(f"/manage/{slug}/publications", data={"status": "revised", "sure": "yes"})
    assert refused.status_code == 409

    make.a_session(event, part, visibility=Visibility.SECRETARIAT)
    hidden = client.get(f"/manage/{slug}/publications")
    assert "Every session is for the secretariat only" in hidden.text


def test_a_draft_event_is_said_to_be_one(client: FlaskClient) -> None:
    event = a_forum(client, state=EventState.DRAFT)
    address = f"/manage/{event.slug}/publications"
    page = client.get(address)
    form = {"status": "revised", "seen": token(page.text)}

    asked = client.post(address, data=form)
    done = client.post(address, data={**form, "sure": "yes"}, follow_redirects=True)

    assert "The event itself is still a draft" in page.text
    assert "The event itself is still a draft" in asked.text
    assert "The event itself is still a draft: nobody sees the programme" in done.text


def test_an_old_release_can_be_looked_at_as_it_was(client: FlaskClient) -> None:
    event = a_forum(client)
    moved(event)
    make.publish(event, note="Second edition")
    base = f"/manage/{event.slug}/publications"

    overview, first, second = (client.get(f"{base}{page}") for page in ("", "/1", "/2"))

    assert f'href="{base}/1"' in overview.text
    assert "1 time changed, 1 place changed" in overview.text
    assert "10:00–11:00" in first.text
    assert "10:30–11:30" in second.text
    assert "Moved from 10:00 to 10:30, Room A to Room B" in second.text
    assert client.get(f"{base}/3").status_code == 404
    assert client.get(f"{base}/1/programme-en.pdf").status_code == 202
    assert client.get(f"{base}/1/programme-xx.pdf").status_code == 404


def test_names_written_otherwise_are_told_too(client: FlaskClient) -> None:
    event = a_forum(client)
    slug = event.slug
    with unit_of_work() as session:
        session.query(Person).one().printed_name = "SOK Chan Thavy"

    page = client.get(f"/manage/{slug}/publications").text

    assert "Ms. SOK Chanthavy is now written Ms. SOK Chan Thavy" in page


def test_bad_input_is_refused_beside_its_field(client: FlaskClient) -> None:
    event = a_forum(client)
    address = f"/manage/{event.slug}/publications"
    seen = token(client.get(address).text)

    answer = client.post(
        address, data={"status": "final", "symbol": "x" * 101, "note": "Kept", "seen": seen}
    )

    assert answer.status_code == 422
    assert 'id="symbol-error"' in answer.text
    assert 'id="status-error"' in answer.text
    assert "Kept" in answer.text


def test_hostile_names_stand_escaped(client: FlaskClient) -> None:
    event = a_forum(client)
    slug = event.slug
    with unit_of_work() as session:
        row = session.query(Session).filter_by(event_id=event.id).one()
        row.title = Translated(en='<script>alert("x")</script> \u202e' + "ស" * 180)

    page = client.get(f"/manage/{slug}/publications").text

    assert "&lt;script&gt;alert(" in page
    assert "<script>alert" not in page


def test_a_viewer_reads_but_publishes_nothing(client: FlaskClient) -> None:
    event = make.an_event()
    address = f"/manage/{event.slug}/publications"
    make.a_session(event, make.a_part(event))
    make.sign_in(client, event=event, role=Role.VIEWER)

    assert 'name="seen"' not in client.get(address).text
    for path in ("", "/again/1", "/proceedings", "/proceedings/withdraw"):
        assert client.post(f"{address}{path}").status_code == 403


def test_the_page_costs_the_same_with_one_and_thirty_sessions(client: FlaskClient) -> None:
    event = a_forum(client)
    address = f"/manage/{event.slug}/publications"
    part_id = db.session.query(Session).filter_by(event_id=event.id).one().part_id
    client.get(address)
    few = queries_of(client, address)
    with unit_of_work() as session:
        for number in range(30):
            session.add(_like(event, part_id, number))

    assert queries_of(client, address) == few


def _like(event: Event, part_id: int, number: int) -> Session:
    first = db.session.query(Session).filter_by(event_id=event.id).first()
    assert first is not None
    return Session(
        event_id=event.id,
        key=f"{event.key}-{number}",
        code=f"X{number}",
        title=first.title,
        kind=first.kind,
        part_id=part_id,
        starts=first.starts,
        ends=first.ends,
    )
