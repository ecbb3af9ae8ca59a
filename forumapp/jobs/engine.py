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
from forumapp.services.jobs import Claim

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
        claim = jobs.claim(job_id, now=_now())
        if claim is None:
            return _lost(job_id)
    try:
        with held(claim):
            result = HANDLERS[claim.name](claim.payload, Progress(claim))
    except Exception as error:  # noqa: BLE001  a handler may fail in any way; the job keeps why
        return _failed(claim, error)
    finally:
        db.session.remove()
    with unit_of_work():
        if _holds(claim):
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


def _failed(claim: Claim, error: Exception) -> datetime | None:
    log.warning("job %s (%s) failed: %s", claim.job_id, claim.name, error)
    final = isinstance(error, GiveUp)
    db.session.rollback()
    with unit_of_work():
        if not _holds(claim):
            return None
        return _put_off(claim, f"{type(error).__name__}: {error}", final=final)


def _lost(job_id: int) -> datetime | None:
    claim = jobs.lost(job_id, now=_now())
    if claim is None:
        return None
    log.warning("job %s (%s) lost its worker", job_id, claim.name)
    return _put_off(claim, LOST)


def _holds(claim: Claim) -> bool:
    """Whether the job is still this worker's: one that comes late changes nothing."""
    if jobs.holds(claim):
        return True
    log.warning("job %s (%s) was ended too late", claim.job_id, claim.name)
    return False


def _put_off(claim: Claim, error: str, *, final: bool = False) -> datetime | None:
    """Put the job off; one that is given up is told so, in the same transaction."""
    again = jobs.fail(claim.job_id, error, now=_now(), final=final)
    if again is None and claim.name in GIVEN_UP:
        GIVEN_UP[claim.name](claim.payload, error)
    return again


def _now() -> datetime:
    return datetime.now(UTC)
