"""Publishing a release of 1,000 sessions that touches 50 people, and comparing two such."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.programme import ReleaseStatus, compare
from forumapp.domain.releases import compare_frame
from forumapp.models import Mail, Session, Speaker
from forumapp.services import publications
from tests.bench.inside import events

TIMES = 5


def publishing(slug: str, people: str) -> str:
    """Seconds, processor seconds, people told, and mails queued and sent of a second release."""
    event_id = events.number(slug)
    _publish(event_id)  # everyone is asked once; only then there is something to change
    moved = _move(event_id, int(people))
    earlier = _mails()
    began, processor = time.perf_counter(), time.process_time()
    told = _publish(event_id)
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    return json.dumps(
        {
            "seconds": seconds,
            "processor": processor,
            "told": told,
            "queued": _mails() - earlier,
            "sent": _sent(),
            "moved": moved,
        }
    )


def comparing(slug: str) -> str:
    """Seconds that comparing the last two releases takes, the median of five; and the changes."""
    event_id = events.number(slug)
    newest, before, *_ = publications.history(event_id)
    after, base = publications.programme(newest.id), publications.programme(before.id)
    taken, found = [], 0
    for _time in range(TIMES):
        began = time.perf_counter()
        found = len(compare(base, after)) + len(compare_frame(base, after))
        taken.append(time.perf_counter() - began)
    sessions = len(after.sessions)
    return json.dumps(
        {"seconds": sorted(taken)[TIMES // 2], "changes": found, "sessions": sessions}
    )


def _publish(event_id: int) -> int:
    now = datetime.now(UTC)
    with unit_of_work():
        row = publications.publish(SYSTEM, event_id, status=ReleaseStatus.REVISED, now=now)
    db.session.remove()
    return row.told or 0


def _move(event_id: int, people: int) -> int:
    """Half an hour later: sessions in which so many people speak, none of them in two."""
    touched: set[int] = set()
    with unit_of_work() as session:
        sessions = session.scalars(
            sa.select(Session).filter_by(event_id=event_id, parked=False).order_by(Session.starts)
        ).all()
        moved = 0
        for row in sessions:
            speaking = set(
                session.scalars(sa.select(Speaker.person_id).filter_by(session_id=row.id))
            )
            if not speaking or len(touched | speaking) > people:
                continue
            touched |= speaking
            row.starts += timedelta(minutes=5)
            row.ends += timedelta(minutes=5)
            moved += 1
    db.session.remove()
    return moved


def _mails() -> int:
    return db.session.scalar(sa.select(sa.func.count(Mail.id))) or 0


def _sent() -> int:
    return (
        db.session.scalar(sa.select(sa.func.count(Mail.id)).where(Mail.sent_at.is_not(None))) or 0
    )
