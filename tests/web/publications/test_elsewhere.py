"""The organiser's page of the programme elsewhere: the snippet, and the copy of the site."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient

from forumapp.db import unit_of_work
from forumapp.domain.access import Role
from forumapp.models import Job
from forumapp.services.publications import sites, volumes
from tests import factories as make

ADDRESS = "/manage/to-show/publications/elsewhere"


def test_the_snippet_stands_there_to_copy(client: FlaskClient) -> None:
    event = make.an_event(slug="to-show")
    make.sign_in(client, event=event, role=Role.VIEWER)

    page = client.get(ADDRESS).text

    snippet = '&lt;script src="http://localhost/embed.js" data-event="to-show" async&gt;'
    assert snippet in page.replace("&#34;", '"').replace(_base(page), "http://localhost")
    assert "Copy the site" not in page, "a viewer may look alone"


def _base(page: str) -> str:
    return page.partition('&lt;script src="')[2].partition("/embed.js")[0]


def test_a_copy_is_asked_for_waited_for_and_taken(client: FlaskClient) -> None:
    event = make.an_event(slug="to-show")
    make.a_session(event, make.a_part(event))
    make.publish(event)
    make.sign_in(client, event=event, role=Role.OWNER)

    asked = client.post(f"{ADDRESS}/site")
    waiting = client.get(ADDRESS).text
    state = client.get("/manage/to-show/publications/site/state").get_json()
    _keep(event.id)
    ready = client.get(ADDRESS).text

    assert (asked.status_code, asked.headers["Location"]) == (303, ADDRESS)
    assert 'data-job="/manage/to-show/publications/site/state"' in waiting
    assert state["state"] == "queued"
    assert "It has 7 pages. 1.5 MB." in ready
    assert 'href="/manage/to-show/publications/site.zip"' in ready


def _keep(event_id: int) -> None:
    """What the worker does, without the file."""
    from forumapp.domain.access import SYSTEM

    site = sites.latest(SYSTEM, event_id)
    assert site is not None
    with unit_of_work() as session:
        now = datetime.now(UTC)
        volumes.keep(site.volume, file="0" * 64 + ".zip", size=1_500_000, pages=7, now=now)
        session.query(Job).filter_by(key=site.volume.key).update({"state": "done"})
    make.afresh()


def test_before_the_first_release_there_is_nothing_to_copy(client: FlaskClient) -> None:
    event = make.an_event(slug="to-show")
    make.sign_in(client, event=event, role=Role.OWNER)

    answer = client.post(f"{ADDRESS}/site")

    assert answer.status_code == 409
    assert "There is nothing to copy yet" in answer.text
    assert client.get("/manage/to-show/publications/site.zip").headers["Location"] == ADDRESS
