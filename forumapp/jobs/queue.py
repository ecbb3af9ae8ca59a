"""huey: delivers jobs to workers and looks every minute for those that were left behind.

It delivers at most once, so it is only the messenger. The truth is the job's row. What the jobs
need is loaded where they are carried out: a process that answers requests does without.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from forumapp.config import Settings, settings
from forumapp.db import unit_of_work
from forumapp.domain.errors import Conflict
from forumapp.domain.jobs import Line
from forumapp.services import circulars, delegations, jobs, upkeep

if TYPE_CHECKING:
    from huey import Huey
    from huey.api import TaskWrapper
    from huey.consumer import Consumer

log = logging.getLogger(__name__)
# Seconds in which the jobs under way may end when the process is to; a volume is begun anew.
STOPPING = {Line.QUICK: 8.0, Line.LONG: 0.5}


def connect(app: Flask) -> None:
    """Have every enqueued job wake a worker of this application."""
    messenger = _Messenger(app)
    app.extensions["forumapp_jobs"] = messenger
    jobs.wake = messenger.wake


class _Messenger:
    """One application's lines of jobs, opened when they are first needed."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._opening = Lock()
        self._opened: dict[Line, tuple[Huey, TaskWrapper]] = {}

    def _queue(self, line: Line) -> tuple[Huey, TaskWrapper]:
        """The queue of a line and its one task."""
        with self._opening:
            if line not in self._opened:
                huey = _open(settings(), line)
                self._opened[line] = huey, huey.task(name="run_job")(self.run)
        return self._opened[line]

    def work(self, *, threads: Mapping[Line, int]) -> None:
        """Carry out jobs until a signal comes, first those that an earlier process left behind."""
        self.sweep()
        huey, _ = self._queue(Line.QUICK)
        huey.periodic_task(_every_minute, name="sweep")(self.sweep)
        huey.periodic_task(_every_night, name="tidy")(self.tidy)
        huey.periodic_task(_every_hour, name="remind")(self.remind)
        huey.periodic_task(_every_minute, name="read_mail")(self.read_mail)
        huey.periodic_task(_every_minute, name="promote")(self.promote)
        quick, long = (self._consumer(line, threads[line]) for line in (Line.QUICK, Line.LONG))
        long.start()
        try:
            quick.run()  # it hears the signals, since it starts last
        finally:
            long.stop(graceful=True)

    def _consumer(self, line: Line, threads: int) -> Consumer:
        huey, _ = self._queue(line)
        return huey.create_consumer(
            workers=threads,
            worker_type="thread",
            initial_delay=0.1,
            max_delay=1.0,
            backoff=1.3,
            graceful_signal="TERM",
            shutdown_timeout=STOPPING[line],
        )

    def wake(self, job_id: int, line: Line) -> None:
        """Tell a worker; where that fails, the next sweep finds the job all the same."""
        try:
            _, run_job = self._queue(line)
            run_job(job_id, line)
        except Exception:
            log.exception("job %s waits for the next sweep", job_id)

    def run(self, job_id: int, line: Line) -> None:
        from forumapp.jobs import engine

        with self._app.app_context():
            again = engine.run(job_id)
        if again is not None:
            _, run_job = self._queue(line)
            run_job.schedule(args=(job_id, line), eta=again)

    def carry_out(self, key: str) -> None:
        """Carry out the job of this key here and now, unless it is done or a worker has it."""
        from forumapp.jobs import engine

        with self._app.app_context():
            if (job := jobs.find(key)) is not None:
                engine.run(job.id)

    def tidy(self) -> None:
        with self._app.app_context(), unit_of_work():
            upkeep.ask(now=datetime.now(UTC))

    def remind(self) -> None:
        """Write to the focal points whose deadline is near."""
        with self._app.app_context(), unit_of_work():
            delegations.remind(now=datetime.now(UTC))

    def read_mail(self) -> None:
        """Take the answers that came by mail, where a mailbox folder is set."""
        from forumapp.jobs import replies

        folder = settings().mail_in
        if folder is not None:
            with self._app.app_context():
                replies.read_folder(folder)

    def promote(self) -> None:
        """Give the seats that came free, and take back what was offered in vain."""
        from forumapp.jobs import promotion

        with self._app.app_context():
            promotion.sweep()

    def sweep(self) -> None:
        """Wake a worker for every job that is due and not under way, and let circulars leave."""
        with self._app.app_context():
            _let_circulars_leave(now=datetime.now(UTC))
            due = jobs.due(now=datetime.now(UTC))
        for job_id, line in due:
            self.wake(job_id, line)


def _let_circulars_leave(*, now: datetime) -> None:
    """Write the mails of each circular whose time has come, each in a transaction of its own."""
    for event_id, circular_id in circulars.due(now=now):
        with suppress(Conflict), unit_of_work():
            circulars.send_planned(event_id, circular_id, now=now)


def _every_minute(_moment: datetime) -> bool:
    return True


def _every_hour(moment: datetime) -> bool:
    return moment.minute == 7


def _every_night(moment: datetime) -> bool:
    """At 18:40 UTC, which is night in the zones that the product was made for."""
    return (moment.hour, moment.minute) == (18, 40)


def _open(chosen: Settings, line: Line) -> Huey:
    """The queue of a line, beside the database."""
    from huey import PostgresHuey, SqliteHuey

    if chosen.on_sqlite:
        return SqliteHuey(f"forumapp-{line}", filename=str(chosen.instance / "queue.db"), utc=True)
    dsn = chosen.database_url.replace("postgresql+psycopg://", "postgresql://")
    return PostgresHuey(f"forumapp-{line}", dsn=dsn, utc=True)
