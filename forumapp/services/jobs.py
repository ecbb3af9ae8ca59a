"""Jobs: written in the transaction that causes them, claimed with a lease, retried, shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import after_commit, db, insert_new, insert_once, lock
from forumapp.domain.errors import NotFound
from forumapp.domain.jobs import LEASE, LOST, JobState, Line, line, patience
from forumapp.models import Job


def _nobody_to_wake(_job_id: int, _line: Line) -> None:
    """Where no engine is connected, jobs wait for the next sweep."""


wake: Callable[[int, Line], object] = _nobody_to_wake  # set by the job engine at start


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job as a page shows it. `progress` counts up to `total`, 0 when it isn't known."""

    id: int
    name: str
    event_id: int | None
    state: JobState
    progress: int
    total: int
    result: Mapping[str, Any]
    error: str


def enqueue(
    name: str,
    *,
    key: str,
    payload: Mapping[str, Any],
    now: datetime,
    event_id: int | None = None,
) -> int:
    """Write a job down, once for a key, and wake a worker when the transaction is safe.

    A job of the same key that is done or under way is left as it is; a failed one starts anew.
    """
    job_id = insert_once(
        Job,
        name=name,
        key=key,
        payload=dict(payload),
        due_at=now,
        created_at=now,
        event_id=event_id,
        state=JobState.QUEUED,
    )
    if job_id is None:
        job = db.session.scalars(sa.select(Job).filter_by(key=key)).one()
        if job.state is not JobState.FAILED:
            return job.id
        _restart(job, now=now)
        job_id = job.id
    after_commit(lambda: wake(job_id, line(name)))
    return job_id


def enqueue_all(
    name: str,
    payloads: Mapping[str, Mapping[str, Any]],
    *,
    now: datetime,
    event_id: int | None = None,
) -> None:
    """Write many new jobs down, each once for its key, in as few statements as can be."""
    rows = [
        {
            "name": name,
            "key": key,
            "payload": dict(payload),
            "due_at": now,
            "created_at": now,
            "event_id": event_id,
            "state": JobState.QUEUED,
        }
        for key, payload in payloads.items()
    ]
    ids = tuple(insert_new(Job, rows).values())
    after_commit(lambda: [wake(job_id, line(name)) for job_id in ids])


def get(job_id: int) -> JobRow:
    """A job by its number; NotFound when there is none."""
    job = db.session.get(Job, job_id)
    if job is None:
        raise NotFound
    return _row(job)


def find(key: str) -> JobRow | None:
    """The job of this key, if any."""
    job = db.session.scalar(sa.select(Job).filter_by(key=key))
    return _row(job) if job else None


def find_all(keys: Iterable[str]) -> dict[str, JobRow]:
    """The jobs of these keys, by key; those that don't exist are left out."""
    found = db.session.scalars(sa.select(Job).where(Job.key.in_(set(keys))))
    return {job.key: _row(job) for job in found}


def failed(name: str, *, event_id: int) -> tuple[JobRow, ...]:
    """The jobs of this name that an event gave up, latest first."""
    found = db.session.scalars(
        sa.select(Job)
        .filter_by(name=name, event_id=event_id, state=JobState.FAILED)
        .order_by(Job.finished_at.desc())
    )
    return tuple(_row(job) for job in found)


def again(job_id: int, *, now: datetime) -> None:
    """Start a failed job anew, and wake a worker when the transaction is safe."""
    job = db.session.get_one(Job, job_id, populate_existing=True)
    if job.state is JobState.FAILED:
        _restart(job, now=now)
        name = job.name
        after_commit(lambda: wake(job_id, line(name)))


def due(*, now: datetime, limit: int = 500) -> tuple[tuple[int, Line], ...]:
    """Jobs that wait for a worker, or whose worker's lease has run out, each with its line."""
    found = sa.or_(_waits(now), _is_lost(now))
    statement = sa.select(Job.id, Job.name).where(found).order_by(Job.due_at)
    return tuple(
        (job_id, line(name)) for job_id, name in db.session.execute(statement.limit(limit))
    )


def claim(job_id: int, *, now: datetime) -> tuple[str, Mapping[str, Any]] | None:
    """Take a due job under a lease: its name and payload, or None when another has or had it."""
    statement = (
        sa.update(Job)
        .where(Job.id == job_id, _waits(now))
        .values(state=JobState.RUNNING, leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.name, Job.payload)
    )
    row = db.session.execute(statement).first()
    return (row.name, row.payload) if row else None


def lost(job_id: int, *, now: datetime) -> tuple[str, Mapping[str, Any]] | None:
    """A job whose worker's lease has run out, held for whoever fails it in that worker's place."""
    lock(Job, job_id)
    statement = sa.select(Job.name, Job.payload).where(Job.id == job_id, _is_lost(now))
    row = db.session.execute(statement).first()
    return (row.name, row.payload) if row else None


def prolong(job_id: int, *, now: datetime) -> None:
    """Keep the lease of a job that is still running."""
    db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .values(leased_until=now + LEASE)
    )


def report(job_id: int, *, progress: int, total: int, now: datetime) -> None:
    """Show how far a running job is, and prolong its lease."""
    db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id)
        .values(progress=progress, total=total, leased_until=now + LEASE)
    )


def finish(job_id: int, result: Mapping[str, Any], *, now: datetime) -> None:
    """Close a job with its result."""
    db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id)
        .values(state=JobState.DONE, result=dict(result), finished_at=now, error="")
    )


def fail(job_id: int, error: str, *, now: datetime, final: bool = False) -> datetime | None:
    """Put a job off to its next try and say when, or give it up and return None."""
    job = db.session.get_one(Job, job_id, populate_existing=True)
    deadly = error == job.error == LOST
    job.error, rule = error[:500], patience(job.name)
    age = now - job.created_at
    if final or rule.is_over(attempts=job.attempts, age=age, deadly=deadly):
        job.state, job.finished_at = JobState.FAILED, now
        return None
    job.state, job.due_at = JobState.QUEUED, now + rule.pause(job.attempts)
    return job.due_at


def _restart(job: Job, *, now: datetime) -> None:
    job.state, job.attempts, job.due_at, job.error = JobState.QUEUED, 0, now, ""
    job.progress = job.total = 0


def _waits(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Job.state == JobState.QUEUED, Job.due_at <= now)


def _is_lost(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Job.state == JobState.RUNNING, Job.leased_until < now)


def _row(job: Job) -> JobRow:
    return JobRow(
        id=job.id,
        name=job.name,
        event_id=job.event_id,
        state=job.state,
        progress=job.progress,
        total=job.total,
        result=job.result,
        error=job.error,
    )
