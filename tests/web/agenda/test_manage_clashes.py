"""The page of clashes: what it says, and living with one of them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.domain.text import Translated
from forumapp.models import Event
from tests import factories as make
from tests.counting import queries_of

HERE = "/manage/forum/clashes"


@pytest.fixture
def event(app: Flask) -> Event:
    event = make.an_event(slug="forum")
    room = make.a_room(event, name=Translated(en="Hall <A>"))
    part = make.a_part(event)
    make.a_session(event, part, code="A1", title=Translated(en="Water"), room_id=room.id)
    make.a_session(event, part, code="A2", title=Translated(en="Fire"), room_id=room.id)
    make.a_delegation(event, country="MM")
    return event


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def words(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def key_of(page: str) -> str:
    found = re.search(r'name="clash" value="(room:[^"]+)"', page)
    assert found
    return found[1]


def test_clashes_stand_under_their_kinds_with_links(editor: FlaskClient, event: Event) -> None:
    page = editor.get(HERE).text

    said = words(page)
    assert "Hall <A> has both A1 Water and A2 Fire." in said
    assert "A1 Water has no speaker yet." in said
    assert "<A>" not in page
    assert re.search(r'href="/manage/forum/sessions/\d+">A1<', page)
    assert "Yangon" in said
    assert words(editor.get(f"{HERE}?kind=room").text).count("no speaker yet") == 0
    assert editor.get(f"{HERE}?kind=nonsense").status_code == 404
    assert "clashes 3" in words(editor.get("/manage/forum/").text)


def test_one_is_accepted_with_a_reason_and_refused_without(
    editor: FlaskClient, event: Event
) -> None:
    key = key_of(editor.get(HERE).text)

    refused = editor.post(HERE, data={"clash": key, "reason": " "})
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    done = editor.post(
        HERE, data={"clash": key, "reason": "A wall <b>between"}, follow_redirects=True
    )
    assert "A wall <b>between" in words(done.text)
    assert "A wall <b>" not in done.text
    again = editor.post(HERE, data={"clash": key, "reason": "x"}, follow_redirects=True)
    assert "accepted this clash already" in words(again.text)
    back = editor.post(HERE, data={"clash": key, "object": "1"}, follow_redirects=True)
    assert "The clash counts again." in words(back.text)
    gone = editor.post(HERE, data={"clash": "room:1-999", "reason": "x"}, follow_redirects=True)
    assert "isn’t there any more" in words(gone.text)


def test_a_viewer_reads_and_decides_nothing(client: FlaskClient, event: Event) -> None:
    make.sign_in(client, event=event, role=Role.VIEWER)
    page = client.get(HERE)

    assert page.status_code == 200
    assert "Accept it" not in page.text
    assert client.post(HERE, data={"clash": "room:1-2", "reason": "x"}).status_code == 403


def test_the_page_takes_as_many_queries_for_thirty_sessions_as_for_two(
    editor: FlaskClient, event: Event
) -> None:
    few = queries_of(editor, HERE)
    part = make.a_part(event)
    for _ in range(28):
        make.a_speaker(make.a_session(event, part), make.a_person(event))
    assert queries_of(editor, HERE) == few


def test_nothing_clashes_in_an_empty_event(client: FlaskClient, app: Flask) -> None:
    empty = make.an_event(slug="forum")
    make.sign_in(client, event=empty, role=Role.EDITOR)

    assert "Nothing clashes" in client.get(HERE).text
