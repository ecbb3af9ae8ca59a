"""What an event keeps of people is told beforehand, and goes when its time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.errors import Forbidden, Invalid, Stale
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.questions import Asking, BuiltIn, QuestionKind
from forumapp.domain.retention import Holding
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import engine
from forumapp.models import (
    Answer,
    AuditEntry,
    Disposal,
    Event,
    Mail,
    Person,
    PersonalCode,
    Question,
    Registration,
    Star,
)
from forumapp.services import mail, people, privacy, questions
from forumapp.services.people import PersonValues
from forumapp.services.privacy import KeptRow, values
from tests import factories as make
from tests.counting import statements

LAST = date(2026, 3, 31)


class Scene:
    """An event that is over, with one who spoke and one who only came; both have everything."""

    def __init__(self) -> None:
        self.event: Event = make.an_event(starts_on=LAST)
        self.event_id = self.event.id
        part, self.category = make.a_part(self.event), make.a_category(self.event)
        session = make.a_session(self.event, part)
        key = LocalFiles(settings().files).put(b"%PDF-1.7 a visa", suffix=".pdf")
        self.file = key
        visa = make.a_question(self.event, "visa", kind=QuestionKind.FILE, retention_days=10)
        make.publish_form(self.event)
        with unit_of_work() as written:
            written.get_one(Question, visa.id).retention_days = 60
        make.publish_form(self.event)
        given = {"phone": "+855 12 345 678", "photo": "a" * 64}
        self.people = [make.a_person(self.event, **given) for _ in range(2)]
        rows = [
            make.a_registration(
                self.event, person, category=self.category, parts=(part,), access_needs="ramp"
            )
            for person in self.people
        ]
        make.a_speaker(session, self.people[0])
        make.publish(self.event)
        with unit_of_work() as written:
            written.add(
                Answer(
                    registration_id=rows[1].id, question_id=visa.id, edition=1, file=key,
                    name="visa.pdf", answered_at=make.NOW,
                )
            )  # fmt: skip
            written.add(
                Star(person_id=self.people[1].id, session_id=session.id, created_at=make.NOW)
            )
            written.add(
                PersonalCode(
                    event_id=self.event.id, name="Never Came", email="never@ministry.example",
                    locale="en", category_id=self.category.id, created_at=make.NOW,
                )
            )  # fmt: skip
            mail.write(
                MailKind.LINK_AGAIN, key="k", person_id=self.people[1].id, event_id=self.event.id,
                locale="en", facts={"seats": [1]}, now=make.NOW,
            )  # fmt: skip
            written.execute(sa.update(Mail).values(state=MailState.SENT))

    def row(self, what: str) -> KeptRow:
        make.afresh()
        kept = privacy.keeping(SYSTEM, self.event.id).kept
        return next(row for row in kept if row.what == what)

    def nights(self, *days: int) -> None:
        """So many days after the event, at night."""
        for days_after in days:
            now = datetime(2026, 3, 31, 3, 40, tzinfo=make.NOW.tzinfo) + timedelta(days=days_after)
            with unit_of_work():
                privacy.dispose(self.event_id, now=now)
        make.afresh()

    def gone(self) -> dict[str, int]:
        make.afresh()
        rows = db.session.scalars(sa.select(Disposal).where(Disposal.done_at.is_not(None)))
        return {row.what: row.people for row in rows}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene()


def test_it_is_told_of_how_many_people_and_on_which_day_it_goes(scene: Scene) -> None:
    phone, needs = scene.row("field:phone"), scene.row("field:access_needs")
    assert (phone.people, phone.goes_on) == (2, date(2026, 6, 29))
    assert (needs.people, needs.goes_on) == (2, date(2026, 4, 30))
    assert scene.row("field:printed_name").goes_on is None
    visa = next(r for r in privacy.keeping(SYSTEM, scene.event.id).kept if r.question)
    assert (visa.people, visa.days) == (1, 10)  # as it was said to who answered, not as now
    assert scene.row("holding:codes").people == 1
    assert scene.row("holding:photos").people == 1  # who speaks keeps theirs


def test_what_was_announced_for_a_week_goes_and_a_row_says_so(scene: Scene) -> None:
    check_it_goes_when_its_time_is_over(scene)


@pytest.mark.postgres
def test_it_goes_from_postgresql_too(postgres_app: Flask) -> None:
    check_it_goes_when_its_time_is_over(Scene())


def check_it_goes_when_its_time_is_over(scene: Scene) -> None:
    edit(scene)
    scene.nights(1, 22)
    assert scene.gone() == {}
    assert scene.row("field:access_needs").announced is None

    scene.nights(23, 29, 30)

    assert scene.row("field:phone").announced is None
    assert scene.gone() == {"field:access_needs": 2, "holding:codes": 1, visa(scene): 1}
    kept = db.session.scalars(sa.select(Registration)).all()
    assert {row.access_needs for row in kept} == {""}
    assert db.session.scalars(sa.select(PersonalCode)).all() == []
    assert db.session.scalars(sa.select(Answer)).all() == []
    engine.run_due()
    assert not LocalFiles(settings().files).path(scene.file).exists()
    assert "ramp" not in log()
    assert "+855 12 345 679" in log()
    scene.nights(83, 90)
    assert scene.gone()["field:phone"] == 2
    assert "+855" not in log()
    assert {person.phone for person in db.session.scalars(sa.select(Person))} == {""}
    told = db.session.scalars(sa.select(AuditEntry).filter_by(action="dispose")).all()
    assert {"built_in": "phone", "people": 2} in [entry.after for entry in told]


def test_no_field_is_kept_longer_than_was_said_to_somebody_who_registered(scene: Scene) -> None:
    assert (days_of_phone(scene, 365), days_of_phone(scene, 30)) == (90, 30)

    for person in scene.people:
        with unit_of_work() as written:
            written.get_one(Person, person.id).erased_at = make.NOW

    assert days_of_phone(scene, 365) == 365


def days_of_phone(scene: Scene, days: int) -> int | None:
    """For how long phone numbers are kept once the form says so, the day after all registered."""
    said = {"asking": Asking.ASKED, "purpose": Translated(), "retention_days": days}
    with unit_of_work():
        questions.save_field(SYSTEM, scene.event_id, BuiltIn.PHONE, values=said, version=None)
        seen = questions.draft(SYSTEM, scene.event_id).number
        later = make.NOW + timedelta(days=1)
        questions.publish(SYSTEM, scene.event_id, seen=seen, now=later)
    return scene.row("field:phone").days


def visa(scene: Scene) -> str:
    return f"question:{db.session.scalars(sa.select(Question.id)).one()}"


def edit(scene: Scene) -> None:
    """Have the log say something of a phone."""
    row = people.person(SYSTEM, scene.event.id, scene.people[1].id)
    values = {name: getattr(row, name) for name in PersonValues.__slots__}
    with unit_of_work():
        changed = PersonValues(**{**values, "phone": "+855 12 345 679"})
        people.save(SYSTEM, scene.event.id, row.id, changed, version=None)


def log() -> str:
    make.afresh()
    return str([(e.before, e.after) for e in db.session.scalars(sa.select(AuditEntry))])


def test_the_owner_says_how_long_else_and_the_log_keeps_it(scene: Scene) -> None:
    owner, event_id = make.an_actor(Role.OWNER, scene.event), scene.event.id
    found = privacy.keeping(owner, event_id)
    with unit_of_work():
        privacy.keep_for(
            owner, event_id, {Holding.MAILS: 5, Holding.PHOTOS: 5, Holding.SCHEDULES: 5},
            version=found.version,
        )  # fmt: skip
    with pytest.raises(Stale), unit_of_work():
        privacy.keep_for(owner, event_id, {Holding.MAILS: 6}, version=found.version)
    with pytest.raises(Invalid), unit_of_work():
        privacy.keep_for(owner, event_id, {Holding.MAILS: -1}, version=None)
    with pytest.raises(Forbidden):
        privacy.keeping(make.an_actor(Role.EDITOR, scene.event), event_id)

    scene.nights(1, 8)

    assert {"holding:mails", "holding:photos", "holding:schedules"} <= scene.gone().keys()
    sent = db.session.scalars(sa.select(Mail)).one()
    assert (sent.recipient, sent.facts, sent.state) == ("", {}, MailState.SENT)
    photos = {p.id: p.photo for p in db.session.scalars(sa.select(Person))}
    assert [photos[person.id] for person in scene.people] == ["a" * 64, ""]
    assert db.session.scalars(sa.select(Star)).all() == []
    assert "retentions" in {e.noun for e in db.session.scalars(sa.select(AuditEntry))}


def test_nothing_goes_of_an_event_that_isnt_over(app: Flask) -> None:
    event = make.an_event()
    person = make.a_person(event, phone="+855 12 345 678")
    make.a_registration(event, person, category=make.a_category(event))

    with unit_of_work():
        assert privacy.dispose(event.id, now=make.NOW) == 0

    assert db.session.scalars(sa.select(Disposal)).all() == []


@pytest.mark.parametrize("field", list(BuiltIn))
def test_each_field_can_go(app: Flask, field: BuiltIn) -> None:
    event = make.an_event()
    person = make.a_person(event, phone="+855 12 345 678")
    needs: dict[str, Any] = {"access_needs": "a ramp", "dietary_needs": "none", "listed": True}
    make.a_registration(event, person, category=make.a_category(event), **needs)
    assert values.people_by_field(event.id)[field] == 1

    with unit_of_work():
        values.drop_field(event.id, field)

    assert values.people_by_field(event.id)[field] == 0


def test_it_costs_the_same_with_one_and_with_ten_questions(scene: Scene) -> None:
    def cost() -> int:
        make.afresh()
        with statements() as sent:
            privacy.keeping(SYSTEM, scene.event.id)
        return len(sent)

    one = cost()
    for number in range(9):
        make.a_question(scene.event, f"more_{number}")
    make.publish_form(scene.event)
    assert cost() == one
