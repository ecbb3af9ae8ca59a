"""Questions of the organiser's own: drafted, put in force, answered, retired."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.answers import Given
from forumapp.domain.conditions import Condition, ConditionKind
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.papers import LetterKind, TextKind
from forumapp.domain.questions import QuestionKind
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Category, Letter
from forumapp.render.letters.circulars import body as render_body
from forumapp.render.papers.letter import body
from forumapp.services import circulars, events, papers, questions, registration
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
    injury = make.a_question(event, "injury", confidential=True)
    make.publish_form(event)
    with unit_of_work():
        injury.confidential = False  # in the draft, which asks nobody
    answers = {"flight": ("MU 763",), "illness": ("asthma",), "injury": ("knee",)}
    kit.register(event, category, part, answers=answers)
    (said,) = db.session.scalars(sa.select(AuditEntry.after).filter_by(action="answer"))
    assert said == {"flight": ["MU 763"], "illness": "•••", "injury": "•••"}


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
    depends = {"question": "meal", "kind": "none_of", "values": ["halal"]}
    wine = make.a_question(event, "wine", condition=depends)
    with pytest.raises(Invalid, match="option_in_use"), unit_of_work():
        questions.save(owner, event.id, meal.id, values=values, version=meal.version)
    with unit_of_work():
        questions.drop(owner, event.id, wine.id, now=make.NOW)
        questions.save(owner, event.id, meal.id, values=values, version=meal.version)
    row = questions.get(owner, event.id, meal.id)
    assert [(o.code, o.label.pick("en"), o.retired) for o in row.facts.options] == [
        ("fish", "Seafood", False),
        ("tofu", "Tofu", False),
        ("halal", "Halal", True),
    ]


def test_a_copied_edition_asks_the_same_of_its_own_categories_and_keeps_no_answer() -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "visa", kind=QuestionKind.CHOICE, options=make.options("yes", "no"))
    depends = {"question": "visa", "values": ["yes"]}
    make.a_question(event, "passport", condition=depends, categories=[category.id], parts=[part.id])
    make.a_question(event, "gone", retired_at=make.NOW)
    make.publish_form(event)
    owner = make.an_actor(Role.OWNER, event)
    values = {
        "slug": "forum-next",
        "title": Translated(en="The next"),
        "edition": None,
        "starts_on": event.starts_on + timedelta(days=365),
    }
    with unit_of_work():
        events.copy(owner, event.id, values=values, now=make.NOW)
    twin = events.event("forum-next")
    asked = questions.draft(SYSTEM, twin.id).questions
    assert [q.code for q in asked] == ["visa", "passport"]
    assert asked[1].condition == Condition(
        question="visa", kind=ConditionKind.ONE_OF, values=("yes",)
    )
    own = db.session.scalars(sa.select(Category.id).filter_by(event_id=twin.id)).all()
    assert asked[1].categories == tuple(own)
    assert asked[1].parts != (part.id,)
    assert questions.in_force(twin.id).number == 0


def test_answers_stand_in_circulars_and_letters_in_the_language_of_the_reader() -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    visa = [{"code": "yes", "label": {"en": "I do", "zh": "需要"}, "retired": False}]
    make.a_question(event, "visa", kind=QuestionKind.CHOICE, options=visa)
    make.a_question(event, "city")
    make.a_question(event, "illness", confidential=True)
    make.publish_form(event)
    answers = {"visa": ("yes",), "city": ("*Yangon*",)}
    received = kit.register(event, category, part, answers=answers)
    owner = make.an_actor(Role.OWNER, event)
    text = "Visa: {answer:visa} in {answer:city}{answer:gone}"
    letter: dict[str, Any] = {"heading": "Visa", "version": None}
    with unit_of_work():
        papers.save_template(
            owner, event.id, TextKind.VISA, "zh", text=text.replace("{answer:gone}", ""), **letter
        )
        issued = papers.issue_letters(
            owner, event.id, LetterKind.VISA, [received.person_id], language="zh", now=make.NOW
        )
    assert issued == papers.Issued(letters=1, lacking=0)
    facts = papers.letter_facts(db.session.scalars(sa.select(Letter.id)).one())
    assert body(facts) == "Visa: 需要 in \\*Yangon\\*"
    with pytest.raises(Invalid, match="placeholder"), unit_of_work():
        papers.save_template(
            owner, event.id, TextKind.VISA, "en", text="{answer:illness}", **letter
        )
    circular = make.a_circular(event.id, body=Translated(en=text))
    mail = circulars.preview(owner, event.id, circular.id, received.person_id, now=make.NOW)
    said = render_body(mail, base_url="https://forum.example")
    assert said is not None
    assert said.text == "Visa: I do in *Yangon*"
    assert "<em>" not in said.html


def test_lists_are_filtered_by_answers_alike_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    themes = make.options("rural_skills", "rural")
    make.a_question(event, "themes", kind=QuestionKind.CHOICES, options=themes)
    make.a_question(event, "city")
    make.publish_form(event)
    both = {"themes": ("rural_skills", "rural"), "city": ("曼谷",)}
    first = kit.register(event, category, part, answers=both)
    one = {"themes": ("rural_skills",)}
    second = kit.register(event, category, part, answers=one, printed_name="SOK Another")

    def found(value: str, code: str = "themes") -> set[int]:
        filters = registration.read_filters({f"answer_{code}": value})
        rows = registration.participants(SYSTEM, event.id, filters).rows
        return {row.id for row in rows}

    everyone = {first.registration_id, second.registration_id}
    assert {value: found(value) for value in ("rural", "rural_skills", "rural%", "*", "-")} == {
        "rural": {first.registration_id},
        "rural_skills": everyone,
        "rural%": set(),
        "*": everyone,
        "-": set(),
    }
    suggested = registration.organisations(SYSTEM, event.id, locale="en")
    assert suggested == ("Ministry of Rural Development",)
    assert questions.lines(SYSTEM, event.id) == {"city": ["曼谷"]}
    assert found("曼谷", "city") == {first.registration_id}
