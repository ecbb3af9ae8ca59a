"""The settings page, a new event, a copy, the series."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Event, Series
from forumapp.services import events
from forumapp.services.events import EventRow
from tests import factories as make

NEW = {
    "title-en": "A Forum",
    "title-zh": "论坛",
    "slug": "forum-2027",
    "kind": "forum",
    "format": "hybrid",
    "starts_on": "2027-06-28",
    "ends_on": "2027-06-30",
    "zone": "Asia/Yangon",
    "languages": "en",
}


def sent_by(page: str) -> MultiDict[str, str]:
    """What a browser would send of the page's main form, as it stands."""
    form = re.search(r'<form class="form".*?</form>', page, re.S)
    assert form is not None
    fields: MultiDict[str, str] = MultiDict()
    for tag in re.findall(r"<input[^>]*>", form.group(0)):
        kind = _attribute(tag, "type")
        if kind not in ("checkbox", "file") or " checked" in tag:
            fields.add(_attribute(tag, "name"), _attribute(tag, "value"))
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form.group(0), re.S
    ):
        fields.add(name, unescape(text))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form.group(0), re.S
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields.add(name, chosen.group(1) if chosen else "")
    return fields


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf' {name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(
        slug="forum-next",
        capitals=("Asia/Yangon", "Asia/Bangkok"),
        registration_closes_at=datetime(2026, 6, 1, 1, 30, 59, tzinfo=UTC),
        foreword=Translated(en="# Foreword\n\nWith *Markdown* & more"),
    )


@pytest.fixture
def owner(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def stored(slug: str = "forum-next") -> EventRow:
    """The event as it is in the database now."""
    make.afresh()
    db.session.expire_all()
    return events.event(slug)


def saved(owner: FlaskClient, **changes: Any) -> Any:
    """Send the settings back with some fields changed."""
    fields = sent_by(owner.get("/manage/forum-next/settings").text)
    for name, value in changes.items():
        fields[name.replace("__", "-")] = value
    return owner.post("/manage/forum-next/settings", data=fields)


def test_saving_the_page_as_it_is_changes_nothing(owner: FlaskClient, event: Event) -> None:
    before = stored()
    response = saved(owner)
    assert response.status_code == 302
    assert stored() == before


def test_what_is_changed_is_saved_and_said(owner: FlaskClient) -> None:
    response = saved(
        owner,
        title__zh="第十七届论坛",
        registration_opens_at="2026-06-01T09:00",
        state="closed",
        accent="#1F4E79",
    )

    page = owner.get(response.location).text
    row = stored()
    assert "The settings are saved." in page
    assert (row.title["zh"], row.state, row.accent) == (
        "第十七届论坛",
        EventState.CLOSED,
        "#1f4e79",
    )
    assert 'value="2026-06-01T09:00"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("zone", "Asia/Atlantis", "There is no such time zone."),
        ("ends_on", "2020-01-01", "The last day can"),
        ("ends_on", "2026-02-31", "Enter a date that exists"),
        ("accent", "#ffee00", "Please choose a darker colour."),
        ("edition", "9" * 400, "Enter a whole number from 1 to 999."),
        ("title__en", "x" * 201, "Use at most 200 characters."),
        ("contact_email", "<b>nobody</b>", "e-mail address"),
        ("state", "cancelled", "choice"),
        ("registration_opens_at", "0001-01-01T00:00", "Enter a date and a time that exist"),
        ("series_id", "77", "Not a valid choice."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(
    owner: FlaskClient, field: str, value: str, words: str
) -> None:
    before = stored()

    response = saved(owner, title__zh="Kept as typed", **{field: value})

    assert response.status_code == 422
    assert words in response.text
    assert field == "title__zh" or "Kept as typed" in response.text
    assert stored() == before


def test_html_in_a_title_is_shown_not_run(owner: FlaskClient) -> None:
    response = saved(owner, title__en="<img src=x onerror=alert(1)>")
    page = owner.get(response.location).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_stale_save_shows_both_versions_and_a_way_on(owner: FlaskClient, event: Event) -> None:
    fields = sent_by(owner.get("/manage/forum-next/settings").text)
    with unit_of_work():
        row = db.session.get_one(Event, event.id)
        row.theme = Translated(en="Their theme")
    fields["theme-en"] = "My theme"

    clash = owner.post("/manage/forum-next/settings", data=fields)

    assert clash.status_code == 409
    assert "Their theme" in clash.text
    assert 'value="My theme"' in clash.text
    again = owner.post("/manage/forum-next/settings", data=sent_by(clash.text))
    assert again.status_code == 302
    assert stored().theme["en"] == "My theme"


def test_a_form_without_its_version_overwrites_nothing(owner: FlaskClient) -> None:
    fields = sent_by(owner.get("/manage/forum-next/settings").text)
    del fields["version"]
    fields["theme-en"] = "My theme"
    assert owner.post("/manage/forum-next/settings", data=fields).status_code == 409


def test_a_new_event_opens_its_workspace(owner: FlaskClient) -> None:
    response = owner.post("/manage/new", data=NEW)

    assert response.location == "/manage/forum-2027/"
    assert "it yet" in owner.get(response.location).text
    assert stored("forum-2027").languages == ("en",)


def test_a_slug_that_is_taken_is_said(owner: FlaskClient) -> None:
    response = owner.post("/manage/new", data={**NEW, "slug": "forum-next"})
    assert response.status_code == 422
    assert "Another event has this address." in response.text
    assert 'value="论坛"' in response.text


def test_the_next_edition_is_a_copy(owner: FlaskClient, event: Event) -> None:
    make.a_session(event, make.a_part(event), code="S1")
    page = owner.get("/manage/forum-next/copy").text
    assert "A Forum on Rural Development" in page

    response = owner.post(
        "/manage/forum-next/copy",
        data={"title-en": "Next", "slug": "forum-2028", "starts_on": "2028-06-28", "edition": "18"},
    )

    assert response.location == "/manage/forum-2028/"
    assert stored("forum-2028").state is EventState.DRAFT


def test_the_name_of_the_series_is_changed_on_its_own_page(
    owner: FlaskClient, event: Event
) -> None:
    series = make._add(Series(), name=Translated(en="The Series"), since=2007)
    with unit_of_work():
        db.session.get_one(Event, event.id).series_id = series.id

    fields = sent_by(owner.get("/manage/forum-next/series").text)
    fields["name-zh"] = "系列"
    assert owner.post("/manage/forum-next/series", data=fields).status_code == 302

    db.session.refresh(series)
    assert series.name == {"en": "The Series", "zh": "系列"}


def test_an_event_without_a_series_has_no_such_page(owner: FlaskClient) -> None:
    assert owner.get("/manage/forum-next/series").status_code == 404


def test_my_events_are_those_in_which_i_have_a_role(owner: FlaskClient) -> None:
    make.an_event(title=Translated(en="Somebody else's"))
    page = owner.get("/manage/").text
    assert "A Forum on Rural Development" in page
    assert "Somebody else" not in page
