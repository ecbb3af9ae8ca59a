"""The organiser's sessions: the list, the form, two organisers at once, the end of a session."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Session
from tests import factories as make
from tests.counting import queries_of


@pytest.fixture
def event(app: Flask) -> Event:
    first = make.DAY
    return make.an_event(
        slug="forum",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        capitals=("Asia/Yangon", "Asia/Dili"),
    )


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def typed(event: Event, part: Part, **given: Any) -> dict[str, Any]:
    plain = {
        "version": "",
        "title-en": "Opening",
        "title-zh": "开幕式",
        "kind": "ceremony",
        "code": "s1",
        "day": event.starts_on.isoformat(),
        "starts": "09:00",
        "ends": "10:30",
        "part_id": str(part.id),
        "room_id": "",
        "track_id": "",
        "visibility": "public",
        "languages": ["en", "zh"],
        "interpretation": ["km"],
        "description-en": "All **rise**",
        "description-zh": "",
    }
    return {**plain, **given}


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def codes_in(html: str) -> list[str]:
    return re.findall(r'class="code">([^<]+)<', html)


def error_of(html: str, field: str) -> str:
    """What is said beside a field."""
    found = re.search(rf'id="{field}-error".*?</svg>(.*?)</p>', html, re.DOTALL)
    return unescape(found[1]) if found else ""


def kept(session_id: int) -> Session:
    make.afresh()
    return db.session.get_one(Session, session_id, populate_existing=True)


def test_a_session_is_written_and_its_page_opens(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    answer = editor.post("/manage/forum/sessions/new", data=typed(event, part))
    assert answer.status_code == 302
    session = db.session.query(Session).one()
    assert answer.location.endswith(f"/manage/forum/sessions/{session.id}#speakers")
    assert (session.code, session.title) == ("S1", Translated(en="Opening", zh="开幕式"))
    assert (session.languages, session.interpretation) == (("en", "zh"), ("km",))

    page = text_of(editor.get(f"/manage/forum/sessions/{session.id}").text)

    assert "09:00–10:30 Shanghai, UTC+8 07:30–09:00 Yangon 10:00–11:30 Dili" in page.replace(
        "Beijing", "Shanghai"
    )
    assert "Nobody yet. The session lasts 90 min." in page


def test_the_form_of_a_new_session_follows_the_last_one(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    make.a_session(event, part, code="P07", hour=14, minutes=45)
    page = editor.get("/manage/forum/sessions/new").text
    assert 'value="P08"' in page
    assert 'value="14:45"' in page
    assert 'value="15:45"' in page


def test_a_session_may_cross_midnight(editor: FlaskClient, event: Event, part: Part) -> None:
    data = typed(event, part, starts="22:30", ends="00:30", next_day="y")
    assert editor.post("/manage/forum/sessions/new", data=data).status_code == 302
    session = db.session.query(Session).one()
    assert session.ends - session.starts == timedelta(hours=2)
    page = editor.get(f"/manage/forum/sessions/{session.id}").text
    assert re.search(r'<input[^>]* checked[^>]* id="next_day"|id="next_day"[^>]* checked', page)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"ends": "08:00"}, "ends", "The end must come after the start."),
        ({"ends": "09:00"}, "ends", "The end must come after the start."),
        ({"ends": "09:01", "next_day": "y"}, "ends", "24 hours at most"),
        ({"starts": "25:00"}, "starts", "Enter a time that exists"),
        ({"starts": ""}, "starts", "Please fill this in."),
        ({"day": "2001-01-01"}, "day", "Not a valid choice."),
        ({"day": "soon"}, "day", "Invalid"),
        ({"code": "a b"}, "code", "Use 1 to 20 letters"),
        ({"code": "TAKEN"}, "code", "Another session has this code."),
        ({"title-en": "", "title-zh": ""}, "title-en", "Please fill this in."),
        ({"title-zh": "题" * 201}, "title-zh", "Use at most 200 characters."),
        ({"kind": "party"}, "kind", "Invalid"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    editor: FlaskClient, event: Event, part: Part, wrong: dict[str, str], field: str, words: str
) -> None:
    make.a_session(event, part, code="TAKEN")
    data = typed(event, part, **{"description-en": "<b>kept</b>", **wrong})
    answer = editor.post("/manage/forum/sessions/new", data=data)
    assert answer.status_code == 422
    assert words in error_of(answer.text, field)
    assert "&lt;b&gt;kept&lt;/b&gt;" in answer.text
    assert db.session.query(Session).count() == 1


def test_a_time_that_the_clock_skips_is_refused(editor: FlaskClient) -> None:
    from datetime import date

    spring = make.an_event(
        slug="spring",
        zone="Europe/Berlin",
        starts_on=date(2027, 3, 28),
        ends_on=date(2027, 3, 28),
    )
    part = make.a_part(spring)
    client = editor
    make.sign_in(client, event=spring, role=Role.EDITOR)
    data = typed(spring, part, starts="02:30", ends="04:00")
    answer = client.post("/manage/spring/sessions/new", data=data)
    assert answer.status_code == 422
    assert "The clocks there skip this time." in error_of(answer.text, "starts")


def test_another_events_room_part_or_track_is_refused(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    other = make.an_event()
    for name, key in (("room_id", make.a_room(other).id), ("part_id", make.a_part(other).id)):
        data = typed(event, part, **{name: str(key)})
        answer = editor.post("/manage/forum/sessions/new", data=data)
        assert answer.status_code == 422
        assert "Not a valid choice." in error_of(answer.text, name)
    assert db.session.query(Session).count() == 0


def test_of_two_organisers_the_second_sees_both_versions_and_decides(
    app: Flask, event: Event, part: Part
) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make.sign_in(client, event=event, role=Role.EDITOR)
    session = make.a_session(event, part, code="S1")
    here = f"/manage/forum/sessions/{session.id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', second.get(here).text)
    assert version
    sent = typed(event, part, version=version[1])

    assert first.post(here, data={**sent, "title-en": "From the first"}).status_code == 302
    answer = second.post(here, data={**sent, "title-en": "From the second", "ends": "11:00"})

    assert answer.status_code == 409
    assert kept(session.id).title["en"] == "From the first"
    page = text_of(answer.text)
    for words in ("Somebody saved this while you were writing", "From the first"):
        assert words in page
    assert 'value="From the second"' in answer.text
    later = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert later
    again = {**sent, "version": later[1], "title-en": "From the second", "ends": "11:00"}
    assert second.post(here, data=again).status_code == 302
    assert kept(session.id).title["en"] == "From the second"


def test_the_list_is_under_days_with_totals_and_marks(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    long = make.a_session(event, part, code="LONG", hour=9, minutes=30)
    make.a_speaker(long, make.a_person(event), minutes=45)
    make.a_session(event, part, code="NEXT", hour=24 + 9, kind=SessionKind.BREAK)
    page = editor.get("/manage/forum/sessions").text
    assert codes_in(page) == ["LONG", "NEXT"]
    assert page.count('class="group"') == 2
    assert "15 min over" in page
    assert "2 of 2, 1:30 hours" in text_of(page)
    assert codes_in(editor.get("/manage/forum/sessions?over=1").text) == ["LONG"]


def test_filters_stand_in_the_address(editor: FlaskClient, event: Event, part: Part) -> None:
    room, other = make.a_room(event), make.a_part(event, position=2)
    make.a_session(event, part, code="A1", room_id=room.id)
    make.a_session(event, other, code="A2", hour=33, title=Translated(zh="茶歇"))
    make.a_session(event, part, code="A3", kind=SessionKind.SOCIAL, hour=20)
    day = event.starts_on + timedelta(days=1)
    for query, codes in (
        (f"room={room.id}", ["A1"]),
        (f"part={other.id}", ["A2"]),
        (f"day={day.isoformat()}", ["A2"]),
        ("kind=social", ["A3"]),
        ("q=茶", ["A2"]),
        ("q=nothing+like+it", []),
        ("day=never&kind=party&room=x&page=99", ["A1", "A3", "A2"]),
    ):
        assert codes_in(editor.get(f"/manage/forum/sessions?{query}").text) == codes, query


def test_a_list_of_many_is_paged(editor: FlaskClient, event: Event, part: Part) -> None:
    for number in range(103):
        make.a_session(event, part, code=f"S{number:03d}", hour=8, minutes=10)
    assert len(codes_in(editor.get("/manage/forum/sessions").text)) == 100
    rest = editor.get("/manage/forum/sessions?page=2&kind=plenary").text
    assert codes_in(rest) == ["S100", "S101", "S102"]
    assert "kind=plenary" in rest


def test_an_event_without_sessions_says_what_to_do(editor: FlaskClient, event: Event) -> None:
    page = editor.get("/manage/forum/sessions").text
    assert "No session yet" in page
    assert editor.get("/manage/forum/sessions/new").location == "/manage/forum/parts/new"


def test_pages_take_as_many_queries_for_thirty_as_for_one(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    def more(number: int, hour: int) -> Session:
        session = make.a_session(event, part, code=f"S{number}", hour=hour)
        make.a_video_room(event, session)
        return session

    first = more(0, 9)
    make.a_speaker(first, make.a_person(event))
    pages = ("/manage/forum/sessions", f"/manage/forum/sessions/{first.id}")
    one = [queries_of(editor, page) for page in pages]
    for number in range(1, 30):
        make.a_speaker(more(number, 10), make.a_person(event))
        make.a_speaker(first, make.a_person(event))
    assert [queries_of(editor, page) for page in pages] == one
    assert max(one) <= 16


def test_a_copy_opens_at_its_details(editor: FlaskClient, event: Event, part: Part) -> None:
    session = make.a_session(event, part, code="P1")
    answer = editor.post(f"/manage/forum/sessions/{session.id}/duplicate")
    copy = db.session.query(Session).filter_by(code="P2").one()
    assert answer.location.endswith(f"/manage/forum/sessions/{copy.id}#details")


def test_deleting_says_what_is_lost_and_wants_the_code_typed(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(event, part, code="P1")
    make.a_speaker(session, make.a_person(event), text="Dear all")
    make.a_video_room(event, session, name="Main line")
    make.publish(event)
    here = f"/manage/forum/sessions/{session.id}/delete"
    page = text_of(editor.get(here).text)
    assert "its speaker list of 1 line, with 1 text handed in" in page
    assert "its place in the video room “Main line”; the room stays" in page
    assert "stays there until the next release" in page

    refused = editor.post(here, data={"confirm": "P2"})
    assert refused.status_code == 422
    assert "To confirm, type exactly" in refused.text
    assert editor.post(here, data={"confirm": "P1"}).location == "/manage/forum/sessions"
    assert db.session.query(Session).count() == 0
    assert editor.get(here).status_code == 404


def test_html_in_a_title_and_a_description_is_shown_as_typed(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(
        event,
        part,
        title=Translated(en="<script>alert(1)</script>"),
        description=Translated(en="<img src=x onerror=alert(1)> **bold**"),
    )
    for path in ("", f"/{session.id}", f"/{session.id}/delete"):
        page = editor.get(f"/manage/forum/sessions{path}").text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_viewer_reads_and_changes_nothing(app: Flask, event: Event, part: Part) -> None:
    viewer = app.test_client()
    make.sign_in(viewer, event=event, role=Role.VIEWER)
    session = make.a_session(
        event, part, code="S1", description=Translated(en="All **rise** <script>")
    )
    make.a_speaker(session, make.a_person(event))
    listed = viewer.get("/manage/forum/sessions").text
    page = viewer.get(f"/manage/forum/sessions/{session.id}").text
    assert "New session" not in listed
    assert "Duplicate" not in listed + page
    assert "<strong>rise</strong> &lt;script&gt;" in page
    assert '<form method="post"' not in page.split("<main", 1)[1]
    data = typed(event, part, version="1")
    for path in ("new", f"{session.id}", f"{session.id}/duplicate", f"{session.id}/delete"):
        assert viewer.post(f"/manage/forum/sessions/{path}", data=data).status_code == 403
    assert kept(session.id).title["en"] == "Opening plenary"


def test_another_events_session_is_not_there(app: Flask, event: Event) -> None:
    other = make.an_event(slug="other")
    theirs = make.a_session(other, make.a_part(other))
    owner = app.test_client()
    make.sign_in(owner, event=event, role=Role.OWNER)
    for path in ("", "/delete"):
        assert owner.get(f"/manage/forum/sessions/{theirs.id}{path}").status_code == 404
        assert owner.get(f"/manage/other/sessions/{theirs.id}{path}").status_code == 404
    assert owner.post(f"/manage/forum/sessions/{theirs.id}/duplicate").status_code == 404
    assert owner.get("/manage/other/sessions").status_code == 404


def test_no_two_fields_of_a_session_s_page_share_an_id(editor: FlaskClient, event: Event) -> None:
    session = make.a_session(event, make.a_part(event), interpretation=("km",))

    page = editor.get(f"/manage/forum/sessions/{session.id}").text
    ids = re.findall(r' id="([^"]+)"', page)

    assert 'id="interpreter-name"' in page
    assert sorted(ids) == sorted(set(ids))
