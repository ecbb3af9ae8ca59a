"""Who may open which route: every route of the application, every kind of person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forumapp.app import create_app
from forumapp.config import Settings
from forumapp.db import db
from tests.web import routes

# Action -> who of the people below may, in their own event. Written by hand, as the rules' double.
MAY = {
    "read_workspace": "viewer registrar editor owner administrator",
    "edit_event": "editor owner administrator",
    "edit_agenda": "editor owner administrator",
    "read_video_secrets": "editor owner administrator",
    "publish": "editor owner administrator",
    "read_registrations": "registrar owner administrator",
    "decide_registrations": "registrar owner administrator",
    "edit_roles": "owner administrator",
    "read_audit": "editor owner administrator",
    "govern_data": "owner administrator",
    "create_event": "owner administrator owner-elsewhere",
    "administer": "administrator",
    "own_account": "viewer registrar editor owner administrator owner-elsewhere",
    "own_participation": "participant",
    "own_delegation": "focal-point",
}
PEOPLE = (
    "nobody",
    "participant",
    "focal point",
    "viewer",
    "registrar",
    "editor",
    "owner",
    "owner elsewhere",
    "administrator",
)
UNKNOWN = ("nobody", "participant", "focal point")
LIST = Path(__file__).with_name("route_access.txt")


def may(who: str, action: str) -> bool:
    return who.replace(" ", "-") in MAY[action].split()


def declared(app: Flask) -> list[str]:
    return sorted(
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        f" {routes.access(app, rule)}"
        for rule in app.url_map.iter_rules()
    )


def test_each_route_declares_what_was_written_down_for_it(app: Flask) -> None:
    """A new route, or a new declaration, is written into the list by hand, after a thought."""
    written = LIST.read_text().splitlines()
    assert declared(app) == written


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Flask]:
    """The application as it is in use, asking every form for its token."""
    app = create_app(settings)
    app.config["TESTING"] = True
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("who", PEOPLE)
def test_reading_and_the_token_in_every_form_that_writes(guarded: Flask, who: str) -> None:
    mine, other = routes.a_world("mine-2027"), routes.a_world("other-2027")
    client = routes.somebody(guarded, who, mine, other)
    faults, forms = [], 0
    for rule in routes.rules(guarded, writing=False):
        action = routes.access(guarded, rule)
        for address in routes.addresses(rule, mine):
            answer = client.get(address)
            if not _right_to_read(who, action, rule, answer):
                faults.append((address, answer.status, answer.location))
            for form in _forms(answer):
                forms += 1
                if form.find(".//input[@name='csrf_token']") is None:
                    faults.append((address, "no token", ""))
    assert not faults
    assert forms


def _right_to_read(who: str, action: str, rule: Rule, answer: TestResponse) -> bool:
    status, location = answer.status_code, answer.location or ""
    if status >= 500:
        return False
    if action == "public":
        return status != 403 and ("login" in rule.rule or "/login" not in location)
    if may(who, action):
        found = status < 400 or not rule.arguments <= {"slug"}
        return found and status not in (401, 403) and "/login" not in location
    if action == "own_participation":
        return status == 302 and location.startswith("/me/")
    if action == "own_delegation":
        return status == 302 and location.endswith("/delegation/link")
    if who in UNKNOWN:
        return status == 302 and location.startswith("/login?next=")
    return status == _refusal(who, rule)


def _refusal(who: str, rule: Rule) -> int:
    """Another event's workspace isn't there at all."""
    return 404 if who == "owner elsewhere" and "slug" in rule.arguments else 403


@pytest.mark.parametrize("who", PEOPLE)
def test_writing_without_leave_changes_nothing(app: Flask, who: str) -> None:
    mine, other = routes.a_world("mine-2027"), routes.a_world("other-2027")
    client = routes.somebody(app, who, mine, other)
    before = routes.everything()
    faults = []
    for rule in routes.rules(app, writing=True):
        action = routes.access(app, rule)
        if action == "public" or may(who, action):
            continue
        for address, method in product(routes.addresses(rule, mine), routes.methods(rule)):
            answer = client.open(address, method=method, data={"confirm": "yes"})
            if not _right_to_write(who, action, rule, answer):
                faults.append((method, address, answer.status))
    assert not faults
    assert routes.everything() == before


def _right_to_write(who: str, action: str, rule: Rule, answer: TestResponse) -> bool:
    if action in ("own_participation", "own_delegation"):
        return answer.status_code in (302, 401, 403)
    return answer.status_code == (401 if who in UNKNOWN else _refusal(who, rule))


def test_who_may_only_look_saves_nothing_by_the_forms_of_those_who_may(app: Flask) -> None:
    """Some pages show to every member of the team what only some may save there."""
    mine, other = routes.a_world("mine-2027"), routes.a_world("other-2027")
    owner, viewer = (routes.somebody(app, who, mine, other) for who in ("owner", "viewer"))
    before = routes.everything()
    faults, forms = [], 0
    for rule in routes.rules(app, writing=True):
        if routes.access(app, rule) != "read_workspace":
            continue
        for address in routes.addresses(rule, mine):
            for form in _forms(owner.get(address)):
                if form.action in (None, "", address):
                    forms += 1
                    answer = viewer.post(address, data=MultiDict(form.form_values()))
                    if answer.status_code != 403:
                        faults.append((address, answer.status))
    assert not faults
    assert forms
    assert routes.everything() == before


def _forms(answer: TestResponse) -> list[html.FormElement]:
    """The forms of a page that write."""
    if answer.mimetype != "text/html" or not answer.text.strip():
        return []
    found = html.document_fromstring(answer.text).iter("form")
    return [f for f in found if isinstance(f, html.FormElement) and f.method == "POST"]


@pytest.mark.parametrize("writing", [False, True])
def test_anothers_objects_are_not_to_be_found_through_ones_own_event(
    app: Flask, writing: bool
) -> None:
    mine, other = routes.a_world("mine-2027"), routes.a_world("other-2027")
    client = routes.somebody(app, "owner", mine, other)
    before = routes.everything()
    faults, checked = [], 0
    for rule in routes.rules(app, writing=writing):
        if not rule.rule.startswith("/manage/<slug>/") or not _names_an_object(rule.rule):
            continue
        for address in routes.addresses(rule, other, slug="mine-2027"):
            answer = client.post(address) if writing else client.get(address)
            checked += 1
            if answer.status_code != 404:
                faults.append((address, answer.status))
    assert checked
    assert not faults
    assert routes.everything() == before


def _names_an_object(rule: str) -> bool:
    """Whether it has a key of the database; a release's number counts within its event."""
    return bool(re.search(r"<int:(?!number>)", rule))


def test_writing_without_the_forms_token_is_refused(guarded: Flask) -> None:
    mine, other = routes.a_world("mine-2027"), routes.a_world("other-2027")
    for who in ("administrator", "participant", "nobody"):
        client = routes.somebody(guarded, who, mine, other)
        before = routes.everything()
        faults = [
            (method, address)
            for rule in routes.rules(guarded, writing=True)
            for address, method in product(routes.addresses(rule, mine), routes.methods(rule))
            if client.open(address, method=method).status_code != 400
        ]
        assert not faults
        assert routes.everything() == before
