"""The page of the ledger, the marks by hand, and one's own attendance."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Role
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.events import Mode
from forumapp.domain.video import Decision
from forumapp.models import AuditEntry, Join, Mark, Person, Scan
from tests import factories as make
from tests.counting import queries_of


class Scene:
    """A session of an hour, with somebody who came in and somebody who joined."""

    def __init__(self) -> None:
        yesterday = make.NOW.date() - timedelta(days=1)
        self.event = make.an_event(starts_on=yesterday, ends_on=yesterday)
        self.part, self.category = make.a_part(self.event), make.a_category(self.event)
        self.session = make.a_session(self.event, self.part, code="OPEN", hour=9)
        self.starts = clock.utc(self.session.starts, self.event.zone)
        self.door = make.a_door(self.event)
        self.came = self.somebody("KH", Mode.ROOM, printed_name="SOK Came", family_name="SOK")
        self.joined = self.somebody("LA", Mode.ONLINE, printed_name="Joined Online")
        self.missing = self.somebody("VN", Mode.ROOM, printed_name="Missing Person")
        self.scan(self.came, 0)
        self.scan(self.came, 5)
        self.write(
            Join(
                session_id=self.session.id,
                person_id=self.joined.id,
                decision=Decision.ADMITTED,
                at=self.starts + timedelta(minutes=20),
            )
        )
        self.page = f"/manage/{self.event.slug}/attendance"
        self.of_session = f"{self.page}/{self.session.id}"

    def somebody(self, country: str, mode: Mode, **given: Any) -> Person:
        given = {"honorific": "", "family_name": "", **given}
        person = make.a_person(self.event, country=country, **given)
        make.a_registration(
            self.event, person, category=self.category, parts=(self.part,), mode=mode
        )
        return person

    def scan(self, person: Any, minute: int) -> None:
        moment = self.starts + timedelta(minutes=minute)
        self.write(
            Scan(
                event_id=self.event.id,
                key=str(uuid.uuid4()),
                door_id=self.door.id,
                person_id=person.id,
                direction=Direction.IN,
                way=Way.CAMERA,
                finding=Finding.WELCOME,
                let_through=True,
                device_at=moment,
                at=moment,
                received_at=moment,
            )
        )

    @staticmethod
    def write(row: Any) -> None:
        with unit_of_work() as session:
            session.add(row)

    def mark(self, client: FlaskClient, person: Any, kind: str, **given: Any) -> int:
        data = {"person_id": person.id, "kind": kind, "reason": "The signed list", **given}
        return client.post(f"{self.of_session}/marks", data=data).status_code

    def exported(self, client: FlaskClient, query: str = "") -> list[tuple[str, ...]]:
        text = client.get(f"{self.page}.csv{query}").data.decode("utf-8-sig")
        wanted = ("Name", "Minutes in the room", "Minutes online", "Double entries")
        rows = csv.DictReader(io.StringIO(text))
        return [tuple(row[name] for name in (*wanted, "Marked by hand")) for row in rows]


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene()


def test_scans_joins_and_marks_are_one_ledger_and_marks_only_ever_added(
    client: FlaskClient, scene: Scene
) -> None:
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)
    assert scene.exported(client) == [
        ("SOK Came", "60", "0", "1", "No"),
        ("Joined Online", "0", "40", "0", "No"),
    ]

    assert scene.mark(client, scene.missing, "room", minutes="45") == 303
    assert scene.mark(client, scene.came, "absent") == 303
    assert scene.mark(client, scene.came, "as_recorded") == 303
    assert scene.mark(client, scene.came, "absent", reason="") == 422

    assert scene.exported(client) == [
        ("SOK Came", "60", "0", "1", "No"),
        ("Joined Online", "0", "40", "0", "No"),
        ("Missing Person", "45", "0", "0", "Yes"),
    ]
    assert scene.exported(client, "?country=VN") == [("Missing Person", "45", "0", "0", "Yes")]
    assert len(scene.exported(client, "?mode=online")) == 1
    assert scene.exported(client, "?day=2001-01-01") == []
    make.afresh()
    assert [mark.kind for mark in db.session.query(Mark).order_by(Mark.id)] == [
        "room",
        "absent",
        "as_recorded",
    ]
    acts = {entry.action for entry in db.session.query(AuditEntry).filter_by(noun="marks")}
    assert acts == {"mark", "export"}


def test_the_pages_show_it_and_a_viewer_or_another_event_sees_nothing(
    client: FlaskClient, scene: Scene
) -> None:
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    report, session = client.get(scene.page).text, client.get(scene.of_session).text
    assert "OPEN" in report
    assert "1 of 2" in report  # in the room, of the seats held
    assert "1 double entry" in session
    assert "Missing Person" in session

    stranger = make.a_person(make.an_event())
    assert scene.mark(client, stranger, "room") == 404
    other = client.application.test_client()
    elsewhere = make.an_event()
    make.sign_in(other, event=elsewhere, role=Role.OWNER)
    assert other.get(f"/manage/{elsewhere.slug}/attendance/{scene.session.id}").status_code == 404
    viewer = client.application.test_client()
    make.sign_in(viewer, event=scene.event, role=Role.VIEWER)
    assert viewer.get(scene.page).status_code == 403


def test_a_session_lists_who_was_there_and_who_was_not_and_a_search_finds_anybody(
    client: FlaskClient, scene: Scene
) -> None:
    elsewhere = make.a_person(scene.event, printed_name="Without A Seat", family_name="SEAT")
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)
    scene.mark(client, scene.missing, "absent")

    def listed(query: str = "") -> list[str]:
        page = client.get(f"{scene.of_session}{query}").text
        people = (scene.came, scene.joined, scene.missing, elsewhere)
        return [p.printed_name for p in people if f"person={p.id}#by-hand" in page]

    assert listed() == ["SOK Came", "Joined Online", "Missing Person"]
    assert listed("?shown=there") == ["SOK Came", "Joined Online"]
    assert listed("?shown=missing") == listed("?shown=marked") == ["Missing Person"]
    assert listed("?q=seat") == ["Without A Seat"]
    marking = client.get(f"{scene.of_session}?person={elsewhere.id}").text
    assert f'type="hidden" value="{elsewhere.id}"' in marking
    assert client.get(f"{scene.of_session}?person=999999").status_code == 404


def test_the_page_takes_no_more_queries_for_thirty_than_for_three(
    client: FlaskClient, scene: Scene
) -> None:
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    client.get(scene.page)
    before = queries_of(client, scene.page), queries_of(client, scene.of_session)
    for number in range(27):
        scene.scan(scene.somebody("TH", Mode.ROOM), number)

    assert (queries_of(client, scene.page), queries_of(client, scene.of_session)) == before


def test_one_sees_ones_own_attendance_alone(client: FlaskClient, scene: Scene) -> None:
    make.open_participation(client, scene.came)
    mine = client.get("/me/attended").text
    other = client.application.test_client()
    make.open_participation(other, scene.missing)

    assert "/me/attended" in client.get("/me/").text
    assert "60 minutes" in mine
    assert "/me/attended" not in other.get("/me/").text
    assert "You were not seen in any session yet." in other.get("/me/attended").text
