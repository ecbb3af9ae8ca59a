"""What a participant agreed to is shown with its time, and taken back or given in a click."""

from __future__ import annotations

from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.papers import EditionStatus
from forumapp.domain.questions import QuestionKind
from forumapp.domain.text import Translated
from forumapp.models import Answer, AuditEntry, Event, Registration
from forumapp.services import papers, publications
from tests import factories as make


class Scene:
    """A forum whose list is public, and somebody who agreed to stand on it and to photographs."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event: Event = make.an_event()
        self.person = make.a_person(self.event, printed_name="SOK Chanthavy", family_name="SOK")
        other = make.a_person(self.event, printed_name="LIN Other", family_name="LIN")
        part, category = make.a_part(self.event), make.a_category(self.event)
        question = make.a_question(
            self.event, "photos", kind=QuestionKind.CONSENT,
            label=Translated(en="Photographs of me may be shown"),
            purpose=Translated(en="For the report"),
        )  # fmt: skip
        make.publish_form(self.event)
        rows = [
            make.a_registration(
                self.event, one, category=category, parts=(part,), listed=True, created_at=make.NOW
            )
            for one in (self.person, other)
        ]
        self.registration_id = rows[0].id
        make.publish(self.event)
        with unit_of_work() as written:
            yes = Answer(
                registration_id=rows[0].id, question_id=question.id, edition=1, values=("yes",),
                answered_at=make.NOW,
            )  # fmt: skip
            written.add(yes)
            seen = papers.prepared(SYSTEM, self.event.id).token
            papers.issue(
                SYSTEM, self.event.id, status=EditionStatus.PROVISIONAL, symbol="", note="",
                seen=seen, now=make.NOW,
            )  # fmt: skip
            papers.show(SYSTEM, self.event.id, 1, now=make.NOW)
            publications.issues.issue(SYSTEM, self.event.id, now=make.NOW)
        make.open_participation(client, self.person)

    def page(self) -> str:
        return unescape(self.client.get("/me/consents").text)

    def say(self, code: str, given: str) -> int:
        fields = {"consent": code, "given": given}
        return self.client.post("/me/consents", data=fields).status_code

    def public_list(self) -> str:
        publications.forget(self.event.slug)
        return self.client.get(f"/events/{self.event.slug}/participants").text


@pytest.fixture
def scene(client: FlaskClient) -> Scene:
    return Scene(client)


def test_each_consent_is_shown_with_its_time_and_what_for(scene: Scene) -> None:
    page = scene.page()

    assert page.count("since ") == 2
    assert "Photographs of me may be shown" in page
    assert "For the report" in page
    assert 'href="/me/consents"' in scene.client.get("/me/").text


def test_who_takes_the_list_back_leaves_every_public_list_at_once(scene: Scene) -> None:
    assert "SOK" in scene.public_list()
    issue = publications.issues.in_force(scene.event.id)
    assert issue is not None

    assert scene.say("listed", "no") == 303

    shown = scene.public_list()
    assert ("SOK" in shown, "LIN" in shown) == (False, True)
    make.afresh()
    assert not db.session.get_one(Registration, scene.registration_id).listed
    again = publications.issues.in_force(scene.event.id)
    assert again is not None
    assert "SOK" not in str(publications.issues.contents(again.id).delegations)
    issued = papers.contents(papers.edition(scene.event.id, 1))
    assert issued.people == 2
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.actor, entry.after) == ("participant", {"listed": False})
    assert scene.say("listed", "yes") == 303
    make.afresh()
    assert db.session.get_one(Registration, scene.registration_id).listed


def test_an_own_question_is_answered_otherwise_after_the_deadline_too(scene: Scene) -> None:
    with unit_of_work() as written:
        written.get_one(Event, scene.event.id).changes_close_at = make.NOW
    assert scene.say("photos", "no") == 303

    make.afresh()
    answer = db.session.scalars(sa.select(Answer)).one()
    assert answer.values == ("no",)
    assert answer.answered_at >= make.NOW
    said = db.session.scalars(sa.select(AuditEntry).filter_by(action="answer")).one()
    assert (said.before, said.after) == ({"photos": ["yes"]}, {"photos": ["no"]})
    assert "Not agreed" in scene.page()


def test_what_isnt_asked_cant_be_agreed_to(scene: Scene) -> None:
    assert scene.say("passport", "yes") == 404
