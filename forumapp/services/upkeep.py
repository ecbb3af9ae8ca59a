"""Throwing away what nobody needs any more, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.jobs import JobState
from forumapp.domain.volumes import VolumeName
from forumapp.models import Attempt, Issue, Job, Publication, Release, UserSession, UserToken
from forumapp.services import jobs
from forumapp.services.agenda import importing
from forumapp.services.files import unreferenced

JOB = "tidy"
KEPT = timedelta(days=30)
COUNTED = timedelta(days=1)  # as long as the longest limit on guessing looks back


def ask(*, now: datetime) -> None:
    """Have it done once a day, by whichever worker comes first."""
    jobs.enqueue(JOB, key=f"{JOB}:{now.date()}", payload={}, now=now)


def tidy(*, now: datetime) -> frozenset[str]:
    """Delete what is over; returns the keys of files that nothing refers to any more.

    That is counted guesses, sessions and links that ended a month ago, jobs done a month ago, and
    volumes of that age that a later release or issue took the place of: they are built anew when
    somebody asks for them. Files that were uploaded to be taken over live for a day.
    """
    month_ago = now - KEPT
    for statement in (
        sa.delete(Attempt).where(Attempt.at <= now - COUNTED),
        sa.delete(UserSession).where(UserSession.created_at < month_ago),
        sa.delete(UserToken).where(UserToken.expires_at < month_ago),
        sa.delete(Job).where(Job.state == JobState.DONE, Job.finished_at < month_ago),
    ):
        db.session.execute(statement)
    gone = [row for row in _old_volumes(month_ago) if not _is_in_force(row)]
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    return unreferenced(row.file for row in gone) | importing.expire(now=now)


def _old_volumes(before: datetime) -> list[Publication]:
    return list(db.session.scalars(sa.select(Publication).where(Publication.built_at < before)))


def _is_in_force(row: Publication) -> bool:
    """Whether readers are shown this volume: of the latest release, or of the issue in force."""
    if row.name == VolumeName.PROGRAMME:
        latest = db.session.scalar(
            sa.select(sa.func.max(Release.number)).filter_by(event_id=row.event_id)
        )
        return row.edition.startswith(f"r{latest}-")
    latest_issue = db.session.scalar(
        sa.select(Issue).filter_by(event_id=row.event_id).order_by(Issue.number.desc()).limit(1)
    )
    if latest_issue is None or latest_issue.withdrawn_at is not None:
        return False
    return row.edition.endswith(latest_issue.digest[:32])
