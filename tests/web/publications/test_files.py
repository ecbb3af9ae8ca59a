"""The programme as files: what everyone may take away, and what organisers may."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.text import Translated
from forumapp.models import Event
from forumapp.render.schedule import Format
from tests import factories as make


def an_event_with_a_secret_session() -> Event:
    event = make.an_event(slug="forum-2027")
    part = make.a_part(event)
    make.a_video_room(event, make.a_session(event, part, code="S1"), name="Main line")
    make.a_session(
        event,
        part,
        hour=11,
        code="S2",
        title=Translated(en="Heads alone"),
        visibility=Visibility.SECRETARIAT,
    )
    make.a_session(event, part, hour=14, code="S3", parked=True)
    make.publish(event)
    return event


def codes(data: bytes) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]


@pytest.mark.parametrize("kind", list(Format))
def test_everyone_may_take_the_programme_in_every_format(client: FlaskClient, kind: Format) -> None:
    an_event_with_a_secret_session()

    answer = client.get(f"/events/forum-2027/programme.{kind}?lang=zh")

    assert (answer.status_code, answer.content_type) == (200, kind.media_type)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers
    assert b"Heads alone" not in answer.data


def test_the_page_of_files_leads_to_every_one_in_every_language(client: FlaskClient) -> None:
    an_event_with_a_secret_session()

    page = client.get("/events/forum-2027/programme/files").text

    for kind in ("pdf", *Format):
        for language in ("en", "zh"):
            assert f'href="/events/forum-2027/programme.{kind}?lang={language}"' in page


def test_before_the_first_release_there_is_nothing_to_take(client: FlaskClient) -> None:
    event = make.an_event()

    page = client.get(f"/events/{event.slug}/programme/files")

    assert page.status_code == 200
    assert "programme.xlsx" not in page.text


def test_a_file_of_a_part_has_its_sessions_alone(client: FlaskClient) -> None:
    event = make.an_event(slug="forum-2027")
    first, second = make.a_part(event), make.a_part(event, name=Translated(en="Second"))
    make.a_session(event, first, code="S1")
    make.a_session(event, second, code="S2")
    make.publish(event)

    assert codes(client.get(f"/events/forum-2027/programme.csv?part={second.id}").data) == ["S2"]
    assert client.get("/events/forum-2027/programme.csv?part=999").status_code == 404


@pytest.mark.parametrize("kind", list(Format))
def test_organisers_take_the_draft_in_every_format(client: FlaskClient, kind: Format) -> None:
    event = an_event_with_a_secret_session()
    make.sign_in(client, event=event, role=Role.VIEWER)

    answer = client.get(f"/manage/forum-2027/publications/draft.{kind}")

    assert (answer.status_code, answer.content_type) == (200, kind.media_type)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_draft_as_a_sheet_holds_what_only_organisers_see(client: FlaskClient) -> None:
    event = an_event_with_a_secret_session()
    make.sign_in(client, event=event, role=Role.VIEWER)

    draft = client.get("/manage/forum-2027/publications/draft.csv").data
    calendar = client.get("/manage/forum-2027/publications/draft.ics").data

    assert codes(draft) == ["S1", "S2"]
    assert b"Main line" in draft
    assert b"Heads alone" in draft
    assert b"Heads alone" not in calendar


def test_a_release_as_a_file_is_what_the_public_had(client: FlaskClient) -> None:
    event = an_event_with_a_secret_session()
    make.a_session(event, make.a_part(event), code="S4", hour=16)
    make.sign_in(client, event=event, role=Role.VIEWER)

    answer = client.get("/manage/forum-2027/publications/1/programme.csv")

    assert codes(answer.data) == ["S1"]
    assert client.get("/manage/forum-2027/publications/9/programme.csv").status_code == 404
