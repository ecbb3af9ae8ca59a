"""What runs in the background: a job's name leads to its handler."""

from forumapp.jobs.engine import run, run_due
from forumapp.jobs.queue import connect, consumer

__all__ = ["connect", "consumer", "run", "run_due"]
