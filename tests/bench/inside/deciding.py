"""What the secretariat and a focal point do with very many at once, in one process."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import current_app

from forumapp.db import db, unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import SYSTEM, Role
from forumapp.domain.checkin.doors import code_hash
from forumapp.domain.deciding import Act
from forumapp.domain.volumes import VolumeName
from forumapp.models import Delegation, Event, Job, Mail, Person
from forumapp.services import papers, registration, tokens
from forumapp.services.publications import volumes
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.bench.inside import crowd, events
from tests.counting import statements

TIMES = 5
PASTED = "Name\tPosition\tMinistry\tE-mail\tHow\n"


def decisions() -> str:
    """Approve everybody who waits at once, seat them online, and withdraw them.

    Seconds and processor seconds of each, for how many, and the mails that are queued by then.
    """
    event_id = events.number(crowd.WAITING)
    found: dict[str, dict[str, float]] = {}
    for act in (Act.APPROVE, Act.ONLINE, Act.WITHDRAW):
        chosen = registration.chosen_by(SYSTEM, event_id, registration.Filters())
        db.session.rollback()
        taken = _timed(partial(_decide, event_id, act, chosen))
        wanted = sa.select(sa.func.count(Mail.id)).filter_by(event_id=event_id)
        mails = db.session.scalar(wanted) or 0
        found[act] = {**taken, "number": len(chosen), "mails": mails}
    return json.dumps(found)


def _decide(event_id: int, act: Act, chosen: Sequence[registration.Chosen]) -> None:
    with unit_of_work():
        done = registration.decide(SYSTEM, event_id, act, chosen, now=datetime.now(UTC))
    assert len(done.done) >= len(chosen) / 2, done


def pages(slug: str, *paths: str) -> str:
    """Of each page of the workspace: the median of its seconds, and its queries."""
    client, event = current_app.test_client(), _event(slug)
    make.sign_in(client, event=event, role=Role.OWNER)
    return json.dumps({path: _page(client, f"/manage/{slug}/{path}") for path in paths})


def _page(client: Any, path: str) -> dict[str, float]:
    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status}"

    ask()
    with statements() as sent:
        ask()
    tries = sorted((_timed(ask) for _ in range(TIMES)), key=lambda one: one["seconds"])
    return {**tries[TIMES // 2], "queries": len(sent)}


def pasting(rows: str) -> str:
    """A focal point pastes so many rows, and sees each checked."""
    client, event = current_app.test_client(), _event(crowd.SLUG)
    delegation = db.session.scalars(sa.select(Delegation).filter_by(event_id=event.id)).first()
    assert delegation is not None
    slug, text = event.slug, PASTED + "".join(_row(number) for number in range(int(rows)))
    make.open_delegation(client, event, delegation.id)
    page = f"/events/{slug}/delegation/paste"
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(page).text)
    assert token is not None

    def paste() -> None:
        answer = client.post(page, data={"rows": text, "csrf_token": token[1]})
        assert answer.status_code == 200, answer.status
        assert f"n{int(rows) - 1}@paste.example" in answer.text

    return json.dumps(min((_timed(paste) for _ in range(3)), key=lambda one: one["seconds"]))


def _row(number: int) -> str:
    how = ("room", "online")[number % 2]
    return f"FAMILY{number} Given\tDirector\tMinistry\tn{number}@paste.example\t{how}\n"


def door(code: str) -> str:
    """Make a door for today that this code opens; a few badges of people on its list."""
    event = _event(crowd.SLUG)
    today = clock.wall(datetime.now(UTC), event.zone).date()
    make.a_door(event, day=today, name="Main entrance", code_hash=code_hash(code))
    people = db.session.scalars(sa.select(Person).filter_by(event_id=event.id).limit(20))
    return json.dumps([tokens.sign(person, Purpose.BADGE) for person in people])


def order_badges() -> str:
    """Write down the job that makes everybody's badges, and print its number."""
    event_id, now = events.number(crowd.SLUG), datetime.now(UTC)
    volume, _found = papers.printed(
        SYSTEM, event_id, VolumeName.BADGES, layout="a4_8-online", locale="en"
    )
    with unit_of_work():
        volumes.ask(volume, now=now)
        return str(db.session.scalars(sa.select(Job.id).filter_by(key=volume.key)).one())


def _event(slug: str) -> Event:
    return db.session.scalars(sa.select(Event).filter_by(slug=slug)).one()


def _timed(act: Callable[[], object]) -> dict[str, float]:
    began, processor = time.perf_counter(), time.process_time()
    act()
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - processor,
    }
