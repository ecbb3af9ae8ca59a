"""What a phone at a door is given, and what it hands in."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.checkin.ledger import Attendance
from forumapp.domain.checkin.lists import digest
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.models import Person, Scan
from forumapp.services import tokens
from forumapp.services.checkin import attendance
from forumapp.services.registration import merging
from forumapp.services.tokens import Purpose
from tests import factories as make

NOON = datetime.combine(make.DAY, datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)


class Scene:
    """A phone that keeps the door of an event's one day, at noon."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event = make.an_event(zone="UTC")
        self.part = make.a_part(self.event)
        self.category = make.a_category(self.event)
        self.door = make.a_door(self.event)
        self.address = f"/door/{self.event.slug}/"

    def a_delegate(self, mode: Mode = Mode.ROOM, **given: Any) -> Person:
        person = make.a_person(self.event)
        make.a_registration(
            self.event, person, category=self.category, parts=(self.part,), mode=mode, **given
        )
        return person

    def enter(self) -> None:
        assert self.client.post(self.address, data={"code": make.DOOR_CODE}).status_code == 303

    def deliver(self, *scans: dict[str, Any], skew: int = 0) -> Any:
        """Hand scans in from a phone whose clock is off by so many seconds."""
        sent_at = milliseconds(datetime.now(UTC)) + skew * 1000
        return self.client.post(
            f"{self.address}scans", json={"sent_at": sent_at, "after": 0, "scans": list(scans)}
        )

    def a_scan(self, person: Any = None, **given: Any) -> dict[str, Any]:
        return {
            "key": str(uuid.uuid4()),
            "door": self.door.key,
            "person": person and person.id,
            "code": "",
            "direction": "in",
            "way": "camera",
            "finding": "welcome",
            "let_through": True,
            "at": milliseconds(datetime.now(UTC)),
            **given,
        }


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def kept() -> list[Scan]:
    make.afresh()
    return list(db.session.scalars(sa.select(Scan).order_by(Scan.id)))


@pytest.fixture
def scene(app: Flask, client: FlaskClient) -> Iterator[Scene]:
    scene = Scene(client)
    with time_machine.travel(NOON, tick=False):
        scene.enter()
        yield scene


def test_the_badge_of_a_twin_opens_for_whom_they_turned_out_to_be(scene: Scene) -> None:
    person, twin = scene.a_delegate(), scene.a_delegate()
    badge = make.token(twin, Purpose.BADGE)
    with unit_of_work():
        merging.merge(
            SYSTEM, scene.event.id, person.id, twin.id, from_dropped=frozenset(), now=NOON
        )

    signed = scene.client.get(f"{scene.address}list.json").get_json()

    (row,) = json.loads(signed["list"])["people"]
    assert row[0] == person.id
    assert digest(badge) in row[1]


def test_the_list_is_signed_and_knows_badges_only_by_their_hashes(scene: Scene) -> None:
    person = scene.a_delegate()
    old = make.token(person, Purpose.BADGE)
    with unit_of_work():
        tokens.rotate(db.session.merge(person), Purpose.BADGE)
    make.afresh()
    new = make.token(db.session.get_one(type(person), person.id), Purpose.BADGE)
    scene.a_delegate(status=RegistrationStatus.WITHDRAWN)

    verify = scene.client.get(f"{scene.address}state.json").get_json()["verify"]
    signed = scene.client.get(f"{scene.address}list.json").get_json()

    x, y = (int.from_bytes(base64.urlsafe_b64decode(verify[n] + "=")) for n in "xy")
    raw = base64.b64decode(signed["signature"])
    signature = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    key.verify(signature, signed["list"].encode(), ECDSA(SHA256()))
    found = json.loads(signed["list"])
    first = next(row for row in found["people"] if row[0] == person.id)
    assert first[1] == digest(new)
    assert first[2:] == [
        *("Ms. SOK Chanthavy", "សុខ ចាន់ថាវី", "Ministry of Rural Development", "KH"),
        *(0, "a", "r", 0),
    ]
    assert found["revoked"] == {digest(old): person.id}
    assert [row[7] for row in found["people"]].count("w") == 1
    for secret in (old, new, person.email):
        assert secret not in signed["list"]
    assert (
        digest(new) == base64.urlsafe_b64encode(hashlib.sha256(new.encode()).digest()[:12]).decode()
    )


def test_a_speaker_without_registration_stands_on_it_and_a_stranger_does_not(scene: Scene) -> None:
    session = make.a_session(scene.event, scene.part)
    speaker, stranger = make.a_person(scene.event), make.a_person(scene.event)
    make.a_speaker(session, speaker)

    signed = scene.client.get(f"{scene.address}list.json").get_json()

    people = {row[0]: row[7:9] for row in json.loads(signed["list"])["people"]}
    assert people == {speaker.id: ["a", "r"]}
    assert stranger.id not in people


def test_without_a_door_or_on_another_day_nothing_is_given(scene: Scene) -> None:
    person = scene.a_delegate()
    photo = f"{scene.address}photos/{person.id}"
    stranger = scene.client.application.test_client()
    assert [stranger.get(scene.address + path).status_code for path in ("list.json", "")] == [
        404,
        200,
    ]
    assert stranger.post(f"{scene.address}scans", json={}).status_code == 404
    assert scene.client.get(photo).status_code == 404
    with time_machine.travel(NOON + timedelta(days=1)):
        assert scene.client.get(f"{scene.address}list.json").status_code == 404
        assert scene.deliver(scene.a_scan(person)).get_json()["refused"] == {}


def test_the_list_is_fetched_the_evening_before_and_is_good_for_the_day_alone(
    client: FlaskClient,
) -> None:
    evening = NOON - timedelta(hours=16)
    with time_machine.travel(evening, tick=False):
        scene = Scene(client)
        scene.a_delegate()
        scene.enter()
        door = client.get(f"{scene.address}state.json").get_json()["door"]
        assert (door["today"], door["open"]) == (False, True)
        found = json.loads(client.get(f"{scene.address}list.json").get_json()["list"])
        assert len(found["people"]) == 1
        assert found["from"] == milliseconds(NOON - timedelta(hours=12))
    with time_machine.travel(evening - timedelta(hours=5), tick=False):
        assert client.get(f"{scene.address}list.json").status_code == 404
        assert client.post(scene.address, data={"code": make.DOOR_CODE}).status_code == 422


def test_a_scan_sent_again_is_kept_once_and_a_clock_that_is_off_is_put_right(scene: Scene) -> None:
    person = scene.a_delegate()
    fast = 3 * 3600
    scan = scene.a_scan(person, at=milliseconds(NOON - timedelta(minutes=40)) + fast * 1000)

    first = scene.deliver(scan, skew=fast).get_json()
    second = scene.deliver(scan, {**scan, "let_through": False}, skew=0).get_json()

    assert first["kept"] == [scan["key"]]
    assert second["kept"] == [scan["key"], scan["key"]]
    (row,) = kept()
    assert (row.at, row.device_at, row.received_at, row.let_through) == (
        *(NOON - timedelta(minutes=40), NOON + timedelta(hours=2, minutes=20), NOON),
        True,
    )
    at = milliseconds(NOON - timedelta(minutes=40))
    assert first["entries"] == [[person.id, "in", at, scan["key"]]]


@pytest.mark.postgres
def test_scans_are_merged_on_postgresql_too(postgres_app: Flask) -> None:
    scene = Scene(postgres_app.test_client())
    session = make.a_session(scene.event, scene.part, hour=12)
    with time_machine.travel(NOON, tick=False):
        scene.enter()
        person = scene.a_delegate()
        scan, twice = scene.a_scan(person), scene.a_scan(person)
        scene.deliver(scan, twice)
        answer = scene.deliver(twice, scan).get_json()

    found = attendance.kept(SYSTEM, scene.event.id, now=NOON + timedelta(days=1)).entries

    assert len(answer["entries"]) == len(kept()) == 2
    assert found == (
        Attendance(
            session_id=session.id, person_id=person.id, room=True, room_minutes=60, doubles=1
        ),
    )


def test_nobody_is_let_in_on_red_and_a_badge_the_list_lacked_is_recognised(scene: Scene) -> None:
    late = scene.a_delegate()
    code = make.token(late, Purpose.BADGE)
    elsewhere = make.a_person(make.an_event())

    scene.deliver(
        scene.a_scan(code=code, finding="unknown"),
        scene.a_scan(code="nonsense", finding="unknown"),
        scene.a_scan(elsewhere),
    )

    assert [(row.person_id, row.let_through, row.code_digest) for row in kept()] == [
        (late.id, False, ""),
        (None, False, digest("nonsense")),
        (None, False, ""),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "1"},
        {"at": "noon"},
        {"at": 10**20},
        {"direction": "up"},
        {"person": "x"},
        {"code": "x" * 301},
    ],
)
def test_what_no_phone_of_ours_sends_is_refused(scene: Scene, wrong: dict[str, Any]) -> None:
    assert scene.deliver({**scene.a_scan(), **wrong}).status_code == 400
    assert kept() == []


def test_a_shut_door_takes_nothing_until_the_phone_has_its_new_code(scene: Scene) -> None:
    person = scene.a_delegate()
    scan = scene.a_scan(person)
    with unit_of_work():
        db.session.merge(scene.door).revoked_at = NOON
    assert scene.deliver(scan).status_code == 404

    other = make.a_door(scene.event, code_hash="0" * 64)
    with unit_of_work():
        db.session.get_one(type(scene.door), scene.door.id).revoked_at = None
    answer = scene.deliver(scan, scene.a_scan(person, door=other.key)).get_json()

    assert answer["kept"] == [scan["key"]]
    assert list(answer["refused"].values()) == ["other_door"]


def there(scene: Scene, address: str) -> int:
    with scene.client.get(address) as answer:
        return answer.status_code


def test_the_worker_keeps_what_is_there_and_the_manifest_stays_at_the_door(scene: Scene) -> None:
    worker = scene.client.get(f"{scene.address}worker.js")
    manifest = scene.client.get(f"{scene.address}door.webmanifest").get_json(force=True)

    files = json.loads(worker.text.splitlines()[1].removeprefix("const KEPT = ").rstrip(";"))
    assert {there(scene, file) for file in files} == {200}
    assert (manifest["scope"], manifest["start_url"]) == (scene.address, scene.address)
    assert {there(scene, icon["src"]) for icon in manifest["icons"]} == {200}
    page = scene.client.get(scene.address)
    assert "blob:" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
