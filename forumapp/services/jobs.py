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


_OF_A_CLAIM = (
    *(Job.id.label("job_id"), Job.name, Job.payload),
    *(Job.attempts.label("attempt"), Job.due_at),
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One try of a job: the worker that has it, and no other, says how the job goes on.

    Tries are counted from 1 each time the job starts anew, and then it is due at another instant.
    """

    job_id: int
    name: str
    payload: Mapping[str, Any]
    attempt: int
    due_at: datetime


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


def claim(job_id: int, *, now: datetime) -> Claim | None:
    """Take a due job under a lease, or None when another has or had it."""
    statement = (
        sa.update(Job)
        .where(Job.id == job_id, _waits(now))
        .values(state=JobState.RUNNING, leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(*_OF_A_CLAIM)
    )
    return _claim(statement)


def lost(job_id: int, *, now: datetime) -> Claim | None:
    """The try of a worker whose lease has run out, held for whoever ends it in its place."""
    lock(Job, job_id)
    statement = sa.select(*_OF_A_CLAIM).where(Job.id == job_id, _is_lost(now))
    return _claim(statement)


def holds(held: Claim) -> bool:
    """Whether the worker still has the job; if so, until the transaction ends nobody takes it."""
    lock(Job, held.job_id)
    return db.session.scalar(sa.select(Job.id).where(_is_of(held))) is not None


def prolong(held: Claim, *, now: datetime) -> None:
    """Keep the lease of a job that the worker still has."""
    db.session.execute(sa.update(Job).where(_is_of(held)).values(leased_until=now + LEASE))


def report(held: Claim, *, progress: int, total: int, now: datetime) -> None:
    """Show how far a job is that the worker still has, and prolong its lease."""
    db.session.execute(
        sa.update(Job)
        .where(_is_of(held))
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


def _claim(statement: sa.Executable) -> Claim | None:
    row = db.session.execute(statement).mappings().first()
    return Claim(**row) if row else None


def _is_of(held: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(
        Job.id == held.job_id,
        Job.state == JobState.RUNNING,
        Job.attempts == held.attempt,
        Job.due_at == held.due_at,
    )


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
