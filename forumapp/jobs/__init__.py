"""What runs in the background: a job's name leads to its handler."""

from forumapp.jobs.queue import connect

__all__ = ["connect"]
