"""The programme's PDF: asked for, waited for, served, and never built twice."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventState
from forumapp.domain.jobs import LOST, JobState
from forumapp.domain.programme import ReleaseStatus
from forumapp.domain.text import Translated
from forumapp.jobs import engine
from forumapp.models import Event, Job, Publication
from forumapp.services import publications
from tests import factories as make
from tests.render.pdf.reading import text_of


def read(client: FlaskClient, address: str, **given: Any) -> TestResponse:
    """The whole answer, its file closed."""
    return client.get(address, buffered=True, **given)


def state_of(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the page that waits is told."""
    answer: dict[str, Any] = read(client, f"{address}/state").get_json()
    return answer


def published(**given: object) -> Event:
    event = make.an_event(**given)
    session = make.a_session(event, make.a_part(event), title=Translated(en="Opening", zh="开幕式"))
    make.a_speaker(session, make.a_person(event))
    make.publish(event)
    return event


def test_a_reader_waits_on_a_page_that_leads_to_the_file(client: FlaskClient) -> None:
    address = f"/events/{published().slug}/programme.pdf"

    waiting = read(client, address)
    before = state_of(client, address)
    engine.run_due()
    after = state_of(client, address)
    file = read(client, address)

    assert waiting.status_code == 202
    assert f'data-job="{address}/state"' in waiting.text
    assert '<meta http-equiv="refresh"' in waiting.text
    assert before == {
        "state": "queued",
        "done": 0,
        "total": 0,
        "message": "Waiting to begin",
        "location": "",
    }
    assert (after["state"], after["location"]) == ("done", address)
    assert file.status_code == 200
    assert file.mimetype == "application/pdf"
    assert "Openingceremony" not in text_of(file.data)
    assert "Opening" in text_of(file.data)


def test_the_file_is_served_as_browsers_ask_for_it(client: FlaskClient) -> None:
    slug = published().slug
    address = f"/events/{slug}/programme.pdf"
    read(client, address)
    engine.run_due()

    file = read(client, address)
    again = read(client, address, headers={"If-None-Match": file.headers["ETag"]})
    piece = read(client, address, headers={"Range": "bytes=0-7"})
    head = client.head(address, buffered=True)

    assert int(file.headers["Content-Length"]) == len(file.data)
    assert file.headers["Content-Disposition"] == f"inline; filename={slug}-programme-r1-en.pdf"
    assert file.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.data) == (304, b"")
    assert (piece.status_code, piece.data) == (206, file.data[:8])
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == file.headers["Content-Length"]


def test_a_file_is_built_once_for_a_release_and_language(client: FlaskClient) -> None:
    address = f"/events/{published().slug}/programme.pdf"
    for _ in range(3):
        read(client, address)
    engine.run_due()
    for _ in range(3):
        assert read(client, address).status_code == 200

    assert read(client, f"{address}?lang=zh").status_code == 202
    make.afresh()
    editions = sorted(job.payload["locale"] for job in db.session.query(Job))
    assert editions == ["en", "zh"]
    assert [row.edition for row in db.session.query(Publication)] == ["r1-en"]


def test_publishing_has_the_files_built_in_the_events_languages(client: FlaskClient) -> None:
    event = make.an_event(languages=("en", "zh", "km"))
    make.a_session(event, make.a_part(event))
    address = f"/events/{event.slug}/programme.pdf"
    with unit_of_work():
        publications.publish(SYSTEM, event.id, status=ReleaseStatus.PROVISIONAL, now=make.NOW)

    engine.run_due()

    make.afresh()
    built = {row.locale: row for row in db.session.query(Publication)}
    assert set(built) == {"en", "zh"}
    file = read(client, f"{address}?lang=zh")
    assert file.status_code == 200
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        assert pdf.Root.Lang == "zh-Hans"
        assert len(pdf.pages) == built["zh"].pages
    assert len(file.data) == built["zh"].size


def test_a_part_has_a_file_of_its_own(client: FlaskClient) -> None:
    event = make.an_event()
    forum, meeting = make.a_part(event), make.a_part(event, name=Translated(en="The Meeting"))
    make.a_session(event, forum, title=Translated(en="Shared plenary"))
    make.a_session(event, meeting, title=Translated(en="Closed circle"))
    make.publish(event)
    address = f"/events/{event.slug}/programme.pdf"
    of_part = f"{address}?part={meeting.id}"

    assert read(client, of_part).status_code == 202
    engine.run_due()

    text = text_of(read(client, of_part).data)
    assert "Closedcircle" in text
    assert "TheMeeting" in text
    assert "Sharedplenary" not in text
    assert read(client, f"{address}?part=999999").status_code == 404


def test_hidden_sessions_and_video_secrets_are_in_no_file(client: FlaskClient) -> None:
    event = make.an_event()
    part = make.a_part(event)
    shown = make.a_session(event, part, title=Translated(en="Seen by all"))
    hidden = make.a_session(
        event, part, visibility=Visibility.REGISTERED, title=Translated(en="Behind doors")
    )
    make.a_speaker(hidden, make.a_person(event, printed_name="Hidden Person"))
    make.a_video_room(event, shown, hidden)
    make.publish(event)
    address = f"/events/{event.slug}/programme.pdf"
    read(client, address)
    engine.run_due()

    file = read(client, address).data

    text = text_of(file)
    assert "Seenbyall" in text
    assert "alsoonline" in text or "Online" in text
    for secret in ("Behinddoors", "HiddenPerson", "planted", "video.example"):
        assert secret not in text
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert "planted" not in str(list(pdf.objects))


@pytest.mark.parametrize("state", [EventState.CLOSED, EventState.ARCHIVED])
def test_a_past_event_keeps_its_file(client: FlaskClient, state: EventState) -> None:
    assert read(client, f"/events/{published(state=state).slug}/programme.pdf").status_code == 202


def test_a_draft_or_unreleased_event_has_none(client: FlaskClient) -> None:
    draft = published(state=EventState.DRAFT)
    unreleased = make.an_event()
    slugs = (draft.slug, unreleased.slug, "nowhere")
    for slug in slugs:
        assert read(client, f"/events/{slug}/programme.pdf").status_code == 404
        assert read(client, f"/events/{slug}/programme.pdf/state").status_code == 404
    make.afresh()
    assert db.session.query(Job).count() == 0


def test_a_file_that_the_store_lost_is_built_again(client: FlaskClient) -> None:
    from forumapp.config import settings
    from forumapp.gateways.files import LocalFiles

    address = f"/events/{published().slug}/programme.pdf"
    read(client, address)
    engine.run_due()
    make.afresh()
    (row,) = db.session.query(Publication)
    LocalFiles(settings().files).delete(row.file)
    make.afresh()

    assert read(client, address).status_code == 202
    engine.run_due()
    assert read(client, address).status_code == 200


def test_a_build_that_failed_waits_for_the_organiser(client: FlaskClient) -> None:
    slug = published().slug
    address = f"/events/{slug}/programme.pdf"
    read(client, address)
    with unit_of_work() as session:
        (job,) = session.query(Job)
        job_id = job.id
        job.state, job.error = JobState.FAILED, "BuildFailed: memory|day-2027-03-09|needs more"

    page = read(client, address)
    state = state_of(client, address)
    assert (page.status_code, state["state"], state["location"]) == (503, "failed", address)
    assert "meta http-equiv" not in page.text

    make.sign_in(client, administrator=True)
    workspace = read(client, f"/manage/{slug}/publications").text
    assert "A chapter needed more memory than it may. Chapter: day-2027-03-09." in workspace
    with unit_of_work() as session:
        session.get_one(Job, job_id).error = LOST
    workspace = read(client, f"/manage/{slug}/publications").text
    assert "The server stopped each time while it was making it." in workspace
    again = client.post(f"/manage/{slug}/publications/again/{job_id}")
    assert again.status_code == 302
    engine.run_due()
    assert read(client, address).status_code == 200
