"""Inviting people to a session who don't speak in it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.models import Invitation, Invitee
from tests import factories as make
from tests.counting import queries_of
from tests.jobs import releasing as news


@pytest.fixture
def forum(app: Flask) -> news.Forum:
    return news.a_forum()


def invited() -> list[int]:
    make.afresh()
    return [row.person_id for row in db.session.query(Invitee)]


def test_a_guest_is_invited_by_name_asked_by_the_next_release_and_taken_off_again(
    forum: news.Forum, client: FlaskClient
) -> None:
    session, sok = forum.session("S1"), forum.person("Sok")
    make.sign_in(client, event=forum.event, role=Role.EDITOR)
    page = f"/manage/{forum.event.slug}/sessions/{session.id}"

    added = client.post(f"{page}/guests", data={"name": "Sok"})
    before = client.get(page).text
    told = forum.publish().told
    asked = client.get(page).text
    client.post(f"{page}/guests/{sok.id}/remove")
    last = forum.publish()

    assert added.status_code == 302
    assert "Not asked yet: the next release asks." in before
    assert "No answer yet" in asked
    assert (told, last.told, invited()) == (1, 1, [])
    make.afresh()
    assert [row.method.value for row in db.session.query(Invitation)] == ["cancel"]


def test_who_is_unknown_or_invited_already_is_refused_beside_the_field(
    forum: news.Forum, client: FlaskClient
) -> None:
    session, sok = forum.session("S1"), forum.person("Sok")
    make.sign_in(client, event=forum.event, role=Role.EDITOR)
    page = f"/manage/{forum.event.slug}/sessions/{session.id}"
    client.post(f"{page}/guests", data={"name": "Sok"})

    twice = client.post(f"{page}/guests", data={"name": "Sok"})
    nobody = client.post(f"{page}/guests", data={"name": "Nobody"})

    assert (twice.status_code, nobody.status_code, invited()) == (422, 422, [sok.id])
    assert "This person is invited already." in twice.text
    assert "The event knows nobody of this name." in nobody.text
    assert client.post(f"{page}/guests/9999/remove").status_code == 404


def test_a_viewer_reads_the_list_and_changes_nothing(
    forum: news.Forum, client: FlaskClient
) -> None:
    session, sok = forum.session("S1"), forum.person("Sok")
    news.invite(sok, session)
    make.sign_in(client, event=forum.event, role=Role.VIEWER)
    page = f"/manage/{forum.event.slug}/sessions/{session.id}"

    assert "Sok" in client.get(page).text
    assert client.post(f"{page}/guests", data={"name": "Sok"}).status_code == 403
    assert client.post(f"{page}/guests/{sok.id}/remove").status_code == 403


def test_the_page_costs_the_same_with_one_and_thirty_guests(
    forum: news.Forum, client: FlaskClient
) -> None:
    session = forum.session("S1")
    make.sign_in(client, event=forum.event, role=Role.VIEWER)
    page = f"/manage/{forum.event.slug}/sessions/{session.id}"
    news.invite(forum.person("Sok"), session)
    few = queries_of(client, page)
    for number in range(30):
        news.invite(forum.person(f"P{number}"), session)

    assert queries_of(client, page) == few
