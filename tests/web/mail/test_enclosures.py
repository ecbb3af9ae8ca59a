"""What goes with a circular: files for everybody, and each reader's own papers."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from forumapp import config
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.circulars import Own
from forumapp.domain.events import Mode
from forumapp.domain.jobs import Line, line
from forumapp.domain.registration import RegistrationStatus
from forumapp.jobs import engine
from forumapp.models import CircularFile, Event, Job, Letter, Mail, Person
from forumapp.services import circulars
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.jobs.mailing import text_of

PDF = b"%PDF-1.7\nA map of the venue\n%%EOF\n"


@pytest.fixture
def event(app: Flask) -> Event:
    """Somebody who comes to the room, somebody online, and one who waits to be approved."""
    found = make.an_event()
    part, category = make.a_part(found), make.a_category(found)
    make.a_session(found, part, code="S1")
    for name, mode, status in (
        ("SOK Chanthavy", Mode.ROOM, RegistrationStatus.APPROVED),
        ("LIN Daw", Mode.ONLINE, RegistrationStatus.APPROVED),
        ("KIM Waits", Mode.ONLINE, RegistrationStatus.PENDING),
    ):
        person = make.a_person(found, printed_name=name, family_name="")
        make.a_registration(
            found, person, category=category, parts=(part,), mode=mode, status=status
        )
    make.publish(found)
    return found


def office(client: FlaskClient, event: Event, **given: Any) -> str:
    """The page of a draft, with a registrar signed in."""
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    circular = make.a_circular(event.id, **given)
    return f"/manage/{event.slug}/messages/circulars/{circular.id}"


def upload(client: FlaskClient, here: str, data: bytes, name: str = "Map of the venue.PDF") -> str:
    sent = {"file": (io.BytesIO(data), name)}
    return client.post(f"{here}/files", data=sent, follow_redirects=True).text


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name in ("[Content_Types].xml", *names):
            made.writestr(name, "<a/>")
    return packed.getvalue()


def photo() -> bytes:
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def outbox() -> dict[str, EmailMessage]:
    """The mails that left, by whom they went to."""
    files = Path(config.settings().instance / "outbox").glob("*.eml")
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return {str(mail["To"].addresses[0].display_name): mail for mail in mails}


def attached(mail: EmailMessage) -> dict[str, bytes]:
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
    }


def test_a_file_goes_with_every_mail_under_its_name(client: FlaskClient, event: Event) -> None:
    here = office(client, event)
    assert "The file goes with every mail." in upload(client, here, PDF)
    upload(client, here, photo(), "会场.jpeg")
    client.post(f"{here}/send")
    make.afresh()
    assert {line(job.name) for job in db.session.scalars(sa.select(Job))} == {Line.QUICK}
    engine.run_due()

    (found, also) = (attached(mail) for mail in outbox().values())
    assert found == also
    assert list(found) == ["Map of the venue.pdf", "会场.jpg"]
    assert found["Map of the venue.pdf"] == PDF
    assert b"taken at home" not in found["会场.jpg"]
    make.afresh()
    row = db.session.scalars(sa.select(CircularFile).limit(1)).one()
    answer = client.get(f"{here}/files/{row.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.post(f"{here}/files/{row.id}/take-out").status_code == 302
    assert client.get(f"{here}/files/{row.id}").status_code == 200


def test_large_files_keep_no_other_mail_waiting(event: Event) -> None:
    circular = make.a_circular(event.id)
    with unit_of_work():
        make.a_circular_file(circular.id, PDF).size = 6 * 2**20
        circulars.send(SYSTEM, event.id, circular.id, now=make.NOW)
    assert {line(job.name) for job in db.session.scalars(sa.select(Job))} == {Line.LONG}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90 a program", "This is none of the files"),
        (b"<html><script>alert(1)</script>", "This is none of the files"),
        (b"%PDF-1.7 cut off", "This is none of the files"),
        (archive("word/document.xml", "word/vbaProject.bin"), "This file holds macros"),
        (archive("anything.txt"), "This is none of the files"),
        (b"", "This is none of the files"),
    ],
)
def test_a_file_is_judged_by_what_it_holds(
    client: FlaskClient, event: Event, data: bytes, words: str
) -> None:
    assert words in upload(client, office(client, event), data, "Programme.pdf")


def test_word_files_go_and_what_is_taken_out_leaves_the_store(
    client: FlaskClient, event: Event
) -> None:
    here = office(client, event)
    upload(client, here, archive("word/document.xml"), "Note.docx")
    make.afresh()
    row = db.session.scalars(sa.select(CircularFile)).one()
    path = config.settings().files / row.file[:2] / row.file[2:4] / row.file
    assert (row.name, path.is_file()) == ("Note.docx", True)
    other = make.a_circular(make.an_event().id)
    assert client.get(f"{here[: -len('1')]}{other.id}/files/{row.id}").status_code == 404

    client.post(f"{here}/files/{row.id}/take-out")
    assert not path.is_file()


def test_letters_are_issued_once_to_those_who_may_have_them_and_nobody_else_is_written_to(
    event: Event,
) -> None:
    circular = make.a_circular(event.id, filters={}, papers=["visa"])
    found = circulars.recipients(SYSTEM, event.id, {}, ["visa"], now=make.NOW)
    assert (len(found.people), found.unentitled) == (2, 1)
    with unit_of_work():
        circulars.send(SYSTEM, event.id, circular.id, now=make.NOW)
    again = make.a_circular(event.id, filters={}, papers=["visa"])
    with unit_of_work():
        circulars.send(SYSTEM, event.id, again.id, now=make.NOW)
    make.afresh()
    assert len(db.session.scalars(sa.select(Letter)).all()) == 2
    assert len(db.session.scalars(sa.select(Mail)).all()) == 4
    assert {line(job.name) for job in db.session.scalars(sa.select(Job))} == {Line.LONG}


def test_each_reader_gets_papers_of_their_own(client: FlaskClient, event: Event) -> None:
    online, coming = (
        db.session.scalars(sa.select(Person).filter_by(printed_name=name)).one()
        for name in ("LIN Daw", "SOK Chanthavy")
    )
    token, reader = make.token(coming, Purpose.FEED), online.id
    own = [one.value for one in (Own.BADGE, Own.SCHEDULE, Own.VISA)]
    here = office(client, event, papers=own, filters={"mode": "room"})
    client.post(f"{here}/send")
    make.afresh()
    engine.run_due()

    (mail,) = outbox().values()
    found = attached(mail)
    assert list(found) == ["Badge.pdf", "My schedule.ics", "Visa letter.pdf"]
    assert {data[:5] for name, data in found.items() if name.endswith(".pdf")} == {b"%PDF-"}
    assert token in found["My schedule.ics"].replace(b"\r\n ", b"").decode()
    assert "Attached: Badge · My schedule · Visa letter" in text_of(mail)
    # Who takes part online has no badge, and here no letter yet.
    assert "Attached: My schedule<" in client.get(f"{here}/mail/{reader}").text
