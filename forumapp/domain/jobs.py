"""What runs in the background: states, leases and retries."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


LEASE = timedelta(minutes=5)
ATTEMPTS = 6


def backoff(attempt: int) -> timedelta:
    """How long to wait after the nth failed attempt: 10 s, 40 s, 160 s … at most an hour."""
    return min(timedelta(seconds=10 * 4 ** (attempt - 1)), timedelta(hours=1))
