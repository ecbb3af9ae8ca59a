"""What runs in the background: a job's name leads to its handler."""

from forumapp.jobs.engine import run, run_due
from forumapp.jobs.queue import connect

__all__ = ["connect", "run", "run_due"]
