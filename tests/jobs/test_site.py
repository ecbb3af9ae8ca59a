"""The copy of a public site: whole, without a server, and without anything that isn't public."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from lxml import html

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import Conflict
from forumapp.domain.events import EventState
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import engine
from forumapp.models import Event, Publication
from forumapp.services.jobs import find
from forumapp.services.publications import sites, volumes
from tests import factories as make

ADDRESSES = ("href", "src")
HIDDEN = "Heads alone"


@pytest.fixture
def event(app: Flask) -> Event:
    """Two sessions, and what must not be in a copy: a hidden one, a video room, an address."""
    event = make.an_event(slug="to-copy", title=Translated(en="A Forum", zh="论坛"))
    first = make.a_part(event)
    opening = make.a_session(event, first, code="OPEN", title=Translated(en="Opening", zh="开幕"))
    make.a_speaker(opening, make.a_person(event, email="planted@ministry.example"))
    make.a_session(event, first, code="S 2", hour=11)
    make.a_session(
        event,
        first,
        hour=14,
        title=Translated(en=HIDDEN),
        visibility=Visibility.SECRETARIAT,
    )
    make.a_video_room(event, opening)
    make.publish(event)
    return event


def copied(event: Event) -> ZipFile:
    with unit_of_work():
        volume = sites.ask(SYSTEM, event.id, now=make.NOW)
    job = find(volume.key)
    assert job is not None
    engine.run(job.id)
    file = volumes.look(volume).file
    assert file is not None
    return ZipFile(io.BytesIO(LocalFiles(settings().files).read(file.file)))


def links(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Every address in every page, with the page."""
    for name in archive.namelist():
        if name.endswith(".html"):
            tree = html.document_fromstring(archive.read(name))
            for element in tree.iter():
                yield from (
                    (name, str(value)) for key, value in element.items() if key in ADDRESSES
                )


def test_the_whole_public_site_is_copied_and_nothing_else(event: Event) -> None:
    archive = copied(event)

    names = set(archive.namelist())
    for language in ("en", "zh"):
        pages = (
            "index",
            "programme",
            "programme/files",
            "speakers",
            "sessions/OPEN",
        )
        assert {f"{language}/{page}.html" for page in pages} <= names
        kinds = ("pdf", "ics", "xml", "json", "csv", "xlsx", "docx")
        assert {f"{language}/programme.{kind}" for kind in kinds} <= names
        assert sum(name.startswith(f"{language}/sessions/S_2-") for name in names) == 2
    assert {"index.html", "theme.css", "static/css/app.css"} <= names
    assert "开幕" in archive.read("zh/sessions/OPEN.html").decode()
    assert "Opening" in archive.read("en/sessions/OPEN.html").decode()
    everything = b"".join(archive.read(name) for name in names)
    for secret in (HIDDEN, "planted", "/manage", "/login", "/register", "/me/", "csrf", "<script"):
        assert secret.encode() not in everything, secret


@pytest.fixture
def without_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting PDFs takes a while: here they are left out, and so is what leads to them."""
    monkeypatch.setattr(sites, "volumes_in", lambda _site: ())


@pytest.mark.usefixtures("without_papers")
def test_every_link_leads_to_a_file_or_to_somebody_else(event: Event) -> None:
    make.a_session(event, make.a_part(event, name=Translated(en="Second")), hour=16)
    make.publish(event)

    archive = copied(event)

    names, elsewhere = set(archive.namelist()), set()
    for page, link in links(archive):
        parts = urlsplit(link)
        if parts.scheme:
            elsewhere.add(link)
        elif parts.path:
            assert not parts.path.startswith("/"), (page, link)
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(page), unquote(parts.path))
            )
            assert target in names, (page, link)
    assert elsewhere == {
        f"{settings().base_url}/events/to-copy/",
        "mailto:secretariat@forum.example",
    }


@pytest.mark.usefixtures("without_papers")
def test_a_new_copy_takes_the_place_of_the_old_one(event: Event) -> None:
    event_id = event.id
    copied(event)
    (old,) = db.session.query(Publication).filter_by(name="site")
    file = old.file
    event = db.session.get_one(Event, event_id)
    make.a_session(event, make.a_part(event), hour=16)
    make.publish(event)

    copied(event)

    make.afresh()
    (new,) = db.session.query(Publication).filter_by(name="site")
    assert new.edition.startswith("r2-all-")
    assert not LocalFiles(settings().files).path(file).exists()


def test_while_a_copy_is_under_way_no_other_is_begun(event: Event) -> None:
    with unit_of_work():
        first = sites.ask(SYSTEM, event.id, now=make.NOW)
    with unit_of_work():
        second = sites.ask(SYSTEM, event.id, now=make.NOW)

    assert first == second


@pytest.mark.parametrize(
    ("state", "released", "code"),
    [(EventState.DRAFT, True, "not_public"), (EventState.PUBLISHED, False, "no_release")],
)
def test_what_nobody_can_read_is_not_copied(
    app: Flask, state: EventState, released: bool, code: str
) -> None:
    event = make.an_event(state=state)
    make.a_session(event, make.a_part(event))
    if released:
        make.publish(event)

    with pytest.raises(Conflict) as refused, unit_of_work():
        sites.ask(SYSTEM, event.id, now=make.NOW)

    assert refused.value.code == code
