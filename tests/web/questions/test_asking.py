"""The event's own questions in the forms of people: asked, refused, kept, changed."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import ExifTags, Image
from werkzeug.test import TestResponse

from forumapp import config
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor, Role
from forumapp.domain.answers import Given
from forumapp.domain.errors import Forbidden
from forumapp.domain.questions import Asking, BuiltIn, QuestionKind
from forumapp.gateways.files import LocalFiles
from forumapp.models import (
    Answer,
    AuditEntry,
    Category,
    Event,
    FormField,
    Part,
    Person,
    Question,
    Registration,
)
from forumapp.services import questions
from tests import factories as make


class Form:
    """An event that asks for a visa and, who needs one, for a passport; and who fills it in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event: Event = make.an_event()
        self.part: Part = make.a_part(self.event)
        self.category: Category = make.a_category(self.event)
        visa = {"kind": QuestionKind.CHOICE, "options": make.options("yes", "no")}
        make.a_question(self.event, "visa", required=True, **visa)
        depends = {"question": "visa", "values": ["yes"]}
        make.a_question(self.event, "passport", condition=depends, required=True)
        make.publish_form(self.event)

    def send(self, **changes: str) -> TestResponse:
        fields = {
            "key": "k" * 32,
            "printed_name": "SOK Chanthavy",
            "country": "KH",
            "email": "chanthavy@ministry.example",
            "locale": "en",
            "category": str(self.category.id),
            f"part-{self.part.id}": "room",
            **changes,
        }
        return self.client.post(f"/events/{self.event.slug}/register", data=fields)

    def answers(self, row: Registration) -> dict[str, tuple[str, ...]]:
        make.afresh()
        found: dict[str, Given] = questions.of_registration(row.id)
        return {code: given.values for code, given in found.items()}


@pytest.fixture
def form(client: FlaskClient) -> Form:
    return Form(client)


def text(response: Any) -> str:
    return unescape(response.get_data(as_text=True))


def test_what_must_be_answered_is_asked_for_beside_its_field(form: Form) -> None:
    refused = form.send()
    assert refused.status_code == 422
    assert 'href="#answer_visa"' in text(refused)
    assert 'href="#answer_passport"' not in text(refused)
    assert 'href="#answer_passport"' in text(form.send(answer_visa="yes"))


def test_answers_are_kept_and_those_that_werent_asked_are_dropped(form: Form) -> None:
    sent = form.send(answer_visa="no", answer_passport="E 1234")
    assert sent.status_code == 303
    (row,) = make.registrations(form.event)
    assert form.answers(row) == {"visa": ("no",)}


def test_the_country_decides_what_is_asked_on_every_form(app: Flask, form: Form) -> None:
    but_host = {"question": "@country", "kind": "none_of", "values": ["TH"]}
    make.a_question(form.event, "permit", condition=but_host, required=True)
    make.publish_form(form.event)
    assert 'href="#answer_permit"' in text(form.send(answer_visa="no"))
    host = form.send(answer_visa="no", answer_permit="P 1", country="TH")
    assert host.status_code == 303
    (row,) = make.registrations(form.event)
    assert form.answers(row) == {"visa": ("no",)}
    assert "#answer_permit" not in text(form.client.get("/me/"))
    desk = app.test_client()
    make.sign_in(desk, event=form.event, role=Role.REGISTRAR)
    edit = f"/manage/{form.event.slug}/registrations/{row.id}/edit"
    version = re.search(r'name="version"[^>]*value="(\d+)"', text(desk.get(edit)))
    assert version
    moved = {"printed_name": "SOK Chanthavy", "country": "none", "answer_visa": "no"}
    more = {"category": str(form.category.id), "capacity": "delegate", "version": version[1]}
    moved |= {"email": "chanthavy@ministry.example", "locale": "en", "answer_permit": "P 2"}
    assert desk.post(edit, data={**moved, **more}).status_code == 302
    assert form.answers(row) == {"visa": ("no",), "permit": ("P 2",)}


def test_people_change_their_answers_and_a_stale_save_shows_both(form: Form) -> None:
    form.send(answer_visa="no")
    (row,) = make.registrations(form.event)
    page = text(form.client.get("/me/registration"))
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    fields = {
        "printed_name": "SOK Chanthavy",
        "country": "KH",
        "email": "chanthavy@ministry.example",
        "locale": "en",
        f"part-{form.part.id}": "room",
        "version": version,
    }
    change = {**fields, "answer_visa": "yes", "answer_passport": "E 1234"}
    assert form.client.post("/me/registration", data=change).status_code == 303
    assert form.answers(row) == {"visa": ("yes",), "passport": ("E 1234",)}
    logged = sa.select(AuditEntry.id).filter_by(noun="registrations", action="update")
    assert db.session.scalars(logged).all() == []  # least of all a consent given again
    stale = form.client.post("/me/registration", data={**change, "answer_passport": "F 9"})
    assert stale.status_code == 409
    assert "E 1234" in text(stale)
    assert form.answers(row)["passport"] == ("E 1234",)


def test_the_secretariat_filters_by_answers_and_takes_them_away(app: Flask, form: Form) -> None:
    form.send(answer_visa="yes", answer_passport="E 1234")
    form.send(key="o" * 32, email="other@ministry.example", printed_name="DAO", answer_visa="no")
    desk = app.test_client()
    make.sign_in(desk, event=form.event, role=Role.REGISTRAR)
    root = f"/manage/{form.event.slug}/registrations"
    for query, names in {
        "answer_visa=yes": ["SOK Chanthavy"],
        "answer_visa=no": ["DAO"],
        "answer_passport=*": ["SOK Chanthavy"],
        "answer_passport=-": ["DAO"],
        "answer_passport=E+1234": ["SOK Chanthavy"],
        "answer_passport=E+123": [],
        "answer_visa=ye": [],
        "answer_visa=no&answer_passport=*": [],
        "answer_unknown=yes": ["DAO", "SOK Chanthavy"],
    }.items():
        sheet = text(desk.get(f"{root}.csv?{query}&sort=name")).splitlines()
        assert [line.split(",")[3] for line in sheet[1:]] == names, query
    heading, first = text(desk.get(f"{root}.csv?answer_visa=yes")).splitlines()
    assert heading.endswith(",Visa,Passport")
    assert first.endswith(",Yes,E 1234")
    (row, _other) = make.registrations(form.event)
    page = text(desk.get(f"{root}/{row.id}"))
    assert "E 1234" in page
    assert f'/manage/{form.event.slug}/form/editions/1"' in page
    make.a_question(form.event, "transit", kind=QuestionKind.COUNTRY)
    make.publish_form(form.event)
    page = text(desk.get(f"{root}?answer_transit=TH"))
    assert '<option value="TH" selected>Thailand</option>' in page
    assert '<option value="E 1234">E 1234</option>' in page
    assert "Nobody is like that" in page


def test_a_confidential_answer_is_for_who_decides_alone(app: Flask) -> None:
    event = make.an_event()
    person = make.a_person(event)
    row = make.a_registration(event, person, category=make.a_category(event))
    make.a_question(event, "illness", confidential=True)
    make.publish_form(event)
    reads = Actor(user_id=1, name="Reader", roles={event.id: Role.VIEWER})
    assert [q.code for q in questions.known(SYSTEM, event.id)] == ["illness"]
    with pytest.raises(Forbidden):
        questions.answers_of(reads, event.id, [row.id])


def a_photo() -> bytes:
    """A picture that says who took it."""
    exif, made = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Artist] = "Somebody"
    Image.new("RGB", (40, 50)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_file_is_given_to_its_person_and_the_secretariat_and_a_photo_is_theirs(
    app: Flask, client: FlaskClient
) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    make.a_question(event, "letter", kind=QuestionKind.FILE)
    make.a_question(event, "portrait", kind=QuestionKind.PHOTO)
    make.a_question(event, "nights", kind=QuestionKind.NUMBER)
    make.publish_form(event)
    fields = {
        "key": "k" * 32,
        "printed_name": "SOK Chanthavy",
        "country": "KH",
        "email": "chanthavy@ministry.example",
        "locale": "en",
        "category": str(category.id),
        f"part-{part.id}": "room",
    }
    address = f"/events/{event.slug}/register"
    script = {"answer_letter": (BytesIO(b"<script>alert(1)</script>"), "letter.pdf")}
    script["answer_portrait"] = (BytesIO(a_photo()), "me.jpg")
    wrong = client.post(address, data={**fields, **script, "answer_nights": "many"})
    assert wrong.status_code == 422
    for words in ('href="#answer_letter"', 'href="#answer_nights"', "Uploaded: me.jpg."):
        assert words in text(wrong), words
    files = {
        "answer_letter": (BytesIO(b"%PDF-1.7 %%EOF"), "letter.pdf"),
        "answer_portrait": (BytesIO(a_photo()), "me.jpg"),
    }
    refused = client.post(address, data={**fields, **files, "email": ""})
    ticket = 'name="answer_{}-ticket" value="([^"]+)"'
    again = {
        f"answer_{code}-ticket": found[1]
        for code in ("letter", "portrait")
        if (found := re.search(ticket.format(code), text(refused)))
    }
    assert refused.status_code == 422
    assert client.post(address, data={**fields, **again}).status_code == 303
    (row,) = make.registrations(event)
    given = questions.of_registration(row.id)
    photo = db.session.get_one(Person, row.person_id).photo
    assert given["portrait"].file == photo
    assert not Image.open(BytesIO(LocalFiles(config.settings().files).read(photo))).getexif()
    answer = client.get("/me/answers/letter/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    stranger = app.test_client()
    make.sign_in(stranger, event=make.an_event(), role=Role.OWNER)
    kept = f"/manage/{event.slug}/registrations/{row.id}/answers/letter"
    assert stranger.get(kept).status_code == 404
    make.sign_in(stranger, event=event, role=Role.REGISTRAR)
    assert stranger.get(kept).data == b"%PDF-1.7 %%EOF"
    names = ZipFile(BytesIO(client.get("/me/my-data.zip").data)).namelist()
    assert f"files/{photo}" in names


def test_a_focal_point_opens_files_but_nothing_confidential_and_cant_lose_it(
    app: Flask, client: FlaskClient
) -> None:
    event = make.an_event()
    delegation, other = make.a_delegation(event), make.a_delegation(event, country="TH")
    person, category = make.a_person(event), make.a_category(event)
    part = make.a_part(event)
    row = make.a_registration(
        event, person, category=category, parts=(part,), delegation_id=delegation.id
    )
    file, secret = {"kind": QuestionKind.FILE}, {"confidential": True}
    passport = {"kind": QuestionKind.IDENTITY_DOCUMENT, "retention_days": 1}
    depends = {"question": "illness", "kind": "answered", "values": []}
    key = LocalFiles(config.settings().files).put(b"%PDF-1.7 %%EOF", suffix=".pdf")
    pdf = {"file": key, "media_type": "application/pdf"}
    asked: dict[int, dict[str, Any]] = {
        make.a_question(event, "letter", **file).id: {"name": "letter.pdf", **pdf},
        make.a_question(event, "report", **file, **secret).id: {"name": "planted.pdf", **pdf},
        make.a_question(event, "passport", **passport, **secret).id: {"file": "p.sealed"},
        make.a_question(event, "illness", **secret).id: {"values": ("planted-illness",)},
        make.a_question(event, "diet", condition=depends).id: {"values": ("no salt",)},
    }
    always = {"registration_id": row.id, "edition": 1, "answered_at": make.NOW}
    for number, given in asked.items():
        make._add(Answer(), question_id=number, **always, **given)
    make.publish_form(event)
    make.open_delegation(client, event, delegation.id)
    page = f"/events/{event.slug}/delegation/nominees/{row.id}"
    seen = text(client.get(page))
    assert f"{page}/answers/letter" in seen
    for hidden in ("planted-illness", "planted.pdf", "/answers/report", "/answers/passport"):
        assert hidden not in seen
    version = re.search(r'name="version"[^>]*value="(\d+)"', seen)
    assert version
    changed = {"printed_name": "SOK", "capacity": "adviser", "version": version[1]}
    changed |= {"locale": "en", "country": "none", "answer_diet": "no sugar"}
    changed[f"part-{part.id}"] = "room"
    assert client.post(page, data=changed).status_code == 302
    make.afresh()
    kept = questions.of_registration(row.id)
    assert kept["illness"].values == ("planted-illness",)
    assert (kept["report"].name, kept["diet"].values) == ("planted.pdf", ("no sugar",))
    codes = {code: client.get(f"{page}/answers/{code}").status_code for code in kept}
    assert codes == {"letter": 200, **dict.fromkeys(set(codes) - {"letter"}, 404)}
    stranger = app.test_client()
    make.open_delegation(stranger, event, other.id)
    assert stranger.get(f"{page}/answers/letter").status_code == 404


def test_the_page_of_a_participant_says_what_is_missing(app: Flask, form: Form) -> None:
    person = make.a_person(form.event, title={})
    row = make.a_registration(form.event, person, category=form.category, parts=(form.part,))
    title = {"built_in": BuiltIn.TITLE, "asking": Asking.REQUIRED}
    make._add(FormField(), event_id=form.event.id, **title)
    make.publish_form(form.event)
    make.open_participation(form.client, person)
    page = text(form.client.get("/me/"))
    for anchor in ("#title", "#answer_visa"):
        assert f'href="/me/registration{anchor}"' in page
    assert "#answer_passport" not in page
    delegation = make.a_delegation(form.event)
    with unit_of_work():
        db.session.get_one(Registration, row.id).delegation_id = delegation.id
    focal = app.test_client()
    make.open_delegation(focal, form.event, delegation.id)
    assert "answers are missing" in text(focal.get(f"/events/{form.event.slug}/delegation/"))


def test_an_option_that_was_taken_out_stays_for_who_chose_it(form: Form) -> None:
    form.send(answer_visa="no")
    make.afresh()
    visa = db.session.scalars(sa.select(Question).filter_by(code="visa")).one()
    yes, no = make.options("yes", "no")
    with unit_of_work():
        visa.options = [yes, {**no, "retired": True}]
    make.publish_form(form.event)
    option = 'name="answer_visa" type="radio" value="no"'
    assert option in text(form.client.get("/me/registration"))
    assert option not in text(form.client.get(f"/events/{form.event.slug}/register"))
