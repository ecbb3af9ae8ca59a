"""What opens a video room is planted, then looked for wherever it must not be.

Every address of the application is read by everyone whom the room's rule doesn't admit. The room
is open while they read, and somebody is admitted, so that there is something to leak.
"""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.config import Settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailKind
from forumapp.http import logs
from forumapp.jobs import engine
from forumapp.models import AuditEntry, Event, Job, Mail, Person
from forumapp.services import mail
from forumapp.services.tokens import Purpose
from tests import factories as make

SECRETS = (
    "https://video.example/planted-address",
    "planted-passcode-771",
    "planted-dial-in",
    "planted-host-link",
    "planted-backup",
    "planted-shared-secret",
    "planted-meeting",
)


class Scene:
    """An event that is on now, with one session in a video room full of secrets."""

    def __init__(self) -> None:
        starts = (datetime.now(UTC) - timedelta(minutes=10)).replace(tzinfo=None, microsecond=0)
        day = starts.date()
        self.event: Event = make.an_event(starts_on=day, ends_on=day, zone="UTC")
        self.part = make.a_part(self.event)
        self.hall = make.a_room(self.event)
        self.category = make.a_category(self.event)
        self.delegation = make.a_delegation(self.event)
        self.session = make.a_session(
            self.event,
            self.part,
            code="NOW",
            starts=starts,
            ends=starts + timedelta(hours=1),
            room_id=self.hall.id,
        )
        self.video = make.a_video_room(
            self.event,
            self.session,
            secret="planted-shared-secret",
            meeting_id="planted-meeting",
        )
        self.admitted = self._registered(Mode.ONLINE)
        self.not_admitted = self._registered(Mode.ROOM)
        self.speaker = make.a_speaker(self.session, make.a_person(self.event))
        make.publish(self.event)

    def _registered(self, mode: Mode) -> Person:
        person = make.a_person(self.event)
        self.registration = make.a_registration(
            self.event,
            person,
            category=self.category,
            parts=(self.part,),
            mode=mode,
            delegation_id=self.delegation.id,
            listed=True,
        )
        return person

    def values(self) -> dict[str, object]:
        """A value for each part of an address, by its name."""
        return {
            "slug": self.event.slug,
            "code": "NOW",
            "key": self.part.id,
            "member": self.registration.id,
            "extension_id": 1,
            "registration_id": self.registration.id,
            "session_id": self.session.id,
            "speaker_id": self.speaker.id,
            "room_id": self.video.id,
            "person_id": self.not_admitted.id,
            "user_id": 1,
            "mail_id": 1,
            "job_id": 1,
            "import_id": 1,
            "letter_id": 1,
            "file_id": 1,
            "name": "badges",
            "layout": "a4_8",
            "number": 1,
            "language": "en",
            "release_id": 1,
            "publication_id": 1,
            "field": "phone",
            "filename": "css/app.css",
        }


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene()


def addresses(app: Flask, scene: Scene) -> Iterator[str]:
    """Every address that can be read, with this scene's objects in it."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        for values in _fillings(rule.arguments, scene):
            try:
                built = rule.build(values, append_unknown=False)
            except ValueError:
                continue  # a kind that this address doesn't know
            assert built is not None, rule
            yield built[1]


def _fillings(names: set[str], scene: Scene) -> Iterator[dict[str, object]]:
    known = scene.values()
    if "kind" in names:
        pieces = ("organisations", "parts", "rooms", "tracks", "categories")
        files = ("xlsx", "csv", "docx", "ics", "xml", "json")
        kinds: tuple[object, ...] = files if "key" not in names else pieces
        if names == {"slug", "kind"}:
            kinds = (*pieces, *files)
        for kind in kinds:
            yield {**{n: known[n] for n in names if n != "kind"}, "kind": kind}
    elif "token" in names:
        for purpose in Purpose:
            more = (scene.session.id,) if purpose is Purpose.JOIN else ()
            token = make.token(scene.not_admitted, purpose, *more)
            yield {"token": token, **{n: known[n] for n in names if n != "token"}}
    else:
        missing = names - known.keys()
        assert not missing, f"say here what stands in an address for {missing}"
        yield {name: known[name] for name in names}


def everything_in(data: bytes) -> str:
    """The text of an answer, unpacked where it is packed."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace").replace("\r\n ", "")


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def read_everything(app: Flask, client: FlaskClient, scene: Scene) -> dict[str, list[str]]:
    """The addresses at which this reader finds a secret; no address may fail on the server."""
    leaks = {}
    for address in addresses(app, scene):
        answer = client.get(address)
        assert answer.status_code < 500 or answer.status_code == 503, address
        found = found_in(everything_in(answer.data) + str(answer.headers))
        answer.close()
        if found:
            leaks[address] = found
    return leaks


def test_the_secrets_are_there_for_who_is_admitted(client: FlaskClient, scene: Scene) -> None:
    link = f"/j/{make.token(scene.admitted, Purpose.JOIN, scene.session.id)}"

    page = client.get(link)

    assert found_in(page.text) == [SECRETS[0], SECRETS[1], SECRETS[2], SECRETS[4]]


def test_nobody_finds_a_secret_anywhere(app: Flask, client: FlaskClient, scene: Scene) -> None:
    assert read_everything(app, client, scene) == {}


def test_a_participant_who_is_not_admitted_finds_none(
    app: Flask, client: FlaskClient, scene: Scene
) -> None:
    make.open_participation(client, scene.not_admitted)

    assert read_everything(app, client, scene) == {}


@pytest.mark.parametrize("role", list(Role))
def test_no_page_of_the_workspace_shows_one(
    app: Flask, client: FlaskClient, scene: Scene, role: Role
) -> None:
    make.sign_in(client, event=scene.event, role=role)

    assert read_everything(app, client, scene) == {}


def test_an_administrator_is_shown_none_unasked(
    app: Flask, client: FlaskClient, scene: Scene
) -> None:
    make.sign_in(client, administrator=True)

    assert read_everything(app, client, scene) == {}


def test_no_mail_carries_one(app: Flask, settings: Settings, scene: Scene) -> None:
    circular = make.a_circular(scene.event.id).id
    for number, kind in enumerate(MailKind):
        if kind in make.NOT_TO_PEOPLE:
            continue
        with unit_of_work():
            mail.write(
                kind,
                key=f"test:{number}",
                person_id=scene.admitted.id,
                event_id=scene.event.id,
                locale="en",
                facts={"circular": circular},
                now=datetime.now(UTC),
            )
    engine.run_due()

    sent = list(Path(settings.mail_url.removeprefix("file:")).glob("*.eml"))
    assert len(sent) >= 5
    for file in sent:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        text = "".join(
            bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
            for part in message.walk()
            if not part.is_multipart()
        )
        assert found_in(text.replace("\r\n ", "") + str(message)) == []
    make.afresh()
    kept = [(m.facts, m.error) for m in db.session.query(Mail)]
    assert found_in(str(kept)) == []


def test_neither_logs_nor_the_audit_log_nor_jobs_carry_one(
    app: Flask,
    client: FlaskClient,
    scene: Scene,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logs, "SLOW", 0)
    link = f"/j/{make.token(scene.admitted, Purpose.JOIN, scene.session.id)}"
    client.get(link)
    make.sign_in(client, event=scene.event, role=Role.EDITOR)
    client.post(
        f"/manage/{scene.event.slug}/video/{scene.video.id}",
        data={
            "name": "Line",
            "provider": "plain",
            "passcode": "planted-passcode-771",
            "audience": "registered",
            "admitted": "online",
            "opens_before": "15",
            "closes_after": "15",
            "version": str(scene.video.version),
        },
    )

    make.afresh()
    changes = [(e.before, e.after) for e in db.session.query(AuditEntry)]
    payloads = [(j.payload, j.result, j.error) for j in db.session.query(Job)]
    assert changes
    assert found_in(caplog.text + str(changes) + str(payloads)) == []
    assert link not in caplog.text
    assert "/j/***" in caplog.text


def test_no_release_holds_one(app: Flask, scene: Scene) -> None:
    rows = db.session.connection().exec_driver_sql("SELECT snapshot FROM releases").scalars()

    assert found_in("".join(rows)) == []
