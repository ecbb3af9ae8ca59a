"""The form as its organiser builds it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.questions import BuiltIn, QuestionKind
from forumapp.models import Event, Question
from forumapp.services import questions
from tests import factories as make
from tests.counting import statements
from tests.services import registration_kit as kit


def text(response: Any) -> str:
    return unescape(response.get_data(as_text=True))


@pytest.fixture
def event(client: FlaskClient) -> Event:
    """An event with an owner signed in."""
    found = make.an_event()
    make.sign_in(client, event=found, role=Role.OWNER)
    return found


def root(event: Event) -> str:
    return f"/manage/{event.slug}/form"


def rows(event: Event) -> list[Question]:
    make.afresh()
    found = sa.select(Question).filter_by(event_id=event.id).order_by(Question.position)
    return list(db.session.scalars(found))


def test_a_question_is_written_in_each_language_and_asked_once_published(
    client: FlaskClient, event: Event
) -> None:
    sent = {
        "label-en": "Meal at the dinner",
        "label-zh": "晚宴用餐",
        "options-0": "",
        "options-0-en": "Halal",
        "options-1": "",
        "options-1-en": "",
        "options-2": "",
        "options-2-zh": "素食",
        "required": "y",
        "retention_days": "7",
    }
    refused = client.post(f"{root(event)}/questions/new?kind=choice", data={"label-en": "Meal"})
    assert refused.status_code == 422
    assert client.post(f"{root(event)}/questions/new?kind=choice", data=sent).status_code == 303
    (row,) = rows(event)
    assert (row.code, [o["code"] for o in row.options]) == (
        "meal_at_the_dinner",
        ["halal", "option_2"],
    )
    assert "“Meal at the dinner” is new." in text(client.get(root(event)))
    make.a_part(event)
    make.a_category(event)
    form = f"/events/{event.slug}/register"
    assert "Meal at the dinner" not in text(client.get(form))
    assert client.post(f"{root(event)}/publish", data={"number": "1"}).status_code == 303
    page = text(client.get(form))
    assert "Meal at the dinner" in page
    assert "Deleted 7 days after the event." in page
    assert "晚宴用餐" in text(client.get(f"{form}?lang=zh"))


def test_what_was_looked_at_is_what_is_published(client: FlaskClient, event: Event) -> None:
    make.a_question(event, "visa")
    depends = {"question": "later", "values": []}
    make.a_question(event, "early", condition=depends)
    make.a_question(event, "later")
    answer = client.post(f"{root(event)}/publish", data={"number": "1"})
    assert answer.status_code == 409
    assert "“Early” depends on what isn't asked before it." in text(answer)
    late = next(row for row in rows(event) if row.code == "later")
    client.post(f"{root(event)}/questions/{late.id}/move", data={"to": "up"})
    assert client.post(f"{root(event)}/publish", data={"number": "2"}).status_code == 409
    assert client.post(f"{root(event)}/publish", data={"number": "1"}).status_code == 303
    assert [row.code for row in rows(event)] == ["visa", "later", "early"]
    assert questions.in_force(event.id).number == 1


def test_a_stale_save_shows_both_texts(client: FlaskClient, event: Event) -> None:
    make.a_question(event, "nights", kind=QuestionKind.NUMBER)
    row = make.a_question(
        event, "meal", kind=QuestionKind.CHOICE, options=make.options("fish", "halal")
    )
    address = f"{root(event)}/questions/{row.id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', text(client.get(address)))
    assert version
    mine = {"label-en": "Mine", "options-0": "fish", "options-0-en": "Fish"}
    theirs = {**mine, "label-en": "Theirs", "options-1": "halal", "options-1-en": "Halal food"}
    theirs |= {"condition": "nights", "being": "at_least", "least": "2.0"}
    mine |= {"condition": "@country", "being": "none_of", "countries": "TH"}
    for data, status in ((theirs, 303), (mine, 409)):
        answer = client.post(address, data={**data, "version": version[1]})
        assert answer.status_code == status
    page = text(answer)
    for words in (
        *("Theirs", "Mine", "Fish, Halal food"),
        *("if “Nights” is at least 2<", "if “Country represented” is not Thailand"),
    ):
        assert words in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"condition": "nights", "being": "at_least", "least": "many"},
        {"condition": "nights", "being": "one_of"},
        {"condition": "gone", "being": "answered"},
        {"condition": "@country", "being": "one_of"},
        {"condition": "@country", "being": "answered"},
        {"condition": "meal", "being": "none_of", "answers": "meal:stone"},
    ],
    ids=lambda wrong: "-".join(wrong.values()),
)
def test_a_condition_that_cant_be_is_refused_beside_its_field(
    client: FlaskClient, event: Event, wrong: dict[str, str]
) -> None:
    make.a_question(event, "nights", kind=QuestionKind.NUMBER)
    make.a_question(event, "meal", kind=QuestionKind.CHOICE, options=make.options("fish"))
    make.a_question(event, "gone", retired_at=make.NOW)
    refused = client.post(f"{root(event)}/questions/new", data={"label-en": "Where", **wrong})
    assert refused.status_code == 422
    assert 'class="error"' in text(refused)


def test_a_question_that_others_depend_on_stays(client: FlaskClient, event: Event) -> None:
    visa = make.a_question(event, "visa")
    make.a_question(event, "passport", condition={"question": "visa", "values": []})
    answer = client.post(f"{root(event)}/questions/{visa.id}/drop")
    assert answer.status_code == 409
    assert "“Passport” is asked depending on it." in text(answer)
    order = {"question": [str(row.id) for row in reversed(rows(event))]}
    client.post(f"{root(event)}/order", data=order)
    assert [row.code for row in rows(event)] == ["passport", "visa"]


def test_built_in_fields_can_be_required_explained_or_left_out(
    client: FlaskClient, event: Event
) -> None:
    make.a_part(event)
    make.a_category(event)
    for field, sent in {
        "title": {"asking": "required", "purpose-en": "For your badge."},
        "phone": {"asking": "not_asked"},
        "dietary_needs": {"asking": "asked", "retention_days": "3"},
    }.items():
        address = f"{root(event)}/fields/{field}"
        assert client.post(address, data={"version": "0", **sent}).status_code == 303
    stale = {"version": "0", "asking": "asked", "purpose-en": "For the door."}
    met = client.post(f"{root(event)}/fields/title", data=stale)
    assert met.status_code == 409
    for words in ("For your badge.", "For the door."):
        assert words in text(met)
    name = f"{root(event)}/fields/printed_name"
    assert client.post(name, data={"version": "0", "asking": "not_asked"}).status_code == 422
    make.publish_form(event)
    page = text(client.get(f"/events/{event.slug}/register"))
    assert "For your badge." in page
    assert "Deleted 3 days after the event." in page
    assert 'name="phone"' not in page
    assert questions.in_force(event.id).fields[BuiltIn.TITLE].asking == "required"
    refused = client.post(f"/events/{event.slug}/register", data={"printed_name": "SOK"})
    assert 'href="#title"' in text(refused)


def test_the_preview_asks_the_draft_as_somebody_would_be_asked(
    client: FlaskClient, event: Event
) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "speech", categories=[category.id], modes=("room",))
    make.a_question(event, "link", modes=("online",))
    page = text(client.get(f"{root(event)}/preview"))
    assert "Speech" in page
    assert "Link" in page
    chosen = text(client.get(f"{root(event)}/preview?category={category.id}&part-{part.id}=online"))
    assert "Speech" not in chosen
    assert "Link" in chosen


def test_pages_ask_as_often_for_many_questions_as_for_one(
    client: FlaskClient, event: Event
) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "first")
    make.publish_form(event)
    answers = {"first": ("said",)}
    row = kit.register(event, category, part, answers=answers)
    pages = (
        root(event),
        f"/events/{event.slug}/register",
        f"/manage/{event.slug}/registrations",
        f"/manage/{event.slug}/registrations.csv",
        f"/manage/{event.slug}/registrations/{row.registration_id}",
    )

    def asked() -> list[int]:
        found = []
        for page in pages:
            with statements() as heard:
                assert client.get(page).status_code == 200
            found.append(len(heard))
        return found

    asked()
    few = asked()
    for number in range(6):
        make.a_question(event, f"more_{number}")
    make.publish_form(event)
    for number in range(3):
        more = {**answers, f"more_{number}": ("said",)}
        kit.register(event, category, part, answers=more, printed_name=f"SOK {number}x")
    pairs = zip(asked(), few, strict=True)
    assert all(many <= one + 1 for many, one in pairs)  # a session is marked as seen now and then


def test_who_reads_no_registrations_reads_no_answer_anywhere(app: Flask, event: Event) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "illness")
    make.publish_form(event)
    row = kit.register(event, category, part, answers={"illness": ("planted-illness",)})
    person = make.registrations(event)[0].person_id
    base = f"/manage/{event.slug}"
    pages = (
        f"{base}/registrations/{row.registration_id}",
        f"{base}/registrations.csv",
        f"{base}/audit",
        f"{base}/form",
        f"{base}/people/{person}",
        f"{base}/form/preview",
    )
    seen = {}
    for role in (Role.OWNER, Role.EDITOR, Role.VIEWER):
        reader = app.test_client()
        make.sign_in(reader, event=event, role=role)
        seen[role] = [page for page in pages if "planted-illness" in text(reader.get(page))]
    assert seen == {Role.OWNER: list(pages[:3]), Role.EDITOR: [], Role.VIEWER: []}
