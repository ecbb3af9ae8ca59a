"""Questions of the organiser's own: drafted, put in force, answered, retired."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.answers import Given
from forumapp.domain.errors import Conflict
from forumapp.domain.questions import QuestionKind
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry
from forumapp.services import questions
from tests import factories as make
from tests.services import registration_kit as kit


@pytest.fixture(autouse=True)
def _app(app: object) -> None:
    """Every test here has a database."""


def test_nobody_is_asked_what_isnt_published_and_editions_dont_change() -> None:
    event = make.an_event()
    flight = make.a_question(event, "flight")
    assert questions.in_force(event.id).questions == ()
    assert make.publish_form(event) == 1
    with unit_of_work():
        flight.required = True
    assert not questions.in_force(event.id).questions[0].required
    assert make.publish_form(event) == 2
    assert questions.in_force(event.id).questions[0].required
    with pytest.raises(Conflict, match="nothing_new"):
        make.publish_form(event)


def test_a_question_that_was_answered_is_retired_and_its_answer_stays() -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    flight, hotel = make.a_question(event, "flight"), make.a_question(event, "hotel")
    make.publish_form(event)
    received = kit.register(
        event, category, part, answers={"flight": ("MU 763",), "hotel": ("Grand",)}
    )
    owner = make.an_actor(Role.OWNER, event)
    with unit_of_work():
        assert not questions.drop(owner, event.id, flight.id, now=make.NOW)
    make.publish_form(event)
    assert [q.code for q in questions.in_force(event.id).questions] == ["hotel"]
    assert questions.of_registration(received.registration_id) == {
        "flight": Given(question_id=flight.id, values=("MU 763",)),
        "hotel": Given(question_id=hotel.id, values=("Grand",)),
    }
    unasked = make.a_question(event, "never_asked")
    with unit_of_work():
        assert questions.drop(owner, event.id, unasked.id, now=make.NOW)


def test_the_audit_log_says_what_was_answered_but_nothing_confidential() -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "flight")
    make.a_question(event, "illness", confidential=True)
    make.publish_form(event)
    kit.register(event, category, part, answers={"flight": ("MU 763",), "illness": ("asthma",)})
    (said,) = db.session.scalars(sa.select(AuditEntry.after).filter_by(action="answer"))
    assert said == {"flight": ["MU 763"], "illness": "•••"}


def test_the_code_of_an_option_stays_when_its_words_change_and_one_taken_out_keeps_its_name() -> (
    None
):
    event = make.an_event()
    meal = make.a_question(
        event, "meal", kind=QuestionKind.CHOICE, options=make.options("fish", "halal")
    )
    values = {
        "label": {"en": "Meal"},
        "options": [("fish", Translated(en="Seafood")), ("", Translated(en="Tofu"))],
    }
    owner = make.an_actor(Role.OWNER, event)
    with unit_of_work():
        questions.save(owner, event.id, meal.id, values=values, version=meal.version)
    row = questions.get(owner, event.id, meal.id)
    assert [(o.code, o.label.pick("en"), o.retired) for o in row.facts.options] == [
        ("fish", "Seafood", False),
        ("tofu", "Tofu", False),
        ("halal", "Halal", True),
    ]
