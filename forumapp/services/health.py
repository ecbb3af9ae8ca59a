"""Is the installation well?"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from forumapp.config import settings
from forumapp.db import db
from forumapp.domain.jobs import JobState
from forumapp.models import Job

LATE = timedelta(minutes=5)
LEAST_FREE = 200 * 2**20


class Check(TypedDict):
    """One check: whether it is well, and a number that says how well."""

    ok: bool
    value: int


def checks(*, now: datetime) -> dict[str, Check]:
    """Database answers; no job is overdue by five minutes; 200 MB of disk are free."""
    free = shutil.disk_usage(settings().instance).free
    return {
        **_database_and_jobs(now),
        "disk": {"ok": free > LEAST_FREE, "value": free // 2**20},
    }


def _database_and_jobs(now: datetime) -> dict[str, Check]:
    overdue = sa.select(sa.func.count(Job.id)).where(
        Job.state == JobState.QUEUED, Job.due_at < now - LATE
    )
    try:
        late = db.session.scalar(overdue) or 0
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": {"ok": False, "value": 0}, "jobs": {"ok": False, "value": 0}}
    return {"database": {"ok": True, "value": 1}, "jobs": {"ok": late == 0, "value": late}}
