"""The board's page and what its script sends: roles, conflicts, bad input of every kind."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.agenda import SessionKind
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Room, Session, UserSession
from tests import factories as make
from tests.counting import queries_of, statements

HERE = "/manage/forum/programme"
Answer = dict[str, Any]


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(
        slug="forum",
        starts_on=date(2027, 3, 9),
        ends_on=date(2027, 3, 10),
        zone="Asia/Shanghai",
        capitals=("Asia/Yangon",),
    )


@pytest.fixture
def part(event: Event) -> Part:
    return make.a_part(event)


@pytest.fixture
def hall(event: Event) -> Room:
    return make.a_room(event, name=Translated(en="Hall <A>"))


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def place(**other: Any) -> Answer:
    """What the board sends of a session from 10:00 to 11:00 that was at version 1."""
    there = {
        "starts": "2027-03-09T10:00",
        "ends": "2027-03-09T11:00",
        "room": None,
        "video": None,
        "parked": False,
        "version": 1,
        "video_seen": None,
    }
    return {**there, **other}


def data_of(page: str) -> Answer:
    found = re.search(r"data-board-data>(.*?)</script>", page, re.DOTALL)
    assert found
    data: Answer = json.loads(found[1])
    return data


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_page_has_the_day_as_a_table_and_everything_for_the_script(
    editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    title = Translated(en="Water </script><b>")
    session = make.a_session(event, part, code="A1", title=title, room_id=hall.id)
    make.a_session(event, part, code="TEA", hour=10, all_rooms=True, kind=SessionKind.BREAK)
    make.a_session(event, part, code="B1", hour=33)
    make.a_session(event, part, code="P1", parked=True)

    page = editor.get(HERE).text

    table = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[-1]
    said = words(table)
    assert "Hall <A>" in said
    assert "Water </script><b> A1 09:00–10:00" in said
    assert "TEA 10:00–11:00" in said
    assert "P1 · 60 min" in said
    assert "B1" not in said
    assert f'href="/manage/forum/sessions/{session.id}"' in table
    data = data_of(page)
    assert [block["code"] for block in data["blocks"]] == ["A1", "P1", "TEA", "B1"]
    assert data["blocks"][0] == {
        "id": session.id,
        "version": 1,
        "code": "A1",
        "title": "Water </script><b>",
        "lang": "",
        "kind": "plenary",
        "room": hall.id,
        "video": None,
        "starts": "2027-03-09T09:00",
        "ends": "2027-03-09T10:00",
        "parked": False,
        "everywhere": False,
        "speakers": "",
        "spoken": 0,
    }
    assert [(one["room"], one["name"]) for one in data["columns"]] == [
        (hall.id, "Hall <A>"),
        (None, "No place yet"),
    ]
    assert "B1" in words(editor.get(f"{HERE}?day=2027-03-10").text)


def test_another_zones_clock_is_exact_to_the_half_hour(editor: FlaskClient, part: Part) -> None:
    hours = data_of(editor.get(f"{HERE}?zone=Asia/Yangon").text)["hours"]

    assert [*hours] == ["2027-03-09", "2027-03-10"]
    ruler = hours["2027-03-09"]
    assert ruler[9] == {"time": "07:30", "day": ""}
    assert ruler[0] == {"time": "22:30", "day": "8 Mar 2027"}
    assert ruler[2] == {"time": "00:30", "day": "9 Mar 2027"}
    assert data_of(editor.get(HERE).text)["hours"] == {}
    assert editor.get(f"{HERE}/hours?zone=Asia/Yangon").get_json() == hours
    assert editor.get(f"{HERE}/hours?zone=").get_json() == {}
    for here in (HERE, f"{HERE}/hours"):
        assert editor.get(f"{here}?zone=Mars/Olympus").status_code == 404
    assert editor.get(f"{HERE}?day=never").status_code == 200


def test_the_board_takes_as_many_queries_for_thirty_sessions_as_for_one(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    def more() -> None:
        session = make.a_session(event, part, room_id=make.a_room(event).id)
        make.a_speaker(session, make.a_person(event))
        make.a_video_room(event, session)

    more()
    addresses = (HERE, f"{HERE}/clashes", f"{HERE}/news?since=0")
    one = [queries_of(editor, address) for address in addresses]
    for _ in range(29):
        more()
    assert [queries_of(editor, address) for address in addresses] == one
    assert max(one) < 30


def test_a_move_is_saved_and_answered_with_the_session_and_words(
    editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    session = make.a_session(event, part, code="A1", hour=9)

    answer = editor.post(f"{HERE}/{session.id}/move", json=place(room=hall.id))

    assert answer.status_code == 200
    said = answer.get_json()
    assert said["message"] == "A1: 9 Mar 2027, 10:00–11:00, Hall <A>"
    assert [(b["version"], b["starts"], b["room"]) for b in said["blocks"]] == [
        (2, "2027-03-09T10:00", hall.id)
    ]
    parked = editor.post(f"{HERE}/{session.id}/move", json=place(parked=True, version=2))
    assert parked.get_json()["message"] == "A1: not scheduled"


def test_a_stale_move_is_told_with_both_versions_and_saves_nothing(
    app: Flask, editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    session = make.a_session(event, part, code="A1", hour=9)
    other = app.test_client()
    make.sign_in(other, event=event, role=Role.EDITOR)
    other.post(f"{HERE}/{session.id}/move", json=place(starts="2027-03-09T10:30"))

    answer = editor.post(f"{HERE}/{session.id}/move", json=place(room=hall.id))

    assert answer.status_code == 409
    told = answer.get_json()
    assert told["message"] == (
        "Lin Daw changed A1 meanwhile: it is at 9 Mar 2027, 10:30–11:00, no place yet. "
        "Yours was not saved: 9 Mar 2027, 10:00–11:00, Hall <A>."
    )
    assert (told["theirs"], told["yours"]) == (
        "9 Mar 2027, 10:30–11:00, no place yet",
        "9 Mar 2027, 10:00–11:00, Hall <A>",
    )
    assert told["blocks"][0]["version"] == 2
    again = place(room=hall.id, version=2)
    assert editor.post(f"{HERE}/{session.id}/move", json=again).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"ends": "2027-03-09T09:00"}, {"ends": "The end must come after the start."}),
        (
            {"starts": "2027-03-12T10:00", "ends": "2027-03-12T11:00"},
            {"starts": "A session starts"},
        ),
        ({"ends": "2027-03-11T10:01"}, {"ends": "A session can last 24 hours at most."}),
        ({"starts": "10:00"}, {"starts": "Please enter a date and time that exist"}),
        ({"starts": "0001-01-01T00:00"}, {"starts": "Please enter a date and time that exist"}),
        ({"starts": 7, "ends": None}, {"starts": "Please enter", "ends": "Please enter"}),
        ({"room": "1"}, {"room": "Please choose one of those offered."}),
        ({"room": True, "video": -1}, {"room": "Please choose", "video": "Please choose"}),
        ({"version": None}, {"version": "Please fill this in."}),
        ({"parked": "yes"}, {"parked": "Please choose one of those offered."}),
    ],
)
def test_what_cannot_be_is_refused_field_by_field(
    editor: FlaskClient, event: Event, part: Part, wrong: Answer, errors: Answer
) -> None:
    session = make.a_session(event, part, hour=9)

    answer = editor.post(f"{HERE}/{session.id}/move", json=place(**wrong))

    assert answer.status_code == 422
    told = answer.get_json()["errors"]
    assert told.keys() == errors.keys()
    assert all(told[name].startswith(text) for name, text in errors.items())
    make.afresh()
    assert db.session.get_one(Session, session.id, populate_existing=True).version == 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
NAMES = sorted({*place(), "at", "title", "kind", "part", "everywhere", "second", "versions",
                "order", "seen"})  # fmt: skip
ACTS = ("move", "split", "join", "withdraw", "speakers/order")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(NAMES), anything) | anything, st.sampled_from(ACTS))
def test_nonsense_is_refused_whatever_it_is(
    editor: FlaskClient, event: Event, part: Part, sent: Any, act: str
) -> None:
    session = make.a_session(event, part, hour=9)
    make.a_speaker(session, make.a_person(event))  # or an empty order would be theirs

    for address in (f"{HERE}/{session.id}/{act}", f"{HERE}/sessions"):
        answer = editor.post(address, json=sent)
        assert 400 <= answer.status_code < 500, (address, answer.text)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'"x"', b"\xff", b"{}" * 9])
def test_what_is_no_json_object_is_refused(
    editor: FlaskClient, event: Event, part: Part, body: bytes
) -> None:
    session = make.a_session(event, part)
    address = f"{HERE}/{session.id}/move"
    for kind in ("application/json", "text/plain"):
        assert editor.post(address, data=body, content_type=kind).status_code == 422


def test_a_session_is_drawn_copied_split_and_all_of_it_taken_back(
    editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    sketch = {"title": "Film", "kind": "social", "part": part.id, "everywhere": False}
    drawn = editor.post(f"{HERE}/sessions", json={**place(room=hall.id), **sketch}).get_json()
    made = drawn["made"]
    assert drawn["message"] == "S1: 9 Mar 2027, 10:00–11:00, Hall <A>"

    copied = editor.post(f"{HERE}/{made}/copy").get_json()
    assert [(b["code"], b["starts"]) for b in copied["blocks"]] == [("S2", "2027-03-09T11:00")]
    cut = {"at": "2027-03-09T10:20", "version": 1}
    halves = editor.post(f"{HERE}/{made}/split", json=cut).get_json()
    assert [(b["code"], b["starts"], b["ends"]) for b in halves["blocks"]] == [
        ("S3", "2027-03-09T10:20", "2027-03-09T11:00"),
        ("S1", "2027-03-09T10:00", "2027-03-09T10:20"),
    ]

    joined = {"second": halves["made"], "versions": [2, 1]}
    whole = editor.post(f"{HERE}/{made}/join", json=joined).get_json()
    assert (whole["gone"], whole["blocks"][0]["ends"]) == ([halves["made"]], "2027-03-09T11:00")
    for number, version in ((copied["made"], 1), (made, 3)):
        answer = editor.post(f"{HERE}/{number}/withdraw", json={"version": version})
        assert answer.get_json()["gone"] == [number]
    assert data_of(editor.get(HERE).text)["blocks"] == []


def test_what_was_worked_on_is_told_instead_of_taken_back(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(event, part, code="A1")
    make.a_speaker(session, make.a_person(event))
    answers = [
        editor.post(f"{HERE}/{session.id}/withdraw", json={"version": version})
        for version in (1, 2)
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert [answer.get_json()["message"] for answer in answers] == [
        "It has speakers by now. Delete it on its own page.",
        "system changed A1 meanwhile. Nothing was saved.",
    ]


def test_an_event_without_the_pages_language_gets_titles_in_its_own(
    client: FlaskClient, app: Flask
) -> None:
    event = make.an_event(slug="forum", starts_on=date(2027, 3, 9), languages=("vi",))
    part = make.a_part(event)
    make.sign_in(client, event=event, role=Role.EDITOR)
    sketch = {"title": "Khai mạc", "kind": "plenary", "part": part.id}

    client.post(f"{HERE}/sessions", json={**place(), **sketch})

    make.afresh()
    assert db.session.query(Session).one().title == {"vi": "Khai mạc"}


def test_others_moves_are_news_in_words(
    app: Flask, editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    moved, gone = make.a_session(event, part, code="A1"), make.a_session(event, part, code="A2")
    since = data_of(editor.get(HERE).text)["mark"]
    known = {one["id"] for one in editor.get(f"{HERE}/news?since={since}").get_json()["told"]}
    other = app.test_client()
    make.sign_in(other, event=event, role=Role.EDITOR)
    other.post(f"{HERE}/{moved.id}/move", json=place(room=hall.id))
    other.post(f"{HERE}/{moved.id}/move", json=place(room=hall.id, parked=True, version=2))
    other.post(f"/manage/forum/sessions/{gone.id}/delete", data={"confirm": "A2"})

    news = editor.get(f"{HERE}/news?since={since}").get_json()

    fresh = [one for one in news["told"] if one["id"] not in known]
    assert [(one["session"], one["words"]) for one in fresh] == [
        (moved.id, "Lin Daw parked A1."),
        (moved.id, "Lin Daw parked A1."),
        (gone.id, "Lin Daw deleted A2."),
    ]
    assert (news["gone"], [block["id"] for block in news["blocks"]]) == ([gone.id], [moved.id])
    assert editor.get(f"{HERE}/news").status_code == 204
    assert editor.get(f"{HERE}/news?since=nonsense").status_code == 204


def test_nothing_new_costs_three_queries(editor: FlaskClient, event: Event, part: Part) -> None:
    make.a_session(event, part)
    with statements() as sent:
        assert editor.get(f"{HERE}/news?since=999999").status_code == 204
    asked = [statement.split()[0] for statement in sent if not statement.startswith("BEGIN")]
    assert asked.count("SELECT") - asked.count("UPDATE") <= 4  # who asks, their roles, where, what


def test_a_page_that_asks_by_itself_does_not_keep_somebody_signed_in(
    editor: FlaskClient, event: Event
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=50)
    db.session.execute(sa.update(UserSession).values(seen_at=long_ago))
    db.session.commit()

    def seen() -> datetime:
        make.afresh()
        return db.session.scalars(sa.select(UserSession.seen_at)).one()

    editor.get(f"{HERE}/news?since=9", headers={"X-Unattended": "1"})
    assert seen() == long_ago
    editor.get(HERE)
    assert seen() > long_ago


def test_clashes_and_obstacles_come_in_words(
    editor: FlaskClient, event: Event, part: Part, hall: Room
) -> None:
    first = make.a_session(event, part, code="A1", title=Translated(en="Water"), room_id=hall.id)
    second = make.a_session(event, part, code="A2", title=Translated(en="Fire"), room_id=hall.id)
    both = "Hall <A> has both A1 Water and A2 Fire."

    clashes = editor.get(f"{HERE}/clashes").get_json()
    obstacles = editor.get(f"{HERE}/{second.id}/obstacles").get_json()

    assert (clashes["count"], clashes["words"]) == (3, "3 clashes")
    assert clashes["sessions"][str(first.id)][0] == both
    assert obstacles == [
        {
            "starts": "2027-03-09T09:00",
            "ends": "2027-03-09T10:00",
            "room": hall.id,
            "video": None,
            "after": 0,
            "until": None,
            "cut": False,
            "words": "Hall <A> has both A2 Fire and A1 Water.",
        }
    ]


def fields_of(html: str) -> dict[str, Any]:
    """What a browser would send of the fields beside the board."""
    from lxml import html as reader

    document = reader.fragment_fromstring(html, create_parent="div")
    form = document.xpath(".//*[@data-fields]//form")[0]
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def test_the_fields_are_saved_beside_the_board(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(event, part, code="A1", title=Translated(en="Water"))
    here = f"{HERE}/{session.id}"
    panel = editor.get(here).text
    assert "<html" not in panel
    sent = fields_of(panel)

    saved = editor.post(here, data={**sent, "title-en": "Clean <water>"})
    assert saved.status_code == 200
    assert "Clean &lt;water&gt;" in saved.text
    assert fields_of(saved.text)["version"] == ["2"]
    stale = editor.post(here, data={**sent, "title-en": "Fire"})
    assert stale.status_code == 409
    assert "Somebody saved this while you were writing" in stale.text
    wrong = editor.post(here, data={**sent, "version": "2", "ends": "08:00"})
    assert wrong.status_code == 422
    assert "The end must come after the start." in unescape(wrong.text)


def test_the_speaker_list_is_saved_and_put_in_order_beside_the_board(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(event, part, minutes=45)
    lines = [
        make.a_speaker(session, make.a_person(event, printed_name=name), position=number)
        for number, name in enumerate(("First", "Second"), 1)
    ]
    here = f"{HERE}/{session.id}/speakers"
    sent = {
        f"line-{line.id}-{name}": value
        for line in lines
        for name, value in (
            *(("version", "1"), ("part", "presentation"), ("minutes", "22")),
            *(("mode", "room"), ("status", "confirmed")),
        )
    }

    saved = editor.post(here, data=sent)
    assert "44 of 45 min" in words(saved.text)
    refused = editor.post(here, data={**sent, f"line-{lines[0].id}-minutes": "many"})
    assert refused.status_code == 422
    stale = editor.post(here, data={**sent, f"line-{lines[0].id}-minutes": "9"})
    assert stale.status_code == 409
    assert "Somebody saved this while you were writing" in stale.text

    seen = [line.id for line in lines]
    order = {"order": seen[::-1], "seen": seen}
    turned = editor.post(f"{here}/order", json=order)
    assert words(turned.text).index("Second") < words(turned.text).index("First")
    assert editor.post(f"{here}/order", json=order).status_code == 409


def test_a_viewer_sees_everything_and_changes_nothing(
    client: FlaskClient, event: Event, part: Part
) -> None:
    make.sign_in(client, event=event, role=Role.VIEWER)
    session = make.a_session(event, part)
    make.a_speaker(session, make.a_person(event, printed_name="SOK <b>Chanthavy"))
    here = f"{HERE}/{session.id}"

    assert data_of(client.get(HERE).text)["mine"] is False
    panel = client.get(here).text
    assert "<form" not in panel
    assert "Chanthavy" in panel
    assert "<b>Chanthavy" not in panel
    for act in ("", "/move", "/copy", "/split", "/join", "/withdraw", "/speakers"):
        assert client.post(f"{here}{act}", json=place()).status_code == 403
    assert client.post(f"{here}/speakers/order", json={}).status_code == 403
    assert client.post(f"{HERE}/sessions", json=place()).status_code == 403


def test_what_belongs_to_another_event_is_not_there(
    editor: FlaskClient, event: Event, part: Part
) -> None:
    mine, other = make.a_session(event, part), make.an_event()
    strange = make.a_session(other, make.a_part(other))
    hall, line = make.a_room(other), make.a_video_room(other)

    for act in ("", "/obstacles"):
        assert editor.get(f"{HERE}/{mine.id}{act}").status_code == 200
        assert editor.get(f"{HERE}/{strange.id}{act}").status_code == 404
    for act in ("", "/move", "/copy", "/split", "/join", "/withdraw", "/speakers/order"):
        assert editor.post(f"{HERE}/{strange.id}{act}", json=place()).status_code == 404, act
    for there in ({"room": hall.id}, {"video": line.id}):
        assert editor.post(f"{HERE}/{mine.id}/move", json=place(**there)).status_code == 404
    joined = {"second": strange.id, "versions": [1, 1]}
    assert editor.post(f"{HERE}/{mine.id}/join", json=joined).status_code == 404


def test_nothing_is_moved_without_the_token_of_the_page(
    app: Flask, editor: FlaskClient, event: Event, part: Part
) -> None:
    session = make.a_session(event, part, code="A1")
    app.config["WTF_CSRF_ENABLED"] = True
    token = data_of(editor.get(HERE).text)["csrf"]
    here = f"{HERE}/{session.id}/move"

    assert editor.post(here, json=place()).status_code == 400
    assert editor.post(here, json=place(), headers={"X-CSRFToken": token}).status_code == 200
