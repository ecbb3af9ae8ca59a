"""The letter that names a delegation: handed in, checked, reported, and seen by few."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from PIL import Image

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.delegations import CredentialStatus
from forumapp.gateways.files import LocalFiles
from forumapp.models import AuditEntry, Credential, Delegation, Event
from tests import factories as make

OWN = "/events/forum-next/delegation"
ROOT = "/manage/forum-next/delegations"
PDF = b"%PDF-1.7\nplanted letter\n%%EOF\n"


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum-next")


@pytest.fixture
def delegation(event: Event) -> Delegation:
    return make.a_delegation(event)


@pytest.fixture
def focal(app: Flask, event: Event, delegation: Delegation) -> FlaskClient:
    client = app.test_client()
    make.open_delegation(client, event, delegation.id)
    return client


@pytest.fixture
def registrar(app: Flask, event: Event) -> FlaskClient:
    client = app.test_client()
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    return client


def hand_in(focal: FlaskClient, data: bytes, name: str = "letter.pdf") -> Any:
    return focal.post(f"{OWN}/credentials", data={"letter": (io.BytesIO(data), name)})


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(out, "JPEG")
    return out.getvalue()


def kept() -> Credential | None:
    make.afresh()
    return db.session.query(Credential).one_or_none()


def status() -> CredentialStatus | None:
    row = kept()
    return row.status if row else None


def test_a_letter_is_judged_by_its_content_and_given_out_as_an_attachment(
    focal: FlaskClient, registrar: FlaskClient, delegation: Delegation
) -> None:
    for wrong in (b"<script>", b"%PDF-1.7 cut off", b""):
        hand_in(focal, wrong)
        assert kept() is None

    hand_in(focal, PDF, "minister.exe")
    letter = registrar.get(f"{ROOT}/{delegation.id}/credentials/file")

    assert letter.data == PDF
    assert letter.mimetype == "application/pdf"
    assert letter.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert focal.get(f"{OWN}/credentials/file").data == PDF
    make.afresh()
    looks = db.session.query(AuditEntry).filter_by(action="view_file")
    assert [entry.actor != "" for entry in looks] == [True, True]
    hand_in(focal, a_picture(), "letter.jpg")
    assert focal.get(f"{OWN}/credentials/file").mimetype == "image/jpeg"


def test_nobody_else_opens_it(
    app: Flask, focal: FlaskClient, event: Event, delegation: Delegation
) -> None:
    hand_in(focal, PDF)
    other = make.a_delegation(event, country="TH")
    neighbour, editor = app.test_client(), app.test_client()
    make.open_delegation(neighbour, event, other.id)
    make.sign_in(editor, event=event, role=Role.EDITOR)

    assert neighbour.get(f"{OWN}/credentials/file").status_code == 404
    assert editor.get(f"{ROOT}/{delegation.id}/credentials/file").status_code == 403
    assert app.test_client().get(f"{ROOT}/{delegation.id}/credentials/file").status_code == 302


def test_credentials_are_decided_with_a_reason_and_reported(
    focal: FlaskClient, registrar: FlaskClient, event: Event, delegation: Delegation
) -> None:
    make.a_delegation(event, country="TH")
    hand_in(focal, PDF)
    assert status() is CredentialStatus.PROVISIONAL
    address = f"{ROOT}/{delegation.id}/credentials"
    data = {"standing": "rejected", "signatory": "H.E. Mr. A", "rank": "Minister", "version": "2"}

    assert registrar.post(address, data=data).status_code == 422
    assert registrar.post(address, data={**data, "version": "1", "reason": "x"}).status_code == 409
    assert registrar.post(address, data={**data, "reason": "No signature."}).status_code == 302
    assert "No signature." in focal.get(f"{OWN}/").text

    again = {**data, "standing": "accepted", "version": "3", "reason": ""}
    assert registrar.post(address, data=again).status_code == 302
    page = registrar.get(f"{ROOT}/credentials").text
    book = load_workbook(io.BytesIO(registrar.get(f"{ROOT}/credentials.xlsx").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert "Minister" in page
    assert [(row[0], row[2], row[4]) for row in rows[1:]] == [
        ("Cambodia", "Accepted", "H.E. Mr. A"),
        ("Thailand", "Missing", None),
    ]
    hand_in(focal, a_picture(), "new.jpg")
    assert status() is CredentialStatus.PROVISIONAL


def test_a_letter_that_another_takes_the_place_of_goes_unless_the_same_bytes_are_used_elsewhere(
    focal: FlaskClient, event: Event
) -> None:
    attached = make.a_circular_file(make.a_circular(event.id).id, PDF).file
    store = LocalFiles(settings().files)
    hand_in(focal, PDF)
    hand_in(focal, a_picture(), "letter.jpg")
    (picture,) = db.session.query(Credential.file).one()
    hand_in(focal, PDF.replace(b"planted", b"another"))

    assert store.read(attached) == PDF
    assert not store.path(picture).exists()


def test_a_decision_about_a_letter_that_came_meanwhile_shows_what_is_there_now(
    focal: FlaskClient, registrar: FlaskClient, delegation: Delegation
) -> None:
    address = f"{ROOT}/{delegation.id}/credentials"
    data = {"standing": "rejected", "reason": "Nothing came.", "version": "0"}
    hand_in(focal, PDF)

    assert registrar.post(address, data=data).status_code == 409
    assert status() is CredentialStatus.PROVISIONAL


def test_the_first_word_about_credentials_needs_no_letter(
    registrar: FlaskClient, delegation: Delegation
) -> None:
    address = f"{ROOT}/{delegation.id}/credentials"

    assert 'value="0"' in registrar.get(address).text
    sent = registrar.post(address, data={"standing": "provisional", "version": "0"})

    assert sent.status_code == 302
    assert status() is CredentialStatus.PROVISIONAL
