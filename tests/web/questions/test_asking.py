"""The event's own questions in the forms of people: asked, refused, kept, changed."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.domain.answers import Given
from forumapp.domain.questions import QuestionKind
from forumapp.models import Category, Event, Part, Registration
from forumapp.services import questions
from tests import factories as make


class Form:
    """An event that asks for a visa and, who needs one, for a passport; and who fills it in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event: Event = make.an_event()
        self.part: Part = make.a_part(self.event)
        self.category: Category = make.a_category(self.event)
        visa = {"kind": QuestionKind.CHOICE, "options": make.options("yes", "no")}
        make.a_question(self.event, "visa", required=True, **visa)
        depends = {"question": "visa", "values": ["yes"]}
        make.a_question(self.event, "passport", condition=depends, required=True)
        make.publish_form(self.event)

    def send(self, **changes: str) -> TestResponse:
        fields = {
            "key": "k" * 32,
            "printed_name": "SOK Chanthavy",
            "country": "KH",
            "email": "chanthavy@ministry.example",
            "locale": "en",
            "category": str(self.category.id),
            f"part-{self.part.id}": "room",
            **changes,
        }
        return self.client.post(f"/events/{self.event.slug}/register", data=fields)

    def answers(self, row: Registration) -> dict[str, tuple[str, ...]]:
        make.afresh()
        found: dict[str, Given] = questions.of_registration(row.id)
        return {code: given.values for code, given in found.items()}


@pytest.fixture
def form(client: FlaskClient) -> Form:
    return Form(client)


def text(response: Any) -> str:
    return unescape(response.get_data(as_text=True))


def test_what_must_be_answered_is_asked_for_beside_its_field(form: Form) -> None:
    refused = form.send()
    assert refused.status_code == 422
    assert 'href="#answer_visa"' in text(refused)
    assert 'href="#answer_passport"' not in text(refused)
    assert 'href="#answer_passport"' in text(form.send(answer_visa="yes"))


def test_answers_are_kept_and_those_that_werent_asked_are_dropped(form: Form) -> None:
    sent = form.send(answer_visa="no", answer_passport="E 1234")
    assert sent.status_code == 303
    (row,) = make.registrations(form.event)
    assert form.answers(row) == {"visa": ("no",)}


def test_people_change_their_answers_and_a_stale_save_shows_both(form: Form) -> None:
    form.send(answer_visa="no")
    (row,) = make.registrations(form.event)
    page = text(form.client.get("/me/registration"))
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    fields = {
        "printed_name": "SOK Chanthavy",
        "country": "KH",
        "email": "chanthavy@ministry.example",
        "locale": "en",
        f"part-{form.part.id}": "room",
        "version": version,
    }
    change = {**fields, "answer_visa": "yes", "answer_passport": "E 1234"}
    assert form.client.post("/me/registration", data=change).status_code == 303
    assert form.answers(row) == {"visa": ("yes",), "passport": ("E 1234",)}
    stale = form.client.post("/me/registration", data={**change, "answer_passport": "F 9"})
    assert stale.status_code == 409
    assert "E 1234" in text(stale)
    assert form.answers(row)["passport"] == ("E 1234",)
