"""Calendars of the published programme: whole, or of one part, room, track or speaker."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from forumapp.db import db, unit_of_work
from forumapp.domain.agenda import Visibility
from forumapp.domain.text import Translated
from forumapp.models import Person, Session, Speaker, Track
from tests.jobs import releasing as news
from tests.render import calendars


@pytest.fixture
def forum(app: Flask) -> news.Forum:
    """Three sessions in two rooms, one of them on a track; the second speaker is hidden."""
    forum = news.a_forum(title=Translated(en="The Forum", zh="论坛"))
    first, second = forum.session("S1"), forum.session("S2", hour=11, room_id=forum.annex.id)
    hidden = forum.session("S3", hour=14, visibility=Visibility.REGISTERED)
    sok, lin = forum.person("Sok"), forum.person("Lin")
    forum.speaker(first, sok)
    forum.speaker(second, sok)
    forum.speaker(hidden, lin)
    forum.publish(quiet=True)
    return forum


def address(forum: news.Forum, query: str) -> str:
    return f"/events/{forum.event.slug}/programme.ics?{query}"


def titles(data: bytes) -> list[str]:
    """Read by two readers, and line by line; they agree."""
    calendars.read(data)
    first = [str(event["SUMMARY"]) for event in Calendar.from_ical(data).events]
    second = vobject.readOne(data.decode())
    assert first == [event.summary.value for event in getattr(second, "vevent_list", ())]
    return first


def said(names: Iterable[str]) -> list[str]:
    return [f"Session {name}" for name in names]


def test_each_calendar_holds_its_sessions_alone(forum: news.Forum, client: FlaskClient) -> None:
    with unit_of_work() as session:
        track = Track(event_id=forum.event.id, name=Translated(en="Water"))
        session.add(track)
        session.flush()
        session.query(Session).filter_by(code="S1").one().track_id = track.id
    people = {row.printed_name: row.id for row in db.session.query(Person)}
    track_id = track.id
    forum.publish(quiet=True)
    found = {
        query: titles(client.get(address(forum, query)).data)
        for query in (
            "",
            f"part={forum.part.id}",
            f"room={forum.hall.id}",
            f"room={forum.annex.id}",
            f"track={track_id}",
            f"person={people['Sok']}",
            f"room={forum.annex.id}&person={people['Sok']}",
        )
    }

    assert list(found.values()) == [
        said(("S1", "S2")),
        said(("S1", "S2")),
        said(("S1",)),
        said(("S2",)),
        said(("S1",)),
        said(("S1", "S2")),
        said(("S2",)),
    ]
    assert client.get(address(forum, f"person={people['Lin']}")).status_code == 404


def test_it_says_what_it_is_called_where_it_is_and_when_to_ask_again(
    forum: news.Forum, client: FlaskClient
) -> None:
    answer = client.get(address(forum, f"room={forum.hall.id}&lang=zh"))
    whole = calendars.read(client.get(address(forum, "lang=zh")).data)

    calendar = calendars.read(answer.data)

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert calendar.one("NAME").text == "论坛 · 甲厅"
    assert calendar.one("SOURCE").raw == (
        "http://localhost" + address(forum, f"room={forum.hall.id}&lang=zh")
    )
    assert calendar.one("REFRESH-INTERVAL").raw == "PT1H"
    assert calendar.one("UID").raw != whole.one("UID").raw
    assert calendar.entries[0].one("UID").raw == whole.entries[0].one("UID").raw
    assert "Set-Cookie" not in answer.headers


def test_what_has_not_changed_is_answered_304_until_the_next_release(
    forum: news.Forum, client: FlaskClient
) -> None:
    query = f"room={forum.hall.id}"
    etag = client.get(address(forum, query)).headers["ETag"]

    def again() -> int:
        answer = client.get(address(forum, query), headers={"If-None-Match": etag})
        return answer.status_code

    before = again()
    with unit_of_work():
        db.session.query(Session).filter_by(code="S1").one().title = Translated(en="Roads")
    unpublished = again()
    forum.publish(quiet=True)

    assert (before, unpublished, again()) == (304, 304, 200)


def test_who_subscribed_to_what_is_no_longer_there_finds_it_empty_and_not_gone(
    forum: news.Forum, client: FlaskClient
) -> None:
    people = {row.printed_name: row.id for row in db.session.query(Person)}
    with unit_of_work():
        for row in db.session.query(Session).filter(Session.code != "S2"):
            row.parked = True
        db.session.query(Speaker).delete()
    forum.publish(quiet=True)

    for query in (f"room={forum.hall.id}", f"person={people['Sok']}"):
        answer = client.get(address(forum, query))
        assert (answer.status_code, titles(answer.data)) == (200, [])
    for query in ("room=9999", "person=9999", "part=9999", "track=9999"):
        assert client.get(address(forum, query)).status_code == 404


def test_the_page_of_files_has_them_all_to_subscribe_to(
    forum: news.Forum, client: FlaskClient
) -> None:
    page = client.get(f"/events/{forum.event.slug}/programme/files?lang=zh").text

    for room in (forum.hall, forum.annex):
        feed = address(forum, f"room={room.id}&amp;lang=zh")
        assert f'href="webcal://localhost{feed}"' in page
        assert f'href="http://localhost{feed}"' in page
    assert f'href="webcal://localhost{address(forum, "lang=zh")}"' in page
