"""Building volumes: once, within limits, with a reason when it fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.jobs import JobState
from forumapp.domain.volumes import Volume
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import publications as handler
from forumapp.jobs.engine import run
from forumapp.jobs.progress import GiveUp
from forumapp.models import Event, Job, Organisation, Publication
from forumapp.render.pdf.document import PdfFailed, Reason
from forumapp.services import publications
from forumapp.services.publications import VolumeRow
from tests import factories as make
from tests.render.pdf.reading import opened

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626060606000000005000157a4f5"
    "dc0000000049454e44ae426082"
)


def asked(event: Event, *, locale: str = "en") -> tuple[Volume, int]:
    """A volume of the event's first release, and the job that is to build it."""
    release = make.publish(event)
    volume = publications.volumes.of_release(event.id, release.id, 1, locale=locale)
    with unit_of_work():
        publications.volumes.ask(volume, now=make.NOW)
    job = publications.volumes.look(volume).job
    assert job is not None
    make.afresh()
    return volume, job.id


def a_forum() -> Event:
    event = make.an_event()
    make.a_session(event, make.a_part(event))
    return event


def failing(reason: Reason) -> Callable[..., bytes]:
    def write(*_given: object, **_options: object) -> bytes:
        raise PdfFailed(reason, "day-2027-03-09", "a detail")

    return write


def look(volume: Volume) -> VolumeRow:
    make.afresh()
    return publications.volumes.look(volume)


def test_a_volume_is_built_and_kept(app: Flask) -> None:
    volume, job_id = asked(a_forum())

    run(job_id)

    row = look(volume)
    assert row.state is JobState.DONE
    assert row.file is not None
    data = LocalFiles(settings().files).read(row.file.file)
    assert (row.file.size, row.file.pages) == (len(data), len(opened(data).pages))
    assert row.job is not None
    assert row.job.result == {"size": row.file.size, "pages": row.file.pages}
    assert row.job.progress == row.job.total > 0


def test_what_is_there_is_not_built_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    volume, job_id = asked(a_forum())
    with unit_of_work():
        publications.volumes.keep(volume, file="0" * 64, size=7, pages=1, now=make.NOW)
    monkeypatch.setattr(handler, "write", failing(Reason.CRASH))

    run(job_id)

    job = look(volume).job
    assert job is not None
    assert (job.state, job.result) == (JobState.DONE, {"size": 7, "pages": 1})


def test_it_fails_after_two_tries_and_says_why(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    volume, job_id = asked(a_forum())
    monkeypatch.setattr(handler, "write", failing(Reason.MEMORY))

    assert run(job_id) is not None
    with unit_of_work() as session:
        session.get_one(Job, job_id).due_at = make.NOW
    assert run(job_id) is None

    row = look(volume)
    assert row.state is JobState.FAILED
    assert row.job is not None
    assert row.job.error == "BuildFailed: memory|day-2027-03-09|a detail"
    assert db.session.query(Publication).count() == 0


@pytest.mark.parametrize("reason", [Reason.MISSING, Reason.MARKUP, Reason.LINK])
def test_what_another_try_cannot_mend_fails_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    volume, job_id = asked(a_forum())
    monkeypatch.setattr(handler, "write", failing(reason))

    assert run(job_id) is None

    assert look(volume).state is JobState.FAILED


def test_texts_that_moved_on_are_asked_for_anew(app: Flask) -> None:
    volume, _job_id = asked(a_forum())
    gone = Volume.of({**volume.plain(), "name": "proceedings", "digest": "0" * 64})
    with unit_of_work():
        publications.volumes.ask(gone, now=make.NOW)
    job = look(gone).job
    assert job is not None

    assert run(job.id) is None

    assert look(gone).unasked
    with unit_of_work():
        publications.volumes.ask(gone, now=make.NOW)
    assert look(gone).state is JobState.QUEUED


def test_a_volume_survives_the_way_through_a_payload() -> None:
    volume = publications.volumes.of_release(1, 2, 3, locale="zh", part_id=4)
    assert Volume.of(volume.plain()) == volume
    assert (volume.edition, volume.key) == ("r3-zh-part4", "build/1/programme/r3-zh-part4")


def test_logos_are_in_the_file_and_a_lost_one_is_left_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = a_forum()
    kept = LocalFiles(settings().files).put(PNG, suffix=".png")
    with unit_of_work() as session:
        for position, logo in enumerate((kept, "0" * 64 + ".png", "../secret")):
            session.add(
                Organisation(
                    event_id=event.id, position=position, name={"en": "X"}, role="host", logo=logo
                )
            )
    _volume, job_id = asked(event)
    seen: list[object] = []

    def write(_document: object, **given: object) -> bytes:
        seen.append(given["assets"])
        raise GiveUp

    monkeypatch.setattr(handler, "write", write)
    run(job_id)

    (assets,) = seen
    assert set(assets.images) == {kept}  # type: ignore[attr-defined]  # its types don't tell
