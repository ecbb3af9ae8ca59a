"""Moving an event so that it is on now."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from forumapp.cli.demo.attending import Attending
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.clock import wall
from forumapp.domain.programme import ReleaseStatus
from forumapp.models import Event, Session
from forumapp.services import publications


def move(slug: str, *, now: datetime) -> None:
    """Shift every session so that the first starts at the last half hour, and publish that.

    The doors are then those of today, and know who came until now.

    Registration stays open until the end of the first day.
    """
    with unit_of_work():
        event = db.session.scalars(sa.select(Event).filter_by(slug=slug)).one()
        sessions = db.session.scalars(
            sa.select(Session).filter_by(event_id=event.id).order_by(Session.starts)
        ).all()
        here = wall(now, event.zone)
        start = here - timedelta(
            minutes=here.minute % 30, seconds=here.second, microseconds=here.microsecond
        )
        shift = start - sessions[0].starts
        for session in sessions:
            session.starts, session.ends = session.starts + shift, session.ends + shift
        event.starts_on = sessions[0].starts.date()
        event.ends_on = max(session.ends for session in sessions).date()
        event.registration_closes_at = event.changes_close_at = now + timedelta(hours=12)
        event.nominations_close_at = now + timedelta(hours=12)
        db.session.flush()
        Attending(event, until=now).write()
        publications.publish(SYSTEM, event.id, status=ReleaseStatus.REVISED, quiet=True, now=now)
