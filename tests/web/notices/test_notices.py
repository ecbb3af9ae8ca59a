"""The notice board: written by organisers, read by everyone at once, and taken by feed readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.text import Translated
from forumapp.models import Circular, Event, Mail, Notice
from forumapp.services import publications
from tests import factories as make

ATOM = "{http://www.w3.org/2005/Atom}"
WRITTEN = {"title-en": "Buses", "title-zh": "班车", "body-en": "At **eight**.", "version": ""}


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event()


@pytest.fixture
def office(client: FlaskClient, event: Event) -> str:
    make.sign_in(client, event=event, role=Role.OWNER)
    return f"/manage/{event.slug}/notices"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(make.NOW, tick=False) as travelled:
        yield travelled


def rows() -> list[Notice]:
    make.afresh()
    return list(db.session.scalars(sa.select(Notice).order_by(Notice.id)))


def test_a_notice_is_on_the_board_as_soon_as_it_is_saved_and_off_when_it_is_deleted(
    client: FlaskClient, event: Event, office: str
) -> None:
    public = f"/events/{event.slug}"
    assert "Buses" not in client.get(f"{public}/").text
    assert client.get(f"{public}/notices").status_code == 200

    assert client.post(f"{office}/new", data=WRITTEN).status_code == 302
    for page in ("/", "/notices"):
        assert "班车" in client.get(f"{public}{page}?lang=zh").text
        english = client.get(f"{public}{page}?lang=en").text
        assert "<strong>eight</strong>" in english
        assert f'href="{public}/notices"' in english

    (row,) = rows()
    changed = {**WRITTEN, "title-en": "No buses", "version": row.version}
    client.post(f"{office}/{row.id}", data=changed)
    assert "No buses" in client.get(f"{public}/notices").text
    client.post(f"{office}/{row.id}/delete")
    assert "No buses" not in client.get(f"{public}/notices").text
    assert "No buses" not in client.get(f"{public}/").text


def test_it_comes_and_goes_at_its_times_even_from_pages_that_are_kept(
    client: FlaskClient, event: Event, clock: Any
) -> None:
    make.a_notice(
        event,
        shows_from=make.NOW + timedelta(hours=1),
        shows_until=make.NOW + timedelta(hours=2),
    )
    found = []
    for minutes in (59, 60, 119, 120):
        clock.move_to(make.NOW + timedelta(minutes=minutes))
        publications.forget(event.slug)  # as a second later
        found.append("The hall has changed" in client.get(f"/events/{event.slug}/notices").text)
    assert found == [False, True, True, False]


def test_one_notice_takes_the_place_of_two_at_the_same_hour(
    client: FlaskClient, event: Event, clock: Any
) -> None:
    def notice(title: str, **given: Any) -> None:
        times = {"shows_from": make.NOW - timedelta(hours=1), "changed_at": make.NOW, **given}
        db.session.add(
            Notice(event_id=event.id, key=title, title=Translated(en=title), written_by="", **times)
        )
        db.session.commit()

    noon = make.NOW + timedelta(hours=1)
    notice("First", shows_until=noon)
    notice("Second", shows_until=noon)
    notice("Third", shows_from=noon)
    rows()[2].pinned = True  # it has been edited: its number and version come to those of both
    db.session.commit()
    page = f"/events/{event.slug}/notices"
    assert [word in client.get(page).text for word in ("First", "Third")] == [True, False]

    clock.shift(timedelta(hours=1, seconds=2))
    publications.forget(event.slug)
    assert [word in client.get(page).text for word in ("First", "Third")] == [False, True]


def test_what_is_pinned_stands_first_then_the_latest(client: FlaskClient, event: Event) -> None:
    for number, title in enumerate(("Old", "Pinned", "New")):
        make.a_notice(
            event,
            title=Translated(en=title),
            pinned=title == "Pinned",
            shows_from=make.NOW - timedelta(hours=5 - number),
        )
    page = client.get(f"/events/{event.slug}/").text
    order = sorted(("Old<", "Pinned<", "New<"), key=page.index)
    assert order == ["Pinned<", "New<", "Old<"]


def test_the_feed_has_each_notice_under_a_name_that_stays(
    client: FlaskClient, event: Event
) -> None:
    notice = make.a_notice(event)
    answer = client.get(f"/events/{event.slug}/notices.atom?lang=zh")
    assert answer.content_type.startswith("application/atom+xml")
    root = ET.fromstring(answer.text)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "会场变更"
    assert (entry.findtext(f"{ATOM}content") or "").strip() == "<p>请到<strong>B厅</strong>。</p>"
    identity, updated = (entry.findtext(f"{ATOM}{name}") for name in ("id", "updated"))

    make.afresh()
    with db.session.begin_nested():
        row = db.session.get_one(Notice, notice.id)
        row.title, row.changed_at = Translated(en="Again"), datetime.now(UTC)
    db.session.commit()
    publications.forget(event.slug)
    (later,) = ET.fromstring(client.get(f"/events/{event.slug}/notices.atom?lang=en").text).findall(
        f"{ATOM}entry"
    )
    assert later.findtext(f"{ATOM}id") == identity
    assert (later.findtext(f"{ATOM}updated") or "") > (updated or "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title-en": "", "title-zh": ""}, "Please fill this in."),
        (
            {"shows_from": "2026-12-02T09:00", "shows_until": "2026-12-02T08:00"},
            "The end must come after the start.",
        ),
        ({"part": "999"}, "Not a valid choice."),
    ],
)
def test_a_fault_is_said_beside_its_field(
    client: FlaskClient, event: Event, office: str, changes: dict[str, str], words: str
) -> None:
    make.a_part(event)
    make.a_part(event)
    answer = client.post(f"{office}/new", data={**WRITTEN, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert rows() == []


def test_two_who_save_at_once_see_both_texts(
    client: FlaskClient, event: Event, office: str
) -> None:
    notice = make.a_notice(event)
    stale = {**WRITTEN, "version": notice.version}
    client.post(f"{office}/{notice.id}", data={**stale, "title-en": "Theirs"})
    met = client.post(f"{office}/{notice.id}", data=stale)
    assert met.status_code == 409
    assert "Theirs" in met.text
    assert "Buses" in met.text


def test_a_notice_becomes_the_draft_of_a_circular_to_those_whom_it_concerns(
    client: FlaskClient, event: Event, office: str
) -> None:
    part = make.a_part(event).id
    notice = make.a_notice(event, part_id=part).id
    page = client.post(f"{office}/{notice}/circular", follow_redirects=True)
    assert "Nothing has been sent yet." in page.text
    make.afresh()
    circular = db.session.scalars(sa.select(Circular)).one()
    assert circular.subject == Translated(en="The hall has changed", zh="会场变更")
    assert circular.filters == {"status": "approved", "part": str(part)}
    assert db.session.scalars(sa.select(Mail)).all() == []


def test_another_events_notice_is_not_there_and_a_viewer_only_reads(
    client: FlaskClient, event: Event
) -> None:
    notice = make.a_notice(make.an_event()).id
    make.sign_in(client, event=event, role=Role.OWNER)
    root = f"/manage/{event.slug}/notices"
    for address in (f"{root}/{notice}", f"{root}/{notice}/delete", f"{root}/{notice}/circular"):
        assert client.post(address, data=WRITTEN).status_code == 404
    make.sign_in(client, event=event, role=Role.VIEWER)
    assert client.get(root).status_code == 200
    assert client.get(f"{root}/new").status_code == 403
