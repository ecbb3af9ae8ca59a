"""Holding on to a job for as long as the process that runs it lives."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

from flask import Flask
from flask.globals import app_ctx
from sqlalchemy.exc import SQLAlchemyError

from forumapp.db import unit_of_work
from forumapp.domain.jobs import HEARTBEAT
from forumapp.services import jobs
from forumapp.services.jobs import Claim

log = logging.getLogger(__name__)


@contextmanager
def held(claim: Claim) -> Iterator[None]:
    """Prolong a job's lease until the block ends; a killed process loses it within a minute."""
    app, over = app_ctx.app, Event()
    thread = Thread(target=_beat, args=(app, claim, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(app: Flask, claim: Claim, over: Event) -> None:
    while not over.wait(HEARTBEAT.total_seconds()):
        try:
            with app.app_context(), unit_of_work():
                jobs.prolong(claim, now=datetime.now(UTC))
        except SQLAlchemyError as error:
            log.warning("lease of job %s not prolonged: %s", claim.job_id, error)
