"""Answering an invitation: by the link of the mail, and on one's own page."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.invitations import Answer
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.text import Translated
from forumapp.http.logs import masked
from forumapp.models import Invitation, Person, Speaker
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.jobs import releasing as news


@pytest.fixture
def forum(app: Flask) -> news.Forum:
    return news.a_forum(place=Translated(en="Nanning, China", zh="中国南宁"))


def asked_to_speak(forum: news.Forum, **given: Any) -> tuple[Any, Any, str]:
    """A speaker who has been asked, their line, and the address of their answer."""
    title = Translated(en="Water", zh="水")
    session, person = forum.session("S1", title=title), forum.person("Sok", **given)
    line = forum.speaker(session, person, status=SpeakerStatus.INVITED)
    forum.publish()
    return person, line, address_of(person)


def address_of(person: Any) -> str:
    row = db.session.query(Invitation).filter_by(person_id=person.id).one()
    who = db.session.get_one(Person, person.id)
    return f"/answer/{make.token(who, Purpose.ANSWER, row.id)}"


def standing(person: Any, line: Any) -> tuple[Answer, SpeakerStatus]:
    make.afresh()
    row = db.session.query(Invitation).filter_by(person_id=person.id).one()
    return row.answer, db.session.get_one(Speaker, line.id).status


def test_the_page_says_what_is_asked_on_both_clocks_and_answers_nothing_by_itself(
    forum: news.Forum, client: FlaskClient
) -> None:
    person, line, address = asked_to_speak(forum, country="MM")

    page = client.get(address)

    assert page.status_code == 200
    assert "Sok, you are asked to speak." in page.text
    assert "Presentation" in page.text
    assert re.search(r"09:00.*10:00.* Nanning, UTC\+8", page.text)
    assert page.text.count("Yangon") == 1
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == (
        "no-referrer",
        "no-store",
    )
    assert standing(person, line) == (Answer.NEEDS_ACTION, SpeakerStatus.INVITED)
    assert masked(address) == "/answer/***"


@pytest.mark.parametrize(
    ("answer", "becomes", "words"),
    [
        (Answer.ACCEPTED, SpeakerStatus.CONFIRMED, "sees that you are coming"),
        (Answer.TENTATIVE, SpeakerStatus.INVITED, "sees that you may come"),
        (Answer.DECLINED, SpeakerStatus.DECLINED, "sees that you are not coming"),
    ],
)
def test_an_answer_is_kept_shown_and_can_be_changed(
    forum: news.Forum,
    client: FlaskClient,
    answer: Answer,
    becomes: SpeakerStatus,
    words: str,
) -> None:
    person, line, address = asked_to_speak(forum)
    client.post(address, data={"answer": "accepted"})
    client.get(address)

    sent = client.post(address, data={"answer": answer.value}, follow_redirects=True)

    assert standing(person, line) == (answer, becomes)
    assert words in sent.text
    assert f'value="{answer.value}" aria-pressed="true"' in sent.text
    assert sent.text.count('aria-pressed="true"') == 1


def test_the_page_speaks_the_language_of_the_person_unless_it_is_asked_for_another(
    forum: news.Forum, client: FlaskClient
) -> None:
    _person, _line, address = asked_to_speak(forum, locale="zh")

    assert '<html lang="zh' in client.get(address).text
    assert '<html lang="en' in client.get(f"{address}?lang=en").text
    sent = client.post(f"{address}?lang=en", data={"answer": "accepted"})
    assert sent.location.endswith("?lang=en")


def test_nothing_else_is_an_answer(forum: news.Forum, client: FlaskClient) -> None:
    person, line, address = asked_to_speak(forum)

    for wrong in ({}, {"answer": "needs_action"}, {"answer": "perhaps"}):
        assert client.post(address, data=wrong).status_code == 422

    assert standing(person, line) == (Answer.NEEDS_ACTION, SpeakerStatus.INVITED)


def test_who_is_no_longer_asked_reads_so_and_answers_nothing(
    forum: news.Forum, client: FlaskClient
) -> None:
    person, line, address = asked_to_speak(forum)
    news.replace(line, forum.person("Lin"), forum)
    forum.publish()

    page, sent = client.get(address), client.post(address, data={"answer": "accepted"})

    assert sent.status_code == 409
    for text in (page.text, sent.text):
        assert "Nobody asks you to this session any more." in text
        assert 'name="answer"' not in text
    assert standing(person, line) == (Answer.NEEDS_ACTION, SpeakerStatus.REPLACED)


def test_a_session_that_is_over_takes_no_answer(forum: news.Forum, client: FlaskClient) -> None:
    _person, _line, address = asked_to_speak(forum)

    with time_machine.travel(make.NOW.replace(year=make.NOW.year + 1)):
        page, sent = client.get(address), client.post(address, data={"answer": "accepted"})

    assert "This session is over." in page.text
    assert sent.status_code == 409


def test_a_link_that_is_over_or_forged_leads_to_ones_own_page(
    forum: news.Forum, client: FlaskClient
) -> None:
    person, _line, address = asked_to_speak(forum)
    other = forum.person("Lin")
    stranger = db.session.get_one(Person, other.id)
    row = db.session.query(Invitation).filter_by(person_id=person.id).one()
    forged = f"/answer/{make.token(stranger, Purpose.ANSWER, row.id)}"
    feed = f"/answer/{make.token(stranger, Purpose.FEED)}"
    with unit_of_work():
        db.session.get_one(Person, person.id).link_version += 1

    for dead in (address, forged, feed, "/answer/nothing"):
        for answer in (client.get(dead), client.post(dead, data={"answer": "accepted"})):
            assert answer.status_code == 404
            assert "This link no longer works" in answer.text
            assert 'href="/me/"' in answer.text


def test_ones_own_page_lists_what_is_asked_and_takes_the_answers(
    forum: news.Forum, client: FlaskClient
) -> None:
    session, other = forum.session("S1"), forum.session("S2", hour=14)
    sok = forum.person("Sok")
    line = forum.speaker(session, sok, status=SpeakerStatus.INVITED)
    news.invite(sok, other)
    forum.publish()
    make.open_participation(client, db.session.get_one(Person, sok.id))

    before = client.get("/me/").text
    sent = client.post(
        f"/me/answers/{session.key}", data={"answer": "declined"}, follow_redirects=True
    )

    assert before.count('name="answer"') == 6
    assert "You are invited" in before
    assert "sees that you are not coming" in sent.text
    assert sent.text.count('aria-pressed="true"') == 1
    make.afresh()
    assert db.session.get_one(Speaker, line.id).status is SpeakerStatus.DECLINED
    assert client.post("/me/answers/nothing", data={"answer": "declined"}).status_code == 404


def test_nobody_answers_for_another(forum: news.Forum, client: FlaskClient) -> None:
    person, line, _address = asked_to_speak(forum)
    make.open_participation(client, db.session.get_one(Person, forum.person("Lin").id))
    key = db.session.query(Invitation).one().session_key

    assert client.post(f"/me/answers/{key}", data={"answer": "declined"}).status_code == 404
    assert standing(person, line) == (Answer.NEEDS_ACTION, SpeakerStatus.INVITED)


def test_the_answer_and_its_time_stand_beside_the_speaker(
    forum: news.Forum, client: FlaskClient, app: Flask
) -> None:
    person, line, address = asked_to_speak(forum)
    slug, session_id = forum.event.slug, line.session_id
    desk = app.test_client()
    make.sign_in(desk, event=forum.event, role=Role.EDITOR)
    pages = (
        f"/manage/{slug}/sessions/{session_id}",
        f"/manage/{slug}/programme/{session_id}",
        f"/manage/{slug}/speakers/{line.id}",
        f"/manage/{slug}/people/{person.id}",
    )
    for page in pages:
        assert "No answer yet" in desk.get(page).text

    with time_machine.travel("2026-12-01T06:30:00Z", tick=False):
        client.post(address, data={"answer": "accepted"})

    for page in pages:
        text = desk.get(page).text
        assert "Accepted" in text
        assert "1 December 2026, 14:30 (UTC+8)" in text
