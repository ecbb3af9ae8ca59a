"""The file of everything that is kept about a person."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from forumapp.config import settings
from forumapp.db import Base, db, unit_of_work
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.models import AuditEntry, Person, Star
from tests import factories as make


def downloaded(client: FlaskClient) -> tuple[dict[str, Any], dict[str, bytes]]:
    answer = client.get("/me/my-data.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert "my-data.txt" in files
    return json.loads(files.pop("my-data.json")), files


def somebody(**given: Any) -> Person:
    event = make.an_event()
    part = make.a_part(event, name=Translated(en="The forum", zh="论坛"))
    person = make.a_person(event, **given)
    category, own = make.a_category(event), make.a_delegation(event, country="KH").id
    make.a_registration(event, person, category=category, parts=(part,), delegation_id=own)
    session = make.a_session(event, part)
    make.a_speaker(session, person)
    with unit_of_work() as written:
        written.add(Star(person_id=person.id, session_id=session.id, created_at=make.NOW))
    return person


def test_everything_that_is_kept_of_a_person_is_in_it_in_plain_words(client: FlaskClient) -> None:
    photo = LocalFiles(settings().files).put(b"a photo", suffix=".png")
    person = somebody(printed_name="SOK Chanthavy", email="sok@ministry.example", photo=photo)
    make.open_participation(client, person)

    kept, files = downloaded(client)

    assert kept["people"][0]["printed_name"] == "SOK Chanthavy"
    assert kept["people"][0]["email"] == "sok@ministry.example"
    assert kept["registrations"][0]["category"]
    assert kept["seats"][0]["part"] == {"en": "The forum", "zh": "论坛"}
    assert kept["registrations"][0]["delegation"] == "KH"
    assert "person" not in kept["stars"][0]
    assert {"speakers", "stars"} <= kept.keys()
    told = files.pop("my-data.txt").decode()
    assert "Name as printed: SOK Chanthavy" in told
    assert "Status: Approved" in told
    assert "Delegation: Cambodia" in told
    assert files == {f"files/{photo}": b"a photo"}


def test_it_holds_nothing_of_anybody_else_and_nothing_that_opens_anything(
    client: FlaskClient,
) -> None:
    person, other = somebody(printed_name="SOK Own"), somebody(printed_name="LIN Other")
    with unit_of_work() as written:
        written.get_one(Person, other.id).email = "lin@other.example"
    make.open_participation(client, person)

    text = json.dumps(downloaded(client)[0])

    assert "SOK Own" in text
    assert "LIN Other" not in text
    assert "lin@other.example" not in text
    assert person.key not in text
    assert "_version" not in text


def test_each_table_that_refers_to_people_is_followed(client: FlaskClient, app: Flask) -> None:
    person = somebody()
    make.open_participation(client, person)
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    filled = {
        name for name in about if db.session.execute(sa.text(f'SELECT 1 FROM "{name}"')).first()
    }

    assert {"registrations", "speakers", "stars"} <= filled
    assert filled <= downloaded(client)[0].keys()


def test_that_it_was_taken_is_in_the_audit_log(client: FlaskClient) -> None:
    person = somebody()
    make.open_participation(client, person)

    downloaded(client)

    make.afresh()
    entries = db.session.scalars(sa.select(AuditEntry).filter_by(action="export_own_data"))
    assert [(e.noun, e.object_id, e.event_id) for e in entries] == [
        ("people", person.id, person.event_id)
    ]


def test_nobody_else_gets_it(client: FlaskClient) -> None:
    somebody()
    assert client.get("/me/my-data.zip").status_code == 302
