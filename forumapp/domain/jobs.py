"""What runs in the background: states, leases and retries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Line(StrEnum):
    """Where a job waits, so that a mail never waits for a volume of four hundred pages."""

    QUICK = "quick"
    LONG = "long"


LEASE = timedelta(seconds=45)
HEARTBEAT = timedelta(seconds=15)
LOST = "lost"  # the error of a try whose worker is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a kind of job is tried again: at least so often, and for at least so long."""

    attempts: int = 6
    lasting: timedelta = timedelta()
    longest_pause: timedelta = timedelta(hours=1)

    def is_over(self, *, attempts: int, age: timedelta, deadly: bool = False) -> bool:
        """Whether a job of this age, tried so often in vain, is given up.

        One that ends its workers, one after the other, isn't tried for any longer than so often.
        """
        return attempts >= self.attempts and (deadly or age >= self.lasting)

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after the nth failed attempt: 10 s, 40 s, 160 s … up to the longest."""
        return min(timedelta(seconds=10 * 4 ** min(attempts - 1, 10)), self.longest_pause)


USUAL = Patience()
# A mail server that is away for a weekend costs no mail.
_OF_MAILS = Patience(lasting=timedelta(days=3), longest_pause=timedelta(minutes=15))
PATIENCE: Mapping[str, Patience] = {
    # The engine itself tries each chapter twice; more would only keep the reader waiting.
    "build_publication": Patience(attempts=2),
    "send_mail": _OF_MAILS,
    "send_papers": _OF_MAILS,
}


_LONG = frozenset({"build_publication", "send_papers"})


def line(name: str) -> Line:
    """The line in which the jobs of this name wait."""
    return Line.LONG if name in _LONG else Line.QUICK


def patience(name: str) -> Patience:
    """How patient the engine is with the jobs of this name."""
    return PATIENCE.get(name, USUAL)
