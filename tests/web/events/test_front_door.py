"""The list of events and an event's home."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import time_machine
from flask.testing import FlaskClient

from forumapp.db import unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import EventState, OrganisationRole
from forumapp.domain.text import Translated
from forumapp.models import Organisation, Series
from forumapp.services import publications
from tests import factories as make
from tests.counting import queries_of


def test_coming_events_stand_before_past_ones_and_drafts_nowhere(client: FlaskClient) -> None:
    series = make._add(Series(), name=Translated(en="The Series", zh="系列"), since=2007)
    make.an_event(title=Translated(en="Later"), starts_on=make.DAY + timedelta(days=30))
    make.an_event(title=Translated(en="Sooner"), series_id=series.id, edition=16)
    make.an_event(
        title=Translated(en="Long ago"),
        starts_on=make.DAY - timedelta(days=400),
        state=EventState.ARCHIVED,
    )
    make.an_event(title=Translated(en="Secret draft"), state=EventState.DRAFT)

    page = client.get("/").text

    places = [page.index(title) for title in ("Sooner", "Later", "Long ago")]
    assert places == sorted(places)
    assert "The Series" in page
    assert "Edition 16" in page
    assert "Secret draft" not in page


def test_an_event_is_on_by_the_calendar_of_its_own_place(client: FlaskClient) -> None:
    """At 18:00 UTC on the 9th it is the 10th in Yangon and still the 9th in Lisbon."""
    given = {"starts_on": date(2030, 3, 10), "ends_on": date(2030, 3, 10)}
    make.an_event(title=Translated(en="There already"), zone="Asia/Yangon", **given)
    make.an_event(title=Translated(en="Not there yet"), zone="Europe/Lisbon", **given)

    with time_machine.travel(datetime(2030, 3, 9, 18, tzinfo=UTC)):
        page = client.get("/").text

    on, coming = page.index("On now"), page.index("Coming</h2>")
    assert on < page.index("There already") < coming < page.index("Not there yet")


def test_the_list_speaks_chinese_and_marks_what_it_falls_back_to(client: FlaskClient) -> None:
    make.an_event(title=Translated(en="Only English"))
    page = client.get("/?lang=zh").text
    assert '<span lang="en">Only English</span>' in page


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client: FlaskClient) -> None:
    series = make._add(Series(), name=Translated(en="The Series"))
    make.an_event(series_id=series.id)
    few = queries_of(client, "/")
    for _ in range(29):
        make.an_event(series_id=series.id)
    assert queries_of(client, "/") == few


def test_name_and_days_follow_the_release_and_texts_show_at_once(client: FlaskClient) -> None:
    event = make.an_event(title=Translated(en="As released"), notice=Translated(en="Old notice"))
    part = make.a_part(event)
    make.a_session(event, part, code="A1")
    make.publish(event)
    home = f"/events/{event.slug}/"
    pages = [home, *(home + path for path in ("programme", "sessions/A1", "register", "speakers"))]
    assert all("Old notice" in client.get(path).text for path in pages)

    with unit_of_work():
        event.title = Translated(en="As it will be")
        event.starts_on -= timedelta(days=1)
        event.notice = Translated(en="New notice")
        event.contact_email = "new@forum.example"
    publications.forget(event.slug)

    shown = {path: client.get(path).text for path in pages}
    for page in (client.get("/").text, *shown.values()):
        assert "As released" in page
        assert "As it will be" not in page
    for page in shown.values():
        assert "Old notice" not in page
        assert "New notice" in page
        assert "new@forum.example" in page
    make.publish(event)
    assert "As it will be" in client.get("/").text
    assert "As it will be" in client.get(home).text


def test_home_says_what_when_where_and_how(client: FlaskClient) -> None:
    event = make.an_event(
        theme=Translated(en="Shared experience"),
        place=Translated(en="Nanning, China"),
        venue=Translated(en="The Great Hall"),
        practical=Translated(en="Bring a coat"),
        notice=Translated(en="Illustrative"),
    )
    part = make.a_part(event)
    make.a_session(event, part, title=Translated(en="Opening <ceremony>"))
    make.publish(event)

    page = client.get(f"/events/{event.slug}/").text

    for words in (
        "Shared experience",
        "The Great Hall",
        "Bring a coat",
        "Illustrative",
        "Opening &lt;ceremony&gt;",
        "secretariat@forum.example",
    ):
        assert words in page


def test_home_describes_the_event_for_search_engines(client: FlaskClient) -> None:
    event = make.an_event(title=Translated(en="Forum </script><b>"))

    page = client.get(f"/events/{event.slug}/").text

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert block is not None
    described = json.loads(block.group(1))
    assert (described["@type"], described["name"]) == ("Event", "Forum </script><b>")
    assert described["eventAttendanceMode"].endswith("MixedEventAttendanceMode")


def test_a_draft_is_not_there_for_the_public_and_its_colour_is_for_the_team(
    client: FlaskClient,
) -> None:
    event = make.an_event(state=EventState.DRAFT, accent="#123456")
    for path in ("", "theme.css"):
        assert client.get(f"/events/{event.slug}/{path}").status_code == 404

    make.sign_in(client, event=event, role=Role.VIEWER)
    response = client.get(f"/events/{event.slug}/theme.css")
    assert "#123456" in response.text
    assert "private" in response.headers["Cache-Control"]
    assert client.get(f"/events/{event.slug}/").status_code == 404


def test_home_shows_logos_by_address(client: FlaskClient) -> None:
    event = make.an_event()
    make._add(
        Organisation(),
        event_id=event.id,
        name=Translated(en="A ministry"),
        role=OrganisationRole.HOST,
        logo="ab.png",
    )
    assert f'src="/events/{event.slug}/logos/ab.png"' in client.get(f"/events/{event.slug}/").text


def test_my_events_take_as_many_queries_for_thirty_as_for_one(client: FlaskClient) -> None:
    series = make._add(Series(), name=Translated(en="The Series"))
    make.an_event(series_id=series.id)
    make.sign_in(client, administrator=True)
    few = queries_of(client, "/manage/")
    for _ in range(29):
        make.an_event(series_id=series.id)
    assert queries_of(client, "/manage/") == few
