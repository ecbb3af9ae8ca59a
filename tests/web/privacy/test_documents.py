"""Identity documents: sealed as they come in, opened by few, and every look is written down."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from forumapp.config import documents_keys, settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.errors import NotFound
from forumapp.domain.questions import QuestionKind
from forumapp.gateways.files import LocalFiles
from forumapp.gateways.sealing import seal, unseal
from forumapp.jobs import engine
from forumapp.models import Answer, AuditEntry, Event, Person, Question
from forumapp.services import upkeep
from tests import factories as make
from tests.cli.backups import Key, back_up, installed, run, unpacked
from tests.conftest import settings_in

PASSPORT = b"%PDF-1.7 planted passport N1234567 %%EOF"


class Desk:
    """An event that asks for a passport, and somebody who has handed theirs in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event: Event = make.an_event()
        self.part, self.category = make.a_part(self.event), make.a_category(self.event)
        make.a_question(
            self.event, "passport", kind=QuestionKind.IDENTITY_DOCUMENT, confidential=True
        )
        make.publish_form(self.event)
        assert self.send() == 303
        (self.row,) = make.registrations(self.event)
        self.answer = db.session.scalars(sa.select(Answer)).one()
        page = f"/manage/{self.event.slug}/registrations/{self.row.id}"
        self.page, self.address = page, f"{page}/documents/{self.answer.id}"

    def send(self, **changes: str) -> int:
        upload = (io.BytesIO(PASSPORT), "SOK Chanthavy N1234567.pdf")
        fields = {
            "key": "k" * 32,
            "printed_name": "SOK Chanthavy",
            "country": "KH",
            "email": "chanthavy@ministry.example",
            "locale": "en",
            "category": str(self.category.id),
            f"part-{self.part.id}": "room",
            "answer_passport": upload,
            **changes,
        }
        return self.client.post(f"/events/{self.event.slug}/register", data=fields).status_code


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def stored() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings().files.rglob("*") if path.is_file()}


def test_who_decides_opens_it_and_the_log_keeps_who(client: FlaskClient, desk: Desk) -> None:
    make.sign_in(client, event=desk.event, role=Role.REGISTRAR)
    assert desk.address in client.get(desk.page).text

    opened = client.get(desk.address)

    assert (opened.data, opened.mimetype) == (PASSPORT, "application/pdf")
    assert opened.headers["Content-Disposition"].startswith("attachment; ")
    assert opened.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert opened.headers["Cache-Control"] == "no-store"
    make.afresh()
    looks = db.session.scalars(sa.select(AuditEntry).filter_by(action="view_document"))
    assert [(e.actor, e.noun, e.object_id) for e in looks] == [
        ("Lin Daw", "registrations", desk.row.id)
    ]
    assert "Identity document opened" in client.get(desk.page).text


def test_the_organiser_asks_for_one_and_it_is_always_confidential(
    client: FlaskClient, desk: Desk
) -> None:
    make.sign_in(client, event=desk.event, role=Role.OWNER)
    address = f"/manage/{desk.event.slug}/form/questions/new?kind=identity_document"
    assert "Kept encrypted" in client.get(address).text

    assert client.post(address, data={"label-en": "Your visa"}).status_code == 422
    asks = {"label-en": "Your visa", "retention_days": "14"}
    assert client.post(address, data=asks).status_code == 303

    make.afresh()
    asked = db.session.scalars(sa.select(Question).order_by(Question.id)).all()
    assert [(q.kind, q.confidential) for q in asked] == [(QuestionKind.IDENTITY_DOCUMENT, True)] * 2


def test_nobody_else_opens_it_at_any_address(client: FlaskClient, desk: Desk) -> None:
    elsewhere = make.an_event()
    other = f"/manage/{elsewhere.slug}/registrations/{desk.row.id}/documents/{desk.answer.id}"
    make.sign_in(client, event=elsewhere, role=Role.OWNER)
    assert [client.get(one).status_code for one in (desk.address, other)] == [404, 404]
    for role in (Role.EDITOR, Role.VIEWER):
        make.sign_in(client, event=desk.event, role=role)
        assert client.get(desk.address).status_code == 403


def test_it_is_nowhere_in_plain(
    app: Flask, client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    assert [name.endswith(".sealed") for name in stored()] == [True]
    assert not [name for name, data in stored().items() if b"N1234567" in data]
    row = dict(db.session.execute(sa.select(Answer.__table__)).mappings().one())
    assert "N1234567" not in str(row)
    make.open_participation(client, db.session.get_one(Person, desk.row.person_id))
    assert b"N1234567" not in client.get("/me/my-data.zip").data
    make.sign_in(client, event=desk.event, role=Role.OWNER)
    sheet = client.get(f"/manage/{desk.event.slug}/registrations.csv")
    assert (sheet.status_code, b"N1234567" in sheet.data) == (200, False)
    key = Key.make(tmp_path / "backup.key")
    back_up(app, tmp_path / "made.age", key)
    members = unpacked(tmp_path / "made.age", key)
    assert not [name for name, data in members.items() if b"N1234567" in data]
    with installed(settings_in(tmp_path / "elsewhere")) as restored:
        code, _said = run("restore", tmp_path / "made.age", "--identity", key.path, app=restored)
        keys = documents_keys(settings())
        assert (code, [unseal(one, keys) for one in stored().values()]) == (0, [PASSPORT])


def test_a_former_key_still_opens_and_a_strange_one_does_not() -> None:
    sealed = seal(PASSPORT, ["old"])
    assert unseal(sealed, ["new", "old"]) == PASSPORT
    assert seal(PASSPORT, ["old"]) != sealed
    for broken, keys in ((sealed, ["new"]), (sealed[:-1], ["old"]), (b"%PDF-", ["old"])):
        with pytest.raises(NotFound):
            unseal(broken, keys)


def test_keys_of_the_environment_come_before_the_file(desk: Desk) -> None:
    kept = settings().instance / "documents.key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert documents_keys(settings()) == (kept.read_text(),)
    assert documents_keys(replace(settings(), documents_keys=("a", "b"))) == ("a", "b")
    assert settings().secret_key not in kept.read_text()


def test_what_was_handed_in_in_vain_goes_after_two_days(desk: Desk) -> None:
    (handed_in,) = stored()
    assert desk.send(key="j" * 32, email="not an address") == 422
    assert len(stored()) == 2
    photo = LocalFiles(settings().files).put(b"a photo", suffix=".png")
    with unit_of_work() as written:
        written.get_one(Person, desk.row.person_id).photo = photo
    for path in settings().files.rglob("*.*"):
        os.utime(path, (make.NOW.timestamp() - 3 * 86400,) * 2)

    with unit_of_work():
        upkeep.ask(now=make.NOW)
    engine.run_due()

    assert stored().keys() == {handed_in, photo}
