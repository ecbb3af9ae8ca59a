"""Doors: made by the organiser, opened by their staff with a code, and shut again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.models import AuditEntry, Door, Event
from tests import factories as make

ZONE = "Asia/Yangon"  # half an hour off everybody else


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(zone=ZONE, starts_on=make.DAY, ends_on=make.DAY + timedelta(days=1))


def at(event: Event, hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """An instant by the venue's clock."""
    start = datetime.combine(event.starts_on, datetime.min.time(), tzinfo=ZoneInfo(ZONE))
    return (start + timedelta(days=day, hours=hour, minutes=minute)).astimezone(UTC)


def enter(client: FlaskClient, event: Event, code: str = make.DOOR_CODE) -> TestResponse:
    return client.post(f"/door/{event.slug}/", data={"code": code})


def door_of(client: FlaskClient, event: Event) -> dict[str, object] | None:
    state = client.get(f"/door/{event.slug}/state.json").get_json()
    kept: dict[str, object] | None = state["door"]
    return kept


def test_the_code_is_shown_once_and_kept_nowhere(client: FlaskClient, event: Event) -> None:
    part = make.a_part(event)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    list_of_doors = f"/manage/{event.slug}/doors"

    made = client.post(
        f"{list_of_doors}/new",
        data={"name": "Hall A", "leads_to": f"part-{part.id}", "day": make.DAY.isoformat()},
    )
    first, second = client.get(made.location).text, client.get(list_of_doors).text

    found = re.search(r"<code>([0-9A-Z-]{14})</code>", first)
    assert found
    code = found[1]
    assert code not in second
    with time_machine.travel(at(event, 9)):
        assert enter(client, event, code.lower().replace("-", " ")).status_code == 303
    make.afresh()
    kept = [tuple(row) for row in db.session.execute(sa.select(Door.__table__))]
    logged = [(e.before, e.after) for e in db.session.query(AuditEntry).filter_by(noun="doors")]
    assert logged
    plain = code.replace("-", "")
    assert plain not in str((kept, logged)).replace("-", "")
    assert kept[0][Door.__table__.c.keys().index("code_hash")] not in str(logged)


def test_a_code_opens_its_door_on_its_day_at_the_venue_and_the_evening_before(
    client: FlaskClient, event: Event
) -> None:
    make.a_door(event)
    told = {}
    for name, moment in (
        ("the afternoon before", at(event, -9, 59)),
        ("the evening before", at(event, -8)),
        ("the first minute", at(event, 0)),
        ("the last minute", at(event, 23, 59)),
        ("the next day", at(event, 0, day=1)),
    ):
        with time_machine.travel(moment):
            told[name] = enter(client.application.test_client(), event).status_code

    assert told == {
        "the afternoon before": 422,
        "the evening before": 303,
        "the first minute": 303,
        "the last minute": 303,
        "the next day": 422,
    }


def test_a_phone_keeps_its_door_until_it_is_shut_or_has_a_new_code(
    client: FlaskClient, event: Event
) -> None:
    door = make.a_door(event)
    staff = client.application.test_client()
    acts = f"/manage/{event.slug}/doors/{door.id}"
    with time_machine.travel(at(event, 9)):
        make.sign_in(staff, event=event, role=Role.OWNER)
        enter(client, event)
        assert (door_of(client, event) or {})["key"] == door.key
        staff.post(f"{acts}/revoke")
        assert door_of(client, event) is None
        assert "was shut" in enter(client, event).text
    with time_machine.travel(at(event, 9, 1)):
        shown = staff.get(staff.post(f"{acts}/code").location).text
        assert door_of(client, event) is None
        code = re.search(r"<code>([0-9A-Z-]{14})</code>", shown)
        assert code
        enter(client, event, code[1])
        assert (door_of(client, event) or {})["key"] == door.key


def test_guesses_are_counted_and_another_event_knows_no_code(
    client: FlaskClient, event: Event
) -> None:
    make.a_door(event)
    other = make.an_event(starts_on=event.starts_on, zone=ZONE)
    with time_machine.travel(at(event, 9)):
        assert enter(client, other).status_code == 422
        guesses = [enter(client, event, f"AAAA-BBBB-CC{n:02}").status_code for n in range(10)]
        assert guesses == [422] * 10
        assert enter(client, event).status_code == 429
    with time_machine.travel(at(event, 9, 2)):
        assert enter(client, event).status_code == 303
