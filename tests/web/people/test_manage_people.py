"""The organiser's people: the list, a person's page, photos, new links, who can't be deleted."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.agenda import Visibility
from forumapp.domain.text import Translated
from forumapp.models import Event, Person
from forumapp.services import publications
from forumapp.services.tokens import Purpose, Revoked, read
from tests import factories as make
from tests.counting import queries_of


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum")


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.OWNER)
    return client


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def names_in(html: str) -> list[str]:
    return [text_of(found) for found in re.findall(r'<th scope="row">(.*?)</th>', html, re.DOTALL)]


def kept(person: Person) -> Person:
    make.afresh()
    return db.session.get_one(Person, person.id, populate_existing=True)


def typed(**given: str) -> dict[str, str]:
    plain = {
        "version": "1",
        "honorific": "H.E.",
        "printed_name": "SOK Chanthavy",
        "family_name": "SOK",
        "native_name": "សុខ ចាន់ថាវី",
        "title-en": "Secretary of State",
        "title-zh": "国务秘书",
        "organisation-en": "Ministry",
        "organisation-zh": "",
        "country": "KH",
        "biography-en": "Born in Battambang.",
        "biography-zh": "",
        "email": "sok@ministry.example",
        "phone": "023 720 000",
        "locale": "zh",
    }
    return {**plain, **given}


def a_picture(colour: str = "teal", size: tuple[int, int] = (1200, 1500)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    out.seek(0)
    return out


def send_photo(client: FlaskClient, person: Person, file: io.BytesIO, name: str = "me.jpg") -> Any:
    return client.post(
        f"/manage/forum/people/{person.id}/photo",
        data={"photo": (file, name)},
        content_type="multipart/form-data",
    )


def test_a_person_is_written_down(editor: FlaskClient, event: Event) -> None:
    answer = editor.post("/manage/forum/people/new", data=typed())
    person = db.session.query(Person).one()
    assert answer.location == f"/manage/forum/people/{person.id}"
    assert (person.title, person.phone, person.locale) == (
        Translated(en="Secretary of State", zh="国务秘书"),
        "+855 23 720 000",
        "zh",
    )
    assert "H.E. SOK Chanthavy" in text_of(editor.get(answer.location).text)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"printed_name": " \n"}, "printed_name", "Please fill this in."),
        ({"printed_name": "x" * 201}, "printed_name", "Use at most 200 characters."),
        ({"family_name": "LI"}, "family_name", "a part of the name as printed"),
        ({"email": "nobody"}, "email", "This is no e-mail address."),
        ({"phone": "call me"}, "phone", "such as +95 67 410 000"),
        ({"country": "XX"}, "country", "Not a valid choice."),
        ({"locale": "xx"}, "locale", "Not a valid choice."),
        ({"title-zh": "题" * 201}, "title-zh", "Use at most 200 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    editor: FlaskClient, event: Event, wrong: dict[str, str], field: str, words: str
) -> None:
    data = typed(**{"biography-en": "<i>kept</i>", **wrong})
    answer = editor.post("/manage/forum/people/new", data=data)
    assert answer.status_code == 422
    beside = re.search(rf'id="{field}-error".*?</p>', answer.text, re.DOTALL)
    assert beside
    assert words in unescape(beside[0])
    assert "&lt;i&gt;kept&lt;/i&gt;" in answer.text
    assert db.session.query(Person).count() == 0


@pytest.mark.parametrize(
    "name", ["名" * 200, "<script>alert(1)</script>", "=HYPERLINK(1)", "\u202eevil", "👩🏽‍🌾 Rose"]
)
def test_names_of_any_script_are_shown_as_typed(
    editor: FlaskClient, event: Event, name: str
) -> None:
    data = typed(printed_name=name, family_name="")
    here = editor.post("/manage/forum/people/new", data=data).location
    for path in (here, f"{here}/delete", "/manage/forum/people"):
        page = editor.get(path).text
        assert "<script>alert" not in page
        assert name.strip("\u202e") in unescape(page)


def test_of_two_organisers_the_second_sees_both_versions(app: Flask, event: Event) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make.sign_in(client, event=event, role=Role.EDITOR)
    person = make.a_person(event)
    here = f"/manage/forum/people/{person.id}"
    assert first.post(here, data=typed(honorific="Dr.")).status_code == 302
    answer = second.post(here, data=typed(honorific="Prof."))
    assert answer.status_code == 409
    page = text_of(answer.text)
    assert "Honorific · differs Dr." in page
    assert "Honorific · differs Prof." in page
    assert kept(person).honorific == "Dr."
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    data = typed(honorific="Prof.", version=version[1])
    assert second.post(here, data=data).status_code == 302
    assert kept(person).honorific == "Prof."


def test_the_list_is_filtered_by_its_address(editor: FlaskClient, event: Event) -> None:
    session = make.a_session(event, make.a_part(event))
    a = make.a_person(event, honorific="", printed_name="Ana", family_name="", native_name="")
    b = make.a_person(
        event, honorific="", printed_name="Bo", family_name="", native_name="薄", country="CN"
    )
    plain = {"honorific": "", "family_name": "", "native_name": "", "email": ""}
    make.a_person(event, printed_name="Cy", **plain)
    make.a_speaker(session, a)
    make.a_speaker(session, b)
    make.a_registration(event, b, category=make.a_category(event))
    for query, names in (
        ("", ["Ana", "Bo 薄", "Cy"]),
        ("?q=薄", ["Bo 薄"]),
        ("?country=CN", ["Bo 薄"]),
        ("?role=speakers", ["Ana", "Bo 薄"]),
        ("?role=registered", ["Bo 薄"]),
        ("?role=both", ["Bo 薄"]),
        ("?role=neither", ["Cy"]),
        ("?without_email=1", ["Cy"]),
        ("?role=nonsense&page=77", ["Ana", "Bo 薄", "Cy"]),
        ("?q=nobody", []),
    ):
        assert names_in(editor.get(f"/manage/forum/people{query}").text) == names, query
    assert "2 of 3" in text_of(editor.get("/manage/forum/people?role=speakers").text)


def test_addresses_are_not_for_who_only_looks(app: Flask, event: Event) -> None:
    viewer = app.test_client()
    make.sign_in(viewer, event=event, role=Role.VIEWER)
    person = make.a_person(event, email="planted@ministry.example", phone="+855 23 720 000")
    make.a_registration(event, person, category=make.a_category(event))
    for path in ("", f"/{person.id}", "?q=planted", "?role=registered", "?without_email=1"):
        page = viewer.get(f"/manage/forum/people{path}").text
        assert "planted@" not in page
        assert "720 000" not in page
        assert "Approved" not in page
    assert names_in(viewer.get("/manage/forum/people?q=planted").text) == []


def test_the_pages_take_as_many_queries_for_thirty_as_for_one(
    editor: FlaskClient, event: Event
) -> None:
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part)
    first = make.a_person(event)

    def more(person: Person) -> None:
        make.a_speaker(session, person)
        make.a_speaker(make.a_session(event, part), first)

    more(first)
    pages = ("/manage/forum/people", f"/manage/forum/people/{first.id}")
    one = [queries_of(editor, page) for page in pages]
    for _ in range(29):
        person = make.a_person(event)
        make.a_registration(event, person, category=category)
        more(person)
    assert [queries_of(editor, page) for page in pages] == one
    assert max(one) <= 11


def test_a_photo_is_kept_small_and_shown_at_work(
    app: Flask, editor: FlaskClient, event: Event
) -> None:
    person = make.a_person(event)
    assert send_photo(editor, person, a_picture()).location.endswith(f"/people/{person.id}")
    key = kept(person).photo
    shown = editor.get(f"/events/forum/photos/{key}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(shown.data)).size == (640, 800)
    assert "private" in shown.headers["Cache-Control"]
    assert f"/events/forum/photos/{key}" in editor.get(f"/manage/forum/people/{person.id}").text
    assert app.test_client().get(f"/events/forum/photos/{key}").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"not a picture at all", "me.jpg", "This file is no picture."),
        (b"<svg onload=alert(1)>", "me.svg", "This file is no picture."),
        (b"\xff\xd8\xff\xe0 broken", "me.jpg", "This file is no picture."),
        (b"", "", "Please fill this in."),
    ],
)
def test_a_photo_that_is_none_is_refused_beside_the_field(
    editor: FlaskClient, event: Event, data: bytes, name: str, words: str
) -> None:
    person = make.a_person(event)
    answer = send_photo(editor, person, io.BytesIO(data), name)
    assert answer.status_code == 422
    beside = re.search(r'id="photo-error".*?</p>', answer.text, re.DOTALL)
    assert beside
    assert words in unescape(beside[0])
    assert kept(person).photo == ""


def test_a_photo_is_public_once_the_released_programme_shows_it(
    app: Flask, editor: FlaskClient, event: Event
) -> None:
    anybody = app.test_client()
    session = make.a_session(event, make.a_part(event))
    hidden = make.a_session(event, make.a_part(event), visibility=Visibility.REGISTERED)
    speaker, guest = make.a_person(event), make.a_person(event)
    for person, colour in ((speaker, "teal"), (guest, "red")):
        send_photo(editor, person, a_picture(colour))
    make.a_speaker(session, speaker)
    make.a_speaker(hidden, guest)
    shown, kept_back = kept(speaker).photo, kept(guest).photo
    assert anybody.get(f"/events/forum/photos/{shown}").status_code == 404

    make.publish(event)

    answer = anybody.get(f"/events/forum/photos/{shown}")
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "public" in answer.headers["Cache-Control"]
    again = anybody.get(
        f"/events/forum/photos/{shown}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert anybody.get(f"/events/forum/photos/{kept_back}").status_code == 404
    assert editor.get(f"/events/forum/photos/{kept_back}").status_code == 200
    for key in ("0" * 64 + ".jpg", "../secret.key", "%2e%2e%2fsecret.key"):
        assert editor.get(f"/events/forum/photos/{key}").status_code == 404


def test_a_photo_of_another_event_or_of_a_draft_is_not_there(
    app: Flask, editor: FlaskClient, event: Event
) -> None:
    person = make.a_person(event)
    send_photo(editor, person, a_picture())
    key = kept(person).photo
    other = make.an_event(slug="other")
    stranger = app.test_client()
    make.sign_in(stranger, event=other, role=Role.OWNER)
    for path in (f"/events/forum/photos/{key}", f"/events/other/photos/{key}"):
        assert stranger.get(path).status_code == 404
    assert editor.get(f"/events/other/photos/{key}").status_code == 404
    assert editor.get(f"/events/nowhere/photos/{key}").status_code == 404


def test_a_photo_is_removed(editor: FlaskClient, event: Event) -> None:
    person = make.a_person(event)
    send_photo(editor, person, a_picture())
    answer = editor.post(f"/manage/forum/people/{person.id}/photo", data={"remove": "1"})
    assert answer.status_code == 302
    assert kept(person).photo == ""


@pytest.mark.parametrize("purpose", ["participation", "feed", "join"])
def test_a_new_link_ends_the_old_one(editor: FlaskClient, event: Event, purpose: str) -> None:
    person = make.a_person(event)
    old = make.token(person, Purpose(purpose))
    here = f"/manage/forum/people/{person.id}"
    assert "Ends the link in the confirmation mail" in editor.get(here).text
    assert editor.post(f"{here}/links", data={"purpose": purpose}).location == f"{here}#links"
    make.afresh()
    db.session.expire_all()
    with pytest.raises(Revoked):
        read(old, Purpose(purpose))
    assert editor.post(f"{here}/links", data={"purpose": "nonsense"}).status_code == 404


def test_who_speaks_or_is_registered_stays(editor: FlaskClient, event: Event) -> None:
    speaks, goes = make.a_person(event), make.a_person(event)
    session = make.a_session(event, make.a_part(event), title=Translated(en="The plenary"))
    make.a_speaker(session, speaks)
    make.a_registration(event, goes, category=make.a_category(event))
    for person, words in ((speaks, "The plenary"), (goes, "They are registered.")):
        here = f"/manage/forum/people/{person.id}/delete"
        assert words in editor.get(here).text
        answer = editor.post(here, data={"confirm": person.family_name})
        assert answer.status_code == 409
        assert "This person can’t be deleted" in answer.text
    assert db.session.query(Person).count() == 2


def test_deleting_a_person_wants_the_name_typed(editor: FlaskClient, event: Event) -> None:
    person = make.a_person(event, printed_name="SOK Chanthavy", family_name="SOK")
    here = f"/manage/forum/people/{person.id}/delete"
    assert editor.post(here, data={"confirm": "LI"}).status_code == 422
    assert editor.post(here, data={"confirm": " SOK "}).location == "/manage/forum/people"
    assert db.session.query(Person).count() == 0


def test_a_viewer_changes_nobody(app: Flask, event: Event) -> None:
    viewer = app.test_client()
    make.sign_in(viewer, event=event, role=Role.VIEWER)
    person = make.a_person(event, honorific="Ms.")
    here = f"/manage/forum/people/{person.id}"
    assert '<form method="post"' not in viewer.get(here).text.split("<main", 1)[1]
    assert send_photo(viewer, person, a_picture()).status_code == 403
    for path, data in (
        ("/manage/forum/people/new", typed()),
        (here, typed()),
        (f"{here}/links", {"purpose": "feed"}),
        (f"{here}/delete", {"confirm": "SOK"}),
    ):
        assert viewer.post(path, data=data).status_code == 403
    assert (kept(person).honorific, kept(person).photo) == ("Ms.", "")


def test_another_events_person_is_not_there(editor: FlaskClient, event: Event) -> None:
    stranger = make.a_person(make.an_event(slug="other"))
    for slug in ("forum", "other"):
        here = f"/manage/{slug}/people/{stranger.id}"
        assert editor.get(here).status_code == 404
        for path in ("", "/photo", "/links", "/delete"):
            data = {**typed(), "purpose": "feed", "confirm": "SOK", "remove": "1"}
            assert editor.post(here + path, data=data).status_code == 404


@pytest.fixture(autouse=True)
def _fresh_releases(app: Flask) -> None:
    publications.forget("forum")
