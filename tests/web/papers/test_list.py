"""The list of participants: issued in editions that never change, public for those who agreed."""

from __future__ import annotations

import io
import zipfile

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.delegations import Capacity, CredentialStatus
from forumapp.domain.events import Mode
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import Credential, Event, PaperEdition, Person
from tests import factories as make


class Scene:
    """A head of delegation who agreed to be listed and an adviser, online, who didn't."""

    def __init__(self) -> None:
        self.event: Event = make.an_event(symbol="FVP/3")
        part, category = make.a_part(self.event), make.a_category(self.event)
        delegation = make.a_delegation(self.event)
        self.head = make.a_person(self.event)
        self.adviser = make.a_person(
            self.event, printed_name="CHEA Rithy", family_name="CHEA", native_name=""
        )
        for person, capacity, mode, listed in (
            (self.adviser, Capacity.ADVISER, Mode.ONLINE, False),
            (self.head, Capacity.HEAD, Mode.ROOM, True),
        ):
            make.a_registration(
                self.event,
                person,
                category=category,
                parts=(part,),
                mode=mode,
                listed=listed,
                capacity=capacity,
                delegation_id=delegation.id,
            )
        self.address = f"/manage/{self.event.slug}/papers"
        self.public = f"/events/{self.event.slug}/participants"


def seen(client: FlaskClient, address: str) -> str:
    text = client.get(address).text
    return text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_the_list_is_issued_revised_and_made_final(app: Flask, client: FlaskClient) -> None:
    scene = Scene()
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    token = seen(client, scene.address)

    issued = client.post(scene.address, data={"status": "provisional", "seen": token})
    with unit_of_work() as session:
        row = session.get_one(Person, scene.head.id)
        row.title = Translated(en="Secretary of State")
    stale = client.post(scene.address, data={"status": "revised", "seen": token})
    wrong = client.post(scene.address, data={"status": "provisional", "seen": token})
    token = seen(client, scene.address)
    client.post(scene.address, data={"status": "final", "seen": token})
    after = client.get(scene.address).text
    last = client.get(f"{scene.address}/2").text

    assert (issued.status_code, stale.status_code, wrong.status_code) == (302, 409, 422)
    make.afresh()
    rows = db.session.scalars(sa.select(PaperEdition).order_by(PaperEdition.number))
    assert [(row.status.value, row.symbol, row.people) for row in rows] == [
        ("provisional", "FVP/3/INF.1", 2),
        ("final", "FVP/3/INF.1/Final", 2),
    ]
    assert "FVP/3/INF.1/Final/Corr.1" in after
    assert "Revised" not in after
    assert "Deputy Director, Ministry of Rural Development → Secretary of State" in last


def test_a_final_list_has_those_alone_whose_credentials_are_accepted(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene()
    other = make.a_delegation(scene.event, country="LA")
    make.a_registration(
        scene.event,
        make.a_person(scene.event, printed_name="Bounmy SOUVANNA", family_name="SOUVANNA"),
        category=make.a_category(scene.event),
        delegation_id=other.id,
    )
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    without = client.get(scene.address).text
    with unit_of_work() as session:
        session.add(
            Credential(
                event_id=scene.event.id, delegation_id=other.id, status=CredentialStatus.ACCEPTED
            )
        )

    page = client.get(scene.address).text
    client.post(scene.address, data={"status": "final", "seen": seen(client, scene.address)})
    make.afresh()
    edition = db.session.scalars(sa.select(PaperEdition)).one()

    assert "its final list asks for none" in without
    assert "CAMBODIA" in page.partition("whose credentials are not accepted")[2]
    assert edition.people == 1


def test_everyone_reads_those_alone_who_agreed_once_it_is_shown(
    app: Flask, client: FlaskClient
) -> None:
    scene = Scene()
    reader = app.test_client()
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    client.post(scene.address, data={"status": "provisional", "seen": seen(client, scene.address)})

    hidden = reader.get(scene.public).status_code
    editor = app.test_client()  # who publishes programmes, and reads no registrations
    make.sign_in(editor, event=scene.event, role=Role.EDITOR)
    assert editor.post(f"{scene.address}/1/show").status_code == 403
    client.post(f"{scene.address}/1/show")
    page = reader.get(scene.public)
    client.post(f"{scene.address}/1/hide")

    assert hidden == 404
    assert "Chanthavy" in page.text
    assert "CHEA" not in page.text
    assert reader.get(scene.public).status_code == 404
    assert reader.get(f"{scene.public}.pdf").status_code == 404


def test_it_comes_as_pdf_word_and_excel(app: Flask, client: FlaskClient) -> None:
    scene = Scene()
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)
    files = f"{scene.address}/0/participants-en"

    asked = client.get(f"{files}.pdf")
    engine.run_due()
    with Pdf.open(io.BytesIO(client.get(f"{files}.pdf", buffered=True).data)) as pdf:
        tagged = bool(pdf.Root.MarkInfo.Marked)
    word = _xml(client.get(f"{files}.docx").data, "word/document.xml")
    sheet = _xml(client.get(f"{files}.xlsx").data, "xl/sharedStrings.xml")

    assert asked.status_code == 202
    assert tagged
    assert word.index("SOK") < word.index("CHEA") < word.index("Adviser") < word.index("Online")
    for words in ("CAMBODIA", "Working draft", "សុខ ចាន់ថាវី"):
        assert words in word
    assert "Head of delegation" in sheet


def test_it_is_for_those_who_may_read_registrations_of_this_event(
    app: Flask, client: FlaskClient
) -> None:
    scene, other = Scene(), make.an_event()
    make.sign_in(client, event=other, role=Role.OWNER)

    assert client.get(scene.address).status_code == 404
    assert client.get(f"/manage/{other.slug}/papers/1").status_code == 404


def _xml(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()
