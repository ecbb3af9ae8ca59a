"""What is thrown away once a day, and what is not."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from forumapp.config import settings
from forumapp.db import db, unit_of_work
from forumapp.domain.errors import NotFound
from forumapp.domain.jobs import JobState
from forumapp.domain.programme import ReleaseStatus
from forumapp.gateways.files import LocalFiles
from forumapp.jobs.engine import run_due
from forumapp.models import Attempt, Event, Job, Person, Publication, UserSession
from forumapp.services import accounts, files, jobs, limits, publications, upkeep
from forumapp.services.limits import Limited
from tests import factories as make

OLD = make.NOW - timedelta(days=31)


def a_volume(event: Event, number: int, *, data: bytes, age: timedelta) -> str:
    """A programme's file of a release, built so long ago; its key."""
    key = LocalFiles(settings().files).put(data, suffix=".pdf")
    volume = publications.volumes.of_release(event.id, 0, number, locale="en")
    with unit_of_work():
        publications.volumes.keep(volume, file=key, size=1, pages=1, now=make.NOW - age)
    return key


def tidied() -> None:
    with unit_of_work():
        upkeep.ask(now=make.NOW)
        upkeep.ask(now=make.NOW)
    run_due()
    make.afresh()


def is_there(key: str) -> bool:
    try:
        LocalFiles(settings().files).read(key)
    except NotFound:
        return False
    return True


def test_only_volumes_that_another_took_the_place_of_are_deleted(app: Flask) -> None:
    event = make.an_event()
    for status in (ReleaseStatus.PROVISIONAL, ReleaseStatus.REVISED):
        make.publish(event, status=status)
    db.session.execute(sa.delete(Job))
    db.session.commit()
    month = timedelta(days=31)
    superseded = a_volume(event, 1, data=b"first", age=month)
    in_force = a_volume(event, 2, data=b"second", age=month)

    tidied()

    assert [row.edition for row in db.session.scalars(sa.select(Publication))] == ["r2-en"]
    assert (is_there(superseded), is_there(in_force)) == (False, True)


def test_a_file_that_two_volumes_share_stays_with_the_other(app: Flask) -> None:
    event, other = make.an_event(), make.an_event()
    for one in (event, other):
        make.publish(one)
        make.publish(one, status=ReleaseStatus.REVISED)
    db.session.execute(sa.delete(Job))
    db.session.commit()
    shared = a_volume(event, 1, data=b"alike", age=timedelta(days=31))
    a_volume(other, 2, data=b"alike", age=timedelta(days=31))

    tidied()

    assert is_there(shared)


def test_a_volume_that_goes_with_a_circular_stays_in_the_store(app: Flask) -> None:
    event = make.an_event()
    for status in (ReleaseStatus.PROVISIONAL, ReleaseStatus.REVISED):
        make.publish(event, status=status)
    db.session.execute(sa.delete(Job))
    db.session.commit()
    attached = a_volume(event, 1, data=b"attached", age=timedelta(days=31))
    make.a_circular_file(make.a_circular(event.id).id, b"attached")

    tidied()

    assert db.session.scalars(sa.select(Publication)).all() == []
    assert is_there(attached)


def test_jobs_sessions_and_guesses_go_when_they_are_over(app: Flask) -> None:
    user = make.a_user()
    with unit_of_work():
        accounts.sessions.start(user, address="", agent="old", now=OLD)
        accounts.sessions.start(user, address="", agent="new", now=make.NOW - timedelta(days=29))
        limits.spend(Limited.CODE, "old", now=make.NOW - timedelta(hours=25))
        limits.spend(Limited.CODE, "new", now=make.NOW - timedelta(hours=23))
        for key, at in (("old", OLD), ("new", make.NOW)):
            jobs.finish(jobs.enqueue("send_mail", key=key, payload={}, now=at), {}, now=at)
        jobs.enqueue("send_mail", key="waiting", payload={}, now=OLD)
    with unit_of_work():
        upkeep.tidy(now=make.NOW)

    assert set(db.session.scalars(sa.select(UserSession.agent))) == {"new"}
    assert db.session.scalar(sa.select(sa.func.count(Attempt.id))) == 1
    left = {job.key: job.state for job in db.session.scalars(sa.select(Job))}
    assert left == {"new": JobState.DONE, "waiting": JobState.QUEUED}


def test_it_is_asked_for_once_a_day(app: Flask) -> None:
    with unit_of_work():
        for hours in (0, 1, 24):
            upkeep.ask(now=make.NOW.replace(hour=3) + timedelta(hours=hours))

    assert db.session.scalar(sa.select(sa.func.count(Job.id)).filter_by(name="tidy")) == 2


def test_a_file_stays_for_as_long_as_any_row_has_it_in_it(app: Flask) -> None:
    event = make.an_event()
    person = make.a_person(event, photo="a" * 64 + ".png")
    make.a_speaker(make.a_session(event, make.a_part(event)), person)
    make.publish(event)
    with unit_of_work() as written:
        written.get_one(Person, person.id).photo = "b" * 64 + ".jpg"
    keys = [letter * 64 + ending for letter, ending in (("a", ".png"), ("b", ".jpg"), ("c", ""))]

    assert files.abandoned(keys) == {"c" * 64}
    assert files.unreferenced(keys) == {"c" * 64}
