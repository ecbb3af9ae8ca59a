"""Whom the records of attendance support: scans at doors, joins by video, the secretary's marks."""

from __future__ import annotations

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.video import Decision
from forumapp.models import Join, Mark, Scan, Session


def supported(event_id: int) -> frozenset[int] | None:
    """Those who were let in or marked as there at least once; None where nothing is recorded.

    Of one person and session the latest mark counts; one of absence takes only itself back.
    """
    latest = (
        sa.select(sa.func.max(Mark.id))
        .where(Mark.event_id == event_id)
        .group_by(Mark.session_id, Mark.person_id)
    )
    there: sa.CompoundSelect[tuple[int]] = sa.union(
        sa.select(Scan.person_id).where(
            Scan.event_id == event_id, Scan.let_through, Scan.person_id.is_not(None)
        ),
        sa.select(Join.person_id)
        .join(Session, Session.id == Join.session_id)
        .where(Session.event_id == event_id, Join.decision == Decision.ADMITTED),
        sa.select(Mark.person_id).where(
            Mark.id.in_(latest), Mark.kind.in_((MarkKind.ROOM, MarkKind.ONLINE))
        ),
    )
    return frozenset(db.session.scalars(there)) or None
