"""The pages on which an organiser says what clashes are measured by."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.models import Event, Person, Session
from tests import factories as make


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum")


@pytest.fixture
def session(event: Event) -> Session:
    return make.a_session(event, make.a_part(event), interpretation=("zh", "km"))


@pytest.fixture
def person(event: Event) -> Person:
    return make.a_person(event)


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def test_rules_are_saved_and_what_is_wrong_stands_beside_its_field(
    editor: FlaskClient, event: Event
) -> None:
    here = "/manage/forum/clashes/rules"
    version = re.search(r'name="version"[^>]*value="(\d+)"', editor.get(here).text)
    assert version
    good = {
        "version": version[1],
        "turnaround": "15",
        "longest_shift": "30",
        "night_from": "21:00",
        "night_until": "06:00",
        "quiet_hours": "12:00–13:30 Friday prayer",
    }

    wrong = editor.post(here, data={**good, "quiet_hours": "at <noon>"})
    assert wrong.status_code == 422
    assert "“at &lt;noon&gt;” can’t be read." in wrong.text
    assert editor.post(here, data=good).status_code == 302
    assert "12:00–13:30 Friday prayer" in editor.get(here).text
    stale = editor.post(here, data={**good, "turnaround": "20"})
    assert stale.status_code == 409


def test_an_absence_is_written_down_and_struck_out(
    editor: FlaskClient, event: Event, person: Person
) -> None:
    page = f"/manage/forum/people/{person.id}"
    times = {"starts": f"{make.DAY}T09:00", "ends": f"{make.DAY}T12:00"}

    wrong = editor.post(f"{page}/absences", data={**times, "ends": f"{make.DAY}T08:00"})
    assert wrong.status_code == 422
    assert "The end must come after the start." in wrong.text
    assert editor.post(f"{page}/absences", data={**times, "note": "Visa"}).status_code == 302
    shown = editor.get(page).text
    assert "Visa" in shown
    strike = re.search(rf'action="({page}/absences/\d+/remove)"', shown)
    assert strike
    editor.post(strike[1])
    assert "Visa" not in editor.get(page).text


def test_a_person_has_a_clock_of_their_own(editor: FlaskClient, person: Person) -> None:
    page = f"/manage/forum/people/{person.id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', editor.get(page).text)
    assert version
    given = {
        "version": version[1],
        "printed_name": person.printed_name,
        "locale": "en",
        "zone": "Asia/Dili",
    }

    assert editor.post(page, data=given).status_code == 302
    assert re.search(r'<option selected value="Asia/Dili"', editor.get(page).text)
    again = editor.post(page, data={**given, "zone": "Mars/Olympus"})
    assert again.status_code == 422


def test_an_interpreter_is_put_at_a_booth_by_name(
    editor: FlaskClient, session: Session, person: Person
) -> None:
    page = f"/manage/forum/sessions/{session.id}"
    shift = {"name": person.printed_name, "language": "km", "after": "0", "minutes": "30"}

    unknown = editor.post(f"{page}/interpreters", data={**shift, "name": "Nobody"})
    assert unknown.status_code == 422
    assert "knows nobody of this name" in unknown.text
    assert 'value="Nobody"' in unknown.text
    assert editor.post(f"{page}/interpreters", data=shift).status_code == 302
    shown = editor.get(page).text
    assert "09:00–09:30" in shown
    assert "1 shift" in shown
    strike = re.search(rf'action="({page}/interpreters/\d+/remove)"', shown)
    assert strike
    editor.post(strike[1])
    assert "1 shift" not in editor.get(page).text


def test_a_viewer_may_look_and_change_nothing(
    client: FlaskClient, event: Event, session: Session, person: Person
) -> None:
    make.sign_in(client, event=event, role=Role.VIEWER)

    assert client.get("/manage/forum/clashes/rules").status_code == 403
    assert "Put somebody at a booth" not in client.get(f"/manage/forum/sessions/{session.id}").text
    for path in (f"people/{person.id}/absences", f"sessions/{session.id}/interpreters"):
        assert client.post(f"/manage/forum/{path}", data={}).status_code == 403
