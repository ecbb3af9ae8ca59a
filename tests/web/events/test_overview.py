"""The overview page, for each role."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.models import Event
from tests import factories as make
from tests.counting import queries_of


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


def test_the_overview_says_what_to_do_and_draws_two_charts(
    client: FlaskClient, event: Event
) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.a_registration(
        event,
        make.a_person(event, country="KH"),
        category=category,
        parts=(part,),
        mode=Mode.ROOM,
        status=RegistrationStatus.PENDING,
    )
    make.sign_in(client, event=event, role=Role.OWNER)

    page = client.get("/manage/forum-next/").text

    assert "1 registration awaits approval" in page
    assert "Write the agenda" in page
    assert "Registrations over time" in page
    assert "In the room and online, by country" in page
    assert "Cambodia" in page
    assert page.count("<svg viewBox") == 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_who_may_not_read_registrations_sees_no_figure_of_them(
    client: FlaskClient, event: Event, role: Role
) -> None:
    make.a_registration(event, make.a_person(event), category=make.a_category(event))
    make.sign_in(client, event=event, role=role)

    page = client.get("/manage/forum-next/").text

    assert "registered" not in page
    assert "Registrations over time" not in page
    assert "What to do next" in page


def test_a_fresh_draft_is_told_where_to_begin(client: FlaskClient) -> None:
    event = make.an_event(state=EventState.DRAFT)
    make.sign_in(client, event=event, role=Role.OWNER)
    page = client.get(f"/manage/{event.slug}/").text
    assert f'href="/manage/{event.slug}/parts"' in page
    assert "Nobody has registered yet." in page


def test_strangers_are_sent_to_sign_in_or_find_nothing(client: FlaskClient, event: Event) -> None:
    assert client.get("/manage/forum-next/").location.startswith("/login")
    make.sign_in(client, event=make.an_event(), role=Role.OWNER)
    assert client.get("/manage/forum-next/").status_code == 404


def test_the_overview_takes_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, event: Event
) -> None:
    part, category = make.a_part(event), make.a_category(event)
    make.sign_in(client, event=event, role=Role.OWNER)

    def one_more() -> None:
        person = make.a_person(event)
        make.a_registration(event, person, category=category, parts=(part,))
        make.a_speaker(make.a_session(event, part), person)
        make.a_delegation(event)
        make.a_room(event)

    one_more()
    make.publish(event)
    client.get("/manage/forum-next/")
    few = queries_of(client, "/manage/forum-next/")
    for _ in range(29):
        one_more()

    assert queries_of(client, "/manage/forum-next/") == few
