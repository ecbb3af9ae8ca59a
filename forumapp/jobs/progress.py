"""How a handler tells how far it is, and that trying again is of no use."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forumapp.db import unit_of_work
from forumapp.services import jobs


class GiveUp(Exception):
    """The job can never succeed: it fails at once."""


@dataclass
class Progress:
    """Called with (done, total); written at most twice a second."""

    job_id: int
    _written: float = field(default=0.0, repr=False)

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._written < 0.5 and done < total:
            return
        self._written = time.monotonic()
        with unit_of_work():
            jobs.report(self.job_id, progress=done, total=total, now=datetime.now(UTC))


class Silent(Progress):
    """For what is made on the way to something else: nobody waits for it by itself."""

    def __init__(self) -> None:
        super().__init__(job_id=0)

    def __call__(self, done: int, total: int) -> None:
        """Nothing is written down."""
