"""The published programme's pages and files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.render.schedule import Format
from tests import factories as make

PAGES = ("programme", "programme.ics", "programme.xml", "programme.json", "speakers")


def test_each_language_has_its_own_page(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_session(event, make.a_part(event), title=Translated(en="Opening", zh="开幕式"))
    make.publish(event)
    address = f"/events/{event.slug}/programme"

    english, chinese = client.get(f"{address}?lang=en"), client.get(f"{address}?lang=zh")

    assert "Opening" in english.text
    assert "开幕式" in chinese.text
    assert 'lang="zh-Hans"' in chinese.text


def test_what_comes_next_is_no_next_page(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_session(event, make.a_part(event))
    make.publish(event)

    page = client.get(f"/events/{event.slug}/programme?lang=zh").text

    assert "<h2>接下来</h2>" in page
    assert "下一页" not in page


@pytest.mark.parametrize("page", PAGES)
def test_an_unchanged_page_is_answered_304(client: FlaskClient, page: str) -> None:
    event = make.an_event()
    make.a_session(event, make.a_part(event))
    make.publish(event)
    address = f"/events/{event.slug}/{page}"
    first = client.get(address, headers={"Accept-Encoding": "gzip"})

    again = client.get(
        address, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.data == b""
    assert first.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("page", PAGES)
def test_only_public_sessions_are_on_public_pages(client: FlaskClient, page: str) -> None:
    event = make.an_event()
    part = make.a_part(event)
    make.a_speaker(make.a_session(event, part), make.a_person(event, printed_name="Seen Person"))
    hidden = make.a_session(
        event, part, visibility=Visibility.REGISTERED, title=Translated(en="Behind closed doors")
    )
    make.a_speaker(hidden, make.a_person(event, printed_name="Hidden Person"))
    make.publish(event)

    text = client.get(f"/events/{event.slug}/{page}").text

    assert "Seen Person" in text.replace('<span class="family">', "").replace("\r\n ", "")
    assert "Behind closed doors" not in text
    assert "Hidden Person" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_event_is_nowhere(client: FlaskClient, page: str) -> None:
    event = make.an_event(state=EventState.DRAFT)
    make.publish(event)

    assert client.get(f"/events/{event.slug}/{page}").status_code == 404


def test_a_zone_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    event = make.an_event()
    make.publish(event)
    address = f"/events/{event.slug}/programme?zone="

    assert client.get(f"{address}Asia/Yangon").status_code == 200
    assert client.get(f"{address}Mars/Base").status_code == 404


def test_a_session_has_a_page_and_a_calendar_entry(client: FlaskClient) -> None:
    event = make.an_event()
    make.a_session(event, make.a_part(event), code="OPENING")
    make.publish(event)
    address = f"/events/{event.slug}/sessions"

    assert client.get(f"{address}/OPENING").status_code == 200
    assert client.get(f"{address}/OPENING.ics").mimetype == "text/calendar"
    assert client.get(f"{address}/ABSENT").status_code == 404


def test_before_the_first_release_nothing_is_said_to_be_issued(client: FlaskClient) -> None:
    event = make.an_event(slug="early")
    make.a_session(event, make.a_part(event))

    page = client.get("/events/early/programme").text

    assert "No session is announced yet" in page
    assert "release-line" not in page
    for kind in Format:
        assert client.get(f"/events/early/programme.{kind}").status_code == 200
