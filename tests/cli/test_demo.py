"""The demonstration."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from forumapp.config import Settings
from forumapp.db import db
from forumapp.domain.agenda import check_times
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import SeatStatus
from forumapp.models import (
    AuditEntry,
    Event,
    Part,
    Person,
    Registration,
    Seat,
    Session,
    User,
    VideoRoom,
)
from forumapp.services import publications
from tests import factories as make


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database with the demonstration is kept, and what was said when it was loaded."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture
def demonstration(app: Flask, settings: Settings, loaded: Path) -> str:
    """What loading it says; it is loaded once, and copied for the next test."""
    said, kept, used = loaded / "said", loaded / "forumapp.db", settings.instance / "forumapp.db"
    if said.exists():
        db.engine.dispose()
        shutil.copy(kept, used)
        return said.read_text()
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 0, done.output
    make.afresh()
    with sqlite3.connect(used) as database:
        database.execute("VACUUM INTO ?", (str(kept),))
    said.write_text(done.output)
    return done.output


def test_three_events_are_loaded_with_their_sessions_and_people(demonstration: str) -> None:
    found = {}
    for event in db.session.scalars(sa.select(Event)):
        sessions = db.session.query(Session).filter_by(event_id=event.id).count()
        people = db.session.query(Registration).filter_by(event_id=event.id).count()
        found[event.slug] = (event.state, sessions, people)

    assert found == {
        "forum-2022": (EventState.ARCHIVED, 40, 150),
        "jwg-2021": (EventState.ARCHIVED, 11, 30),
        "forum-next": (EventState.PUBLISHED, 21, 80),
    }


def test_every_session_stands_at_a_time_that_the_rules_allow(demonstration: str) -> None:
    events = {event.id: event for event in db.session.scalars(sa.select(Event))}
    for session in db.session.scalars(sa.select(Session)):
        event = events[session.event_id]
        check_times(
            session.starts,
            session.ends,
            zone=event.zone,
            first_day=event.starts_on,
            last_day=event.ends_on,
        )


def test_no_part_holds_more_people_than_it_has_seats(demonstration: str) -> None:
    held = sa.func.count(Seat.id)
    rows = db.session.execute(
        sa.select(Part.seats_room, Part.seats_online, Seat.mode, held)
        .join(Seat, Seat.part_id == Part.id)
        .where(Seat.status == SeatStatus.HELD)
        .group_by(Part.id, Seat.mode)
    ).all()

    assert rows
    for in_the_room, online, mode, count in rows:
        capacity = in_the_room if mode is Mode.ROOM else online
        assert capacity is None or count <= capacity


def test_a_second_load_changes_nothing(app: Flask, demonstration: str) -> None:
    before = db.session.query(AuditEntry).count()
    make.afresh()

    done = app.test_cli_runner().invoke(args=["demo"])

    assert done.exit_code == 0
    make.afresh()
    assert db.session.query(AuditEntry).count() == before


def test_the_logins_are_printed_and_work_for_each_role(demonstration: str) -> None:
    for user in db.session.scalars(sa.select(User)):
        assert user.email in demonstration
    assert "/me/open/" in demonstration


def test_moved_to_today_the_first_session_is_on_now(app: Flask, demonstration: str) -> None:
    done = app.test_cli_runner().invoke(args=["demo", "--today"])

    assert done.exit_code == 0, done.output
    publications.forget("forum-next")
    programme = publications.published(publications.current("forum-next")).programme
    first, now = programme.sessions[0], datetime.now(UTC)
    assert programme.starts_at(first) <= now < programme.ends_at(first)
    assert programme.release.number == 2


def test_the_big_event_has_a_thousand_sessions(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["demo", "--big"])

    assert done.exit_code == 0, done.output
    make.afresh()
    event = db.session.query(Event).filter_by(slug="big").one()
    assert db.session.query(Session).filter_by(event_id=event.id).count() == 1000


def test_what_the_demonstration_wrote_can_be_saved_as_it_stands(
    client: FlaskClient, demonstration: str
) -> None:
    """Its texts keep to the limits that the forms hold everyone to."""
    make.sign_in(client, administrator=True)
    for event in db.session.scalars(sa.select(Event)).all():
        here = f"/manage/{event.slug}"
        paths = [f"{here}/settings", f"{here}/clashes/rules"]
        for noun, model in (("sessions", Session), ("people", Person), ("video", VideoRoom)):
            ids = db.session.scalars(sa.select(model.id).filter_by(event_id=event.id).limit(4))
            paths += [f"{here}/{noun}/{number}" for number in ids]
        for path in paths:
            page: Any = html.fromstring(client.get(path).data)
            form = next(
                form
                for form in page.forms
                if "version" in form.fields and form.action in (None, path)
            )
            answer = client.post(path, data=MultiDict(form.form_values()))
            assert answer.status_code == 302, (path, answer.text)
