"""The programme in other pages: anyone may frame it, and it tells no more than it should."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forumapp.domain.agenda import Visibility
from forumapp.domain.text import Translated
from forumapp.models import Event
from tests import factories as make

ADDRESS = "/events/to-embed/embed"


@pytest.fixture
def event(client: FlaskClient) -> Event:
    event = make.an_event(slug="to-embed")
    first, second = make.a_part(event), make.a_part(event, name=Translated(en="Second"))
    opening = make.a_session(event, first, code="S1", title=Translated(en="Opening", zh="开幕"))
    make.a_speaker(opening, make.a_person(event, email="planted@ministry.example"))
    make.a_session(event, second, code="S2", hour=23, minutes=120, title=Translated(en="Night"))
    make.a_session(
        event, first, hour=14, title=Translated(en="Heads alone"), visibility=Visibility.REGISTERED
    )
    make.a_video_room(event, opening)
    make.publish(event)
    return event


def test_anyone_may_frame_this_page_and_no_other(client: FlaskClient, event: Event) -> None:
    for _again in range(2):  # the second comes from the page that is kept
        headers = client.get(ADDRESS).headers
        assert "frame-ancestors *;" in headers["Content-Security-Policy"]
        assert "form-action 'none'" in headers["Content-Security-Policy"]
        assert headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
        assert len(headers.getlist("Content-Security-Policy")) == 1
    whole = client.get("/events/to-embed/programme").headers
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]


def test_it_sets_no_cookie_and_takes_no_input(client: FlaskClient, event: Event) -> None:
    page = client.get(f"{ADDRESS}?lang=zh")

    assert "Set-Cookie" not in page.headers
    assert "开幕" in page.text
    assert "<form" not in page.text
    assert "/login" not in page.text


def test_it_holds_what_everyone_may_read_alone(client: FlaskClient, event: Event) -> None:
    page = client.get(ADDRESS).text

    assert "Opening" in page
    assert "Ms. SOK Chanthavy" in page
    assert "01:00 (next day)" in page
    assert "Heads alone" not in page
    assert "planted" not in page


def test_a_part_can_stand_alone(client: FlaskClient, event: Event) -> None:
    part = make.a_part(event, name=Translated(en="Third"))
    make.a_session(event, part, title=Translated(en="Only here"))
    make.publish(event)

    page = client.get(f"{ADDRESS}?part={part.id}").text

    assert "Only here" in page
    assert "Opening" not in page
    assert client.get(f"{ADDRESS}?part=999").status_code == 404


def test_the_script_may_be_loaded_from_everywhere(client: FlaskClient) -> None:
    script = client.get("/embed.js", buffered=True)

    assert script.status_code == 200
    assert script.mimetype == "text/javascript"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
