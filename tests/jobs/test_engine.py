"""Jobs: claimed once, retried, never lost, never done twice for one key."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain.jobs import LEASE, LOST, USUAL, JobState, patience
from forumapp.jobs import engine
from forumapp.jobs.progress import GiveUp, Progress
from forumapp.models import Job
from forumapp.services import jobs
from forumapp.services.jobs import Claim
from tests import factories as make

NOW = datetime.now(UTC)


def enqueued(key: str = "one", *, now: datetime = NOW, name: str = "act") -> int:
    with unit_of_work():
        return jobs.enqueue(name, key=key, payload={"key": key}, now=now)


def state(job_id: int) -> JobState:
    make.afresh()
    return jobs.get(job_id).state


def run_after(later: timedelta) -> None:
    """Run what is due so long after the tests began."""
    with time_machine.travel(NOW + later, tick=True):
        engine.run_due()


@pytest.fixture
def ran(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the jobs that a handler of the test's own has run."""
    done: list[str] = []

    def act(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        progress(1, 2)
        done.append(payload["key"])
        return {"ran": len(done)}

    def fail(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        done.append(payload["key"])
        raise LookupError("no luck")

    def give_up(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        raise GiveUp("never")

    def die(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        done.append(payload["key"])
        raise SystemExit  # leaves the job as a worker does that is killed

    handlers = {"act": act, "fail": fail, "give_up": give_up, "die": die, "build_publication": die}
    monkeypatch.setattr(engine, "HANDLERS", handlers)
    return done


def test_a_job_runs_once_and_keeps_its_result(ran: list[str]) -> None:
    job_id = enqueued()

    engine.run_due()
    engine.run(job_id)

    make.afresh()
    job = jobs.get(job_id)
    assert (job.state, dict(job.result), ran) == (JobState.DONE, {"ran": 1}, ["one"])


def test_one_key_makes_one_job(ran: list[str]) -> None:
    first, second = enqueued(), enqueued()
    engine.run_due()
    third = enqueued()
    engine.run_due()

    assert first == second == third
    assert ran == ["one"]


def test_a_job_that_is_rolled_back_with_its_cause_never_was(ran: list[str]) -> None:
    with unit_of_work() as session:
        jobs.enqueue("act", key="gone", payload={"key": "gone"}, now=NOW)
        session.rollback()

    assert engine.run_due() == 0
    assert jobs.find("gone") is None


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(ran: list[str]) -> None:
    job_id = enqueued(name="fail")

    again = engine.run(job_id)

    assert again is not None
    assert timedelta() < again - datetime.now(UTC) <= USUAL.pause(1)
    assert engine.run(job_id) is None, "not due yet"
    for _ in range(USUAL.attempts - 1):
        with unit_of_work() as session:
            session.get_one(Job, job_id).due_at = NOW - timedelta(seconds=1)
        engine.run(job_id)
    assert state(job_id) is JobState.FAILED
    assert len(ran) == USUAL.attempts


def test_what_can_never_succeed_is_given_up_at_once(ran: list[str]) -> None:
    job_id = enqueued(name="give_up")

    assert engine.run(job_id) is None
    assert state(job_id) is JobState.FAILED


def test_a_failed_job_starts_anew_when_it_is_asked_for_again(ran: list[str]) -> None:
    job_id = enqueued(name="give_up")
    engine.run(job_id)

    assert enqueued(name="give_up") == job_id
    assert state(job_id) is JobState.QUEUED


def test_a_job_whose_worker_was_killed_is_taken_over_when_its_lease_is_over(
    ran: list[str],
) -> None:
    job_id = enqueued()
    with unit_of_work():
        assert jobs.claim(job_id, now=NOW) is not None

    run_after(LEASE / 2)
    assert state(job_id) is JobState.RUNNING
    run_after(LEASE * 2)
    run_after(LEASE * 3)
    assert (state(job_id), ran) == (JobState.DONE, ["one"])


@pytest.mark.parametrize("end", ["return", "raise", "give up"])
def test_a_worker_that_comes_back_after_its_lease_changes_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    later: list[Claim | None] = []

    def slow(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        with time_machine.travel(NOW + LEASE * 2, tick=True):
            engine.run(job_id)
        with unit_of_work():
            later.append(jobs.claim(job_id, now=NOW + LEASE * 3))
        progress(7, 9)
        if end != "return":
            raise LookupError if end == "raise" else GiveUp
        return {"by": "the first"}

    monkeypatch.setattr(engine, "HANDLERS", {"act": slow})
    job_id = enqueued()

    with time_machine.travel(NOW, tick=True):
        assert engine.run(job_id) is None
    make.afresh()
    (second,) = later
    row = db.session.get_one(Job, job_id)
    assert (row.state, row.attempts, row.leased_until) == (JobState.RUNNING, 2, NOW + LEASE * 4)
    assert (row.progress, dict(row.result), row.error) == (0, {}, LOST)
    assert second is not None
    assert jobs.holds(second)


@pytest.mark.parametrize("name", ["die", "build_publication"])
def test_a_job_that_ends_its_worker_each_time_is_tried_as_often_as_one_that_fails(
    ran: list[str], name: str
) -> None:
    job_id = enqueued(name=name)

    for number in range(18):
        with suppress(SystemExit):
            run_after(timedelta(minutes=10 * number))

    make.afresh()
    assert (jobs.get(job_id).state, jobs.get(job_id).error) == (JobState.FAILED, LOST)
    assert len(ran) == patience(name).attempts


def test_a_mail_is_given_up_before_its_three_days_only_if_it_ends_its_workers() -> None:
    of_mails, day = patience("send_mail"), timedelta(days=1)

    assert not of_mails.is_over(attempts=of_mails.attempts, age=day)
    assert of_mails.is_over(attempts=of_mails.attempts, age=day, deadly=True)


def test_a_lease_is_prolonged_while_the_process_lives(
    ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from forumapp.jobs import heartbeat

    monkeypatch.setattr(heartbeat, "HEARTBEAT", timedelta(milliseconds=50))
    job_id = enqueued()
    with unit_of_work() as session:
        claim = jobs.claim(job_id, now=NOW)
        session.get_one(Job, job_id).leased_until = NOW - timedelta(minutes=1)

    assert claim is not None
    with heartbeat.held(claim):
        db.session.remove()
        deadline = datetime.now(UTC) + timedelta(seconds=10)
        until = None
        while datetime.now(UTC) < deadline and (until is None or until < datetime.now(UTC)):
            make.afresh()
            db.session.expire_all()
            until = db.session.get_one(Job, job_id).leased_until
        make.afresh()

    assert until is not None
    assert until > datetime.now(UTC)


@pytest.mark.postgres
def test_of_two_workers_one_gets_the_job(postgres_app: Flask) -> None:
    from concurrent.futures import ThreadPoolExecutor

    make.an_event()
    job_ids = [enqueued(f"key {number}") for number in range(20)]

    def work() -> list[int]:
        with postgres_app.app_context():
            taken = []
            for job_id in job_ids:
                with unit_of_work():
                    if jobs.claim(job_id, now=datetime.now(UTC)) is not None:
                        taken.append(job_id)
            return taken

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(work) for _ in range(4)]
        taken = sorted(job_id for future in futures for job_id in future.result())

    assert taken == job_ids
