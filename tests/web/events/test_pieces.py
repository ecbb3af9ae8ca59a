"""The pages of an event's pieces."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.models import Event, Organisation, Room
from forumapp.services.events import pieces
from forumapp.services.events.pieces import Piece
from tests import factories as make
from tests.counting import queries_of

FORMS: dict[Piece, dict[str, str]] = {
    Piece.ORGANISATIONS: {"name-en": "One", "role": "host", "url": "https://ministry.example"},
    Piece.PARTS: {"name-en": "One", "seats_room": "50", "seats_online": ""},
    Piece.ROOMS: {"name-en": "One", "capacity": "200", "seating": "theatre"},
    Piece.TRACKS: {"name-en": "One"},
    Piece.CATEGORIES: {"name-en": "One", "approval": "by_hand"},
}
every_piece = pytest.mark.parametrize("piece", list(Piece))


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


def root(piece: Piece, event: Event | None = None) -> str:
    return f"/manage/{event.slug if event else 'forum-next'}/{piece}"


def add(editor: FlaskClient, piece: Piece, **changes: Any) -> Any:
    data = {name: value for name, value in {**FORMS[piece], **changes}.items() if value is not None}
    return editor.post(f"{root(piece)}/new", data=data)


def picture(kind: str = "PNG", *, size: tuple[int, int] = (30, 20)) -> tuple[io.BytesIO, str]:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#7a1f2b").save(buffer, kind)
    buffer.seek(0)
    return buffer, f"logo.{kind.lower()}"


def logo() -> str:
    """The key of the one logo as it is in the database now."""
    make.afresh()
    db.session.expire_all()
    return str(db.session.query(Organisation.logo).scalar())


@every_piece
def test_a_piece_is_added_changed_and_deleted_by_its_pages(
    editor: FlaskClient, piece: Piece
) -> None:
    assert editor.get(f"{root(piece)}/new").status_code == 200
    assert add(editor, piece, **{"name-zh": "<b>一</b>"}).location == root(piece)
    listed = editor.get(root(piece)).text
    assert "One" in listed
    assert "all languages" in listed

    data = {**FORMS[piece], "name-en": "Two", "version": "1"}
    assert editor.post(f"{root(piece)}/1", data=data).status_code == 302
    assert "Two" in editor.get(root(piece)).text

    assert editor.post(f"{root(piece)}/1/delete", data={"confirm": "no"}).status_code == 422
    assert editor.post(f"{root(piece)}/1/delete", data={"confirm": "delete"}).status_code == 302
    assert "Nothing here yet" in editor.get(root(piece)).text


@every_piece
def test_an_empty_name_is_said_beside_the_field(editor: FlaskClient, piece: Piece) -> None:
    response = add(editor, piece, **{"name-en": "  "})
    assert response.status_code == 422
    assert "Please fill this in." in response.text


@every_piece
def test_a_stale_save_shows_both(editor: FlaskClient, piece: Piece) -> None:
    add(editor, piece)
    for name, status in (("Theirs", 302), ("Mine", 409)):
        data = {**FORMS[piece], "name-en": name, "version": "1"}
        response = editor.post(f"{root(piece)}/1", data=data)
        assert response.status_code == status
    assert "Theirs" in response.text
    assert 'value="Mine"' in response.text


@every_piece
def test_order_changes_by_buttons_without_script(editor: FlaskClient, piece: Piece) -> None:
    for name in ("Alpha", "Beta"):
        add(editor, piece, **{"name-en": name})
    editor.post(f"{root(piece)}/2/move", data={"to": "up"})
    page = editor.get(root(piece)).text
    assert page.index("Beta") < page.index("Alpha")


def test_a_room_in_use_is_not_deleted_and_the_page_says_by_what(
    editor: FlaskClient, event: Event
) -> None:
    room = make.a_room(event)
    make.a_session(event, make.a_part(event), room_id=room.id, code="OPENING")

    response = editor.post(f"{root(Piece.ROOMS)}/{room.id}/delete", data={"confirm": "delete"})

    assert response.status_code == 409
    assert "OPENING" in response.text
    assert db.session.query(Room).count() == 1


@pytest.mark.parametrize("piece", list(Piece))
@pytest.mark.parametrize("role", [Role.VIEWER, Role.REGISTRAR])
def test_who_may_not_edit_reads_the_list_without_its_buttons(
    client: FlaskClient, event: Event, piece: Piece, role: Role
) -> None:
    make.a_room(event)
    make.sign_in(client, event=event, role=role)

    page = client.get(root(piece))

    assert page.status_code == 200
    assert "/new" not in page.text
    assert "/move" not in page.text
    for path in ("new", "1", "1/delete"):
        assert client.get(f"{root(piece)}/{path}").status_code == 403
    for path in ("new", "1", "1/move", "1/delete"):
        assert client.post(f"{root(piece)}/{path}", data=FORMS[piece]).status_code == 403


@every_piece
def test_another_events_piece_is_not_there(editor: FlaskClient, event: Event, piece: Piece) -> None:
    other = make.an_event()
    add(editor, piece)
    make.sign_in(editor, event=other, role=Role.OWNER)

    for path in ("1", "1/delete"):
        assert editor.get(f"{root(piece, other)}/{path}").status_code == 404
    for path in ("1", "1/move", "1/delete"):
        data = {**FORMS[piece], "version": "1", "confirm": "delete"}
        assert editor.post(f"{root(piece, other)}/{path}", data=data).status_code == 404
    assert editor.get(root(piece)).status_code == 404


@every_piece
def test_a_list_takes_as_many_queries_for_thirty_as_for_one(
    editor: FlaskClient, event: Event, piece: Piece
) -> None:
    add(editor, piece)
    few = queries_of(editor, root(piece))
    values = {"name": Translated(en="More"), "role": "host", "approval": "by_hand"}
    with unit_of_work():
        for _ in range(29):
            pieces.save(SYSTEM, event.id, piece, values=values)
    assert queries_of(editor, root(piece)) == few


def test_a_logo_is_kept_clean_and_shown_for_good(
    editor: FlaskClient, event: Event, app: Flask
) -> None:
    add(editor, Piece.ORGANISATIONS, upload=picture(size=(3000, 10)))
    key = logo()

    response = app.test_client().get(f"/events/forum-next/logos/{key}")

    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert "immutable" in response.headers["Cache-Control"]
    assert Image.open(io.BytesIO(response.data)).size[0] == 800
    again = app.test_client().get(
        f"/events/forum-next/logos/{key}", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_saving_without_a_file_keeps_the_logo_and_a_tick_removes_it(editor: FlaskClient) -> None:
    add(editor, Piece.ORGANISATIONS, upload=picture("JPEG"))
    kept = logo()
    data = {**FORMS[Piece.ORGANISATIONS], "name-en": "Two", "version": "1"}

    editor.post(f"{root(Piece.ORGANISATIONS)}/1", data=data)
    assert logo() == kept
    editor.post(f"{root(Piece.ORGANISATIONS)}/1", data={**data, "version": "2", "no_logo": "y"})
    assert logo() == ""


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"",
        picture()[0].read()[:40],
        b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x" * 1000),
    ],
)
def test_a_file_that_is_no_picture_is_refused(editor: FlaskClient, content: bytes) -> None:
    response = add(editor, Piece.ORGANISATIONS, upload=(io.BytesIO(content), "logo.png"))
    assert response.status_code == 422
    assert "no picture" in response.text
    assert 'value="One"' in response.text
    assert db.session.query(Organisation).count() == 0


def test_a_logo_of_a_draft_is_for_its_team_and_another_events_for_nobody(
    editor: FlaskClient, event: Event, app: Flask
) -> None:
    add(editor, Piece.ORGANISATIONS, upload=picture())
    key = logo()
    other = make.an_event()
    with_draft = db.session.get_one(Event, event.id)
    with unit_of_work():
        db.session.merge(with_draft).state = EventState.DRAFT

    address = f"/events/forum-next/logos/{key}"
    assert app.test_client().get(address).status_code == 404
    shown = editor.get(address)
    assert shown.status_code == 200
    assert "private" in shown.headers["Cache-Control"]
    for path in (
        f"/events/{other.slug}/logos/{key}",
        "/events/forum-next/logos/" + "0" * 64 + ".png",
        "/events/forum-next/logos/..%2fforumapp.db",
    ):
        assert editor.get(path).status_code == 404


def test_long_names_in_any_script_are_kept_whole(editor: FlaskClient) -> None:
    name = "ក្រសួងអភិវឌ្ឍន៍ជនបទ " * 10
    add(editor, Piece.ROOMS, **{"name-en": name.strip()[:200]})
    room = db.session.query(Room).one()
    assert room.name == Translated(en=name.strip()[:200])
