"""huey: delivers jobs to workers and looks every minute for those that were left behind.

It delivers at most once, so it is only the messenger. The truth is the job's row.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from forumapp.config import Settings, settings
from forumapp.jobs import engine
from forumapp.services import jobs

if TYPE_CHECKING:
    from huey import Huey
    from huey.api import TaskWrapper
    from huey.consumer import Consumer

log = logging.getLogger(__name__)


def connect(app: Flask) -> None:
    """Have every enqueued job wake a worker of this application."""
    messenger = _Messenger(app)
    app.extensions["forumapp_jobs"] = messenger
    jobs.wake = messenger.wake


class _Messenger:
    """One application's queue, opened when it is first needed."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._opening = Lock()
        self._opened: tuple[Huey, TaskWrapper] | None = None

    def _queue(self) -> tuple[Huey, TaskWrapper]:
        """The queue and its one task."""
        with self._opening:
            if self._opened is None:
                huey = _open(settings())
                huey.periodic_task(_every_minute, name="sweep")(self.sweep)
                self._opened = huey, huey.task(name="run_job")(self.run)
        return self._opened

    def consumer(self, *, workers: int) -> Consumer:
        """The process that runs jobs; it first takes up what an earlier one left behind."""
        self.sweep()
        huey, _ = self._queue()
        return huey.create_consumer(
            workers=workers, worker_type="thread", initial_delay=0.1, max_delay=1.0, backoff=1.3
        )

    def wake(self, job_id: int) -> None:
        """Tell a worker; where that fails, the next sweep finds the job all the same."""
        try:
            _, run_job = self._queue()
            run_job(job_id)
        except Exception:
            log.exception("job %s waits for the next sweep", job_id)

    def run(self, job_id: int) -> None:
        with self._app.app_context():
            again = engine.run(job_id)
        if again is not None:
            _, run_job = self._queue()
            run_job.schedule(args=(job_id,), eta=again)

    def sweep(self) -> None:
        """Wake a worker for every job that is due and not under way."""
        _, run_job = self._queue()
        with self._app.app_context():
            for job_id in jobs.due(now=datetime.now(UTC)):
                run_job(job_id)


def _every_minute(_moment: datetime) -> bool:
    return True


def _open(chosen: Settings) -> Huey:
    """The queue beside the database."""
    from huey import PostgresHuey, SqliteHuey

    if chosen.on_sqlite:
        return SqliteHuey("forumapp", filename=str(chosen.instance / "queue.db"), utc=True)
    dsn = chosen.database_url.replace("postgresql+psycopg://", "postgresql://")
    return PostgresHuey("forumapp", dsn=dsn, utc=True)
