"""Letters: written from the organiser's text, found on one's own page, checked by anyone."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.papers.letters import grouped
from forumapp.jobs import engine
from forumapp.models import Event, Letter, Mark, Person
from tests import factories as make
from tests.counting import queries_of
from tests.render.pdf.reading import text_of


class Scene:
    """Two approved people of an event, and its registrar signed in."""

    def __init__(self, client: FlaskClient) -> None:
        self.event: Event = make.an_event()
        self.part, self.category = make.a_part(self.event), make.a_category(self.event)
        self.sok: Person = make.a_person(self.event, title={})
        self.aye = make.a_person(self.event, printed_name="Aye *Aye*", family_name="")
        for person in (self.sok, self.aye):
            make.a_registration(self.event, person, category=self.category, parts=(self.part,))
        make.sign_in(client, event=self.event, role=Role.REGISTRAR)
        self.client = client
        self.papers = f"/manage/{self.event.slug}/papers/letters"

    def issue(self, kind: str, *people: Person) -> list[Letter]:
        """Issue letters; every letter of the event so far."""
        sent = {"person": [str(person.id) for person in people]}
        assert self.client.post(f"{self.papers}/{kind}", data=sent).status_code == 302
        make.afresh()
        return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def test_a_letter_is_made_of_the_organisers_text(app: Flask, client: FlaskClient) -> None:
    scene = Scene(client)
    text = f"{scene.papers}/visa/text-en"
    refused = client.post(text, data={"heading": "Visa", "text": "For {nmae}, {", "version": "0"})
    saved = client.post(
        text, data={"heading": "Visa", "text": "For {name}, {title}, {country}.", "version": "0"}
    )

    (letter,) = scene.issue("visa", scene.aye)
    client.get(f"{scene.papers}/{letter.id}.pdf")
    file, code = f"{scene.papers}/{letter.id}", grouped(letter.code)
    client.get(f"{file}.pdf")
    make.afresh()
    engine.run_due()
    pdf = text_of(client.get(f"{file}.pdf", buffered=True).data)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{file}.docx").data)) as archive:
        word = archive.read("word/document.xml").decode()

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "nmae, {" in refused.text
    assert "ForAye*Aye*,DeputyDirector,Cambodia." in pdf
    assert code in pdf
    assert "For Aye *Aye*, Deputy Director, Cambodia." in word


def test_letters_with_the_place_of_an_answer_empty_are_told_of(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene(client)
    make.a_question(scene.event, "flight")
    make.publish_form(scene.event)
    text = {"heading": "Visa", "text": "By flight {answer:flight}.", "version": "0"}
    assert client.post(f"{scene.papers}/visa/text-en", data=text).status_code == 302

    (letter,) = scene.issue("visa", scene.aye)

    assert letter.revoked_at is None
    said = "1 of them names an answer that its reader hasn’t given: look at it first."
    assert said in client.get(f"{scene.papers}/visa").text


def test_the_good_letters_of_a_kind_are_one_pdf_and_go_to_each_by_mail(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene(client)
    (_first, code), (second, other) = (
        (letter.id, grouped(letter.code))
        for letter in scene.issue("invitation", scene.sok, scene.aye)
    )
    together, mailing = f"{scene.papers}/invitation-en.pdf", "/messages/circulars/new"

    page = client.get(f"{scene.papers}/invitation").text
    assert "2 letters as one PDF" in page
    (address,) = re.findall(rf'href="([^"]*{mailing}[^"]*)"', page)
    ticked = client.get(html.unescape(address)).text
    assert re.findall(r'<input checked[^>]* value="([^"]*)"', ticked) == ["invitation"]
    assert client.get(together).status_code == 202
    make.afresh()
    engine.run_due()
    found = client.get(together, buffered=True).data
    assert len(Pdf.open(io.BytesIO(found)).pages) == 2
    assert client.post(f"{scene.papers}/{second}/revoke").status_code == 302
    client.get(together)
    make.afresh()
    engine.run_due()
    left = text_of(client.get(together, buffered=True).data)
    assert (code in left, other in left) == (True, False)
    assert client.get(f"{scene.papers}/nonsense-en.pdf").status_code == 404


def test_anyone_checks_a_letter_and_learns_nothing_else(app: Flask, client: FlaskClient) -> None:
    scene = Scene(client)
    first, second = scene.issue("invitation", scene.sok, scene.aye)
    client.post(f"{scene.papers}/{second.id}/revoke")
    reader = app.test_client()

    good = reader.get(f"/verify/{grouped(first.code).lower()}")
    revoked = reader.get(f"/verify?code={second.code}", follow_redirects=True)
    unknown = reader.get("/verify/0000-0000-0000-0000")

    assert (good.status_code, revoked.status_code, unknown.status_code) == (200, 200, 404)
    assert "This letter is valid" in good.text
    assert "Ms. SOK Chanthavy" in good.text
    assert "This letter is revoked" in revoked.text
    for secret in (scene.sok.email, "Ministry", "Deputy", first.code, scene.event.slug):
        assert secret not in good.text


def test_guessing_codes_ends_while_right_ones_may_be_checked_on(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene(client)
    (letter,) = scene.issue("invitation", scene.sok)
    reader = app.test_client()

    right = {reader.get(f"/verify/{letter.code}").status_code for _ in range(25)}
    wrong = [reader.get(f"/verify/{number:016d}").status_code for number in range(21)]

    assert right == {200}
    assert wrong == [404] * 20 + [429]


def test_participants_find_their_own_letters_until_they_are_replaced(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene(client)
    scene.issue("invitation", scene.sok)
    old, letter, other = scene.issue("invitation", scene.sok, scene.aye)
    reader = app.test_client()
    make.open_participation(reader, scene.sok)

    page = reader.get("/me/").text

    assert f"/me/letters/{letter.id}.pdf" in page
    assert reader.get(f"/me/letters/{letter.id}.pdf").status_code == 202
    for number in (old.id, other.id):
        assert f"/me/letters/{number}.pdf" not in page
        assert reader.get(f"/me/letters/{number}.pdf").status_code == 404


def test_certificates_are_for_those_whose_attendance_is_recorded(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene(client)
    session = make.a_session(scene.event, scene.part)
    with unit_of_work() as unit:
        unit.add(
            Mark(
                event_id=scene.event.id,
                session_id=session.id,
                person_id=scene.sok.id,
                kind=MarkKind.ROOM,
                made_by="Secretary",
                made_at=datetime.now(UTC),
            )
        )

    page = client.get(f"{scene.papers}/certificate").text
    issued = scene.issue("certificate", scene.sok, scene.aye)

    assert "No attendance is recorded" in page
    assert [letter.person_id for letter in issued] == [scene.sok.id]


def test_a_letter_is_a_404_for_organisers_of_other_events(app: Flask, client: FlaskClient) -> None:
    scene = Scene(client)
    (letter,) = scene.issue("invitation", scene.sok)
    other = make.an_event()
    make.sign_in(client, event=other, role=Role.OWNER)

    assert client.get(f"/manage/{other.slug}/papers/letters/{letter.id}.pdf").status_code == 404
    assert client.get(f"{scene.papers}/{letter.id}.docx").status_code == 404


def test_the_pages_ask_as_often_for_many_as_for_two(app: Flask, client: FlaskClient) -> None:
    scene = Scene(client)
    scene.issue("certificate", scene.sok)
    pages = [f"{scene.papers}/certificate", f"/manage/{scene.event.slug}/papers"]
    few = [queries_of(client, page) for page in pages]
    more = [make.a_person(scene.event) for _ in range(8)]
    for person in more:
        make.a_registration(
            scene.event, person, category=scene.category, parts=(scene.part,), listed=True
        )
    scene.issue("certificate", *more)

    assert [queries_of(client, page) for page in pages] == few
