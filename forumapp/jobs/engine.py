"""Carrying a job out: claim it under a lease, run its handler, keep the result or the next try."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from forumapp.db import db, unit_of_work
from forumapp.domain.jobs import LOST
from forumapp.jobs import mail, promotion, publications, upkeep
from forumapp.jobs.heartbeat import held
from forumapp.jobs.progress import GiveUp, Progress
from forumapp.services import jobs

log = logging.getLogger(__name__)
Handler = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]

HANDLERS: Mapping[str, Handler] = {
    "send_mail": mail.send,
    "send_papers": mail.send,
    "build_publication": publications.build,
    "forget_files": upkeep.forget_files,
    "promote": promotion.promote,
    "tidy": upkeep.tidy,
}
GIVEN_UP: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
    "send_mail": mail.given_up,
    "send_papers": mail.given_up,
}


def run(job_id: int) -> datetime | None:
    """Run a job if it is due and free; return when it is to be tried again, if it is.

    One whose worker is gone has failed this time, and that is all that happens now.
    """
    with unit_of_work():
        claimed = jobs.claim(job_id, now=_now())
        if claimed is None:
            return _lost(job_id)
    name, payload = claimed
    try:
        with held(job_id):
            result = HANDLERS[name](payload, Progress(job_id))
    except Exception as error:  # noqa: BLE001  a handler may fail in any way; the job keeps why
        return _failed(job_id, name, payload, error)
    finally:
        db.session.remove()
    with unit_of_work():
        jobs.finish(job_id, result, now=_now())
    return None


def run_due() -> int:
    """Run every job that is due, one after the other, and say how many."""
    ran = 0
    while due := jobs.due(now=_now()):
        db.session.rollback()
        for job_id, _line in due:
            run(job_id)
            ran += 1
    db.session.rollback()
    return ran


def _failed(
    job_id: int, name: str, payload: Mapping[str, Any], error: Exception
) -> datetime | None:
    log.warning("job %s (%s) failed: %s", job_id, name, error)
    final = isinstance(error, GiveUp)
    db.session.rollback()
    with unit_of_work():
        return _put_off(job_id, name, payload, f"{type(error).__name__}: {error}", final=final)


def _lost(job_id: int) -> datetime | None:
    found = jobs.lost(job_id, now=_now())
    if found is None:
        return None
    log.warning("job %s (%s) lost its worker", job_id, found[0])
    return _put_off(job_id, *found, LOST)


def _put_off(
    job_id: int, name: str, payload: Mapping[str, Any], error: str, *, final: bool = False
) -> datetime | None:
    """Put the job off; one that is given up is told so, in the same transaction."""
    again = jobs.fail(job_id, error, now=_now(), final=final)
    if again is None and name in GIVEN_UP:
        GIVEN_UP[name](payload, error)
    return again


def _now() -> datetime:
    return datetime.now(UTC)
