"""What is done with somebody in the very moment in which they are erased, on PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Actor
from forumapp.domain.errors import DomainError, NotFound
from forumapp.domain.mail import MailKind
from forumapp.domain.questions import QuestionKind
from forumapp.domain.registration import Details
from forumapp.jobs import mail as sending
from forumapp.jobs.progress import GiveUp
from forumapp.models import Answer, Event, Mail, Person, Registration
from forumapp.services import mail, privacy, registration
from tests import factories as make
from tests.factories import NOW
from tests.jobs import mailing

WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
PATIENCE = 20.0  # seconds


class Meanwhile(Thread):
    """Does something in a session of its own, and keeps why that was refused."""

    def __init__(self, app: Flask, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.app, self.act = app, act
        self.refused: Exception | None = None
        self.start()

    def run(self) -> None:
        with self.app.app_context():
            try:
                self.act()
            except (DomainError, GiveUp) as refusal:
                self.refused = refusal
            finally:
                db.session.remove()


@contextmanager
def meanwhile(app: Flask, *acts: Callable[[], object]) -> Iterator[list[Meanwhile]]:
    """Have all of these begin after what the block does, and before that is committed."""
    begun: list[Meanwhile] = []
    with unit_of_work():
        yield begun
        begun += [Meanwhile(app, act) for act in acts]
        deadline = time.monotonic() + PATIENCE
        with db.engine.connect() as connection:
            while connection.execute(sa.text(WAITING)).scalar_one() < len(acts):
                connection.rollback()
                assert time.monotonic() < deadline, [act.refused for act in begun]
                time.sleep(0.01)
    for act in begun:
        act.join(PATIENCE)


class Scene:
    """A forum that is over, and somebody of it to whom a mail waits to be sent."""

    def __init__(self) -> None:
        event: Event = make.an_event(starts_on=NOW.date().replace(year=2025))
        make.a_question(event, "photos", kind=QuestionKind.CONSENT)
        make.publish_form(event)
        self.event_id = event.id
        person = make.a_person(event, email="sok@ministry.example")
        category, part = make.a_category(event), make.a_part(event)
        held = make.a_registration(event, person, category=category, parts=(part,))
        self.registration_id = held.id
        self.person_id = person.id
        self.own = Actor(person_id=person.id, name="participant")
        with unit_of_work():
            self.mail_id = self.write("waits")
        self.version = registration.own(self.own).registration.version
        make.afresh()

    def write(self, key: str) -> int:
        return mail.write(
            MailKind.LINK_AGAIN, key=key, person_id=self.person_id, event_id=self.event_id,
            locale="en", facts={}, now=NOW,
        )  # fmt: skip

    def write_another(self) -> None:
        with unit_of_work():
            self.write("another")

    def send(self) -> None:
        given: Any = None
        sending.send({"mail_id": self.mail_id}, given)

    def consent(self) -> None:
        with unit_of_work():
            privacy.set_own_consent(self.own, "photos", given=True, now=NOW)

    def edit(self) -> None:
        form = Details(printed_name="SOK Dara", family_name="SOK", email="sok@ministry.example")
        with unit_of_work():
            registration.edit_own(self.own, details=form, parts={}, version=self.version, now=NOW)


@pytest.mark.postgres
def test_nothing_leaves_and_nothing_comes_back_to_life(postgres_app: Flask) -> None:
    scene = Scene()
    acts = (scene.send, scene.write_another, scene.consent, scene.edit)

    with mailing.a_server() as server:
        with meanwhile(postgres_app, *acts) as begun:
            privacy.erase_own(scene.own, now=NOW)
        mailing.run_after(minutes=1)

    make.afresh()
    assert [type(act.refused) for act in begun] == [GiveUp, type(None), NotFound, NotFound]
    assert server.taken == []
    assert db.session.scalars(sa.select(Mail.recipient)).all() == []
    assert db.session.scalars(sa.select(Answer)).all() == []
    person = db.session.get_one(Person, scene.person_id)
    assert (person.printed_name, person.email) == ("—", "")
    assert not db.session.get_one(Registration, scene.registration_id).listed
