"""How a handler tells how far it is, and that trying again is of no use."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forumapp.db import unit_of_work
from forumapp.services import jobs
from forumapp.services.jobs import Claim


class GiveUp(Exception):
    """The job can never succeed: it fails at once."""


@dataclass
class Progress:
    """Called with (done, total); written at most twice a second, and never without a claim.

    There is none for what is made on the way to something else: nobody waits for it by itself.
    """

    claim: Claim | None = None
    _written: float = field(default=0.0, repr=False)

    def __call__(self, done: int, total: int) -> None:
        soon = time.monotonic() - self._written < 0.5
        if self.claim is None or (soon and done < total):
            return
        self._written = time.monotonic()
        with unit_of_work():
            jobs.report(self.claim, progress=done, total=total, now=datetime.now(UTC))
