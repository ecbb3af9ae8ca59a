"""Who knocked at a video room, and how the gate answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.people import PersonFacts
from forumapp.domain.video import Decision
from forumapp.models import Join, Person, Session, VideoRoom, VideoRoomSession
from forumapp.services.access import require
from forumapp.services.rows import one, read

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockRow:
    """One knock: whose, at which session, when, and the answer."""

    name: str
    code: str
    at: datetime
    decision: Decision


def knocks(actor: Actor, event_id: int, room_id: int) -> tuple[KnockRow, ...]:
    """The last knocks at a room's sessions, the latest first."""
    require(actor, Action.READ_VIDEO_SECRETS, event_id=event_id)
    one(VideoRoom, room_id, event_id=event_id)
    found = db.session.execute(
        sa.select(Join, Person, Session.code)
        .join(Person, Person.id == Join.person_id)
        .join(Session, Session.id == Join.session_id)
        .join(VideoRoomSession, VideoRoomSession.session_id == Session.id)
        .where(VideoRoomSession.video_room_id == room_id)
        .order_by(Join.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        KnockRow(name=read(PersonFacts, person).name, code=code, at=join.at, decision=join.decision)
        for join, person, code in found
    )
