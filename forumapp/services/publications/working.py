"""The programme as its organisers work on it, to take away and bring back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.programme import Programme
from forumapp.models import VideoRoom, VideoRoomSession
from forumapp.services.access import require
from forumapp.services.publications.draft import draft


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingProgramme:
    """Every session that has a time, and the name of the video room of a session's number."""

    programme: Programme
    video_rooms: Mapping[int, str]


def working(actor: Actor, event_id: int, *, now: datetime) -> WorkingProgramme:
    """The draft of the next release with what is never part of one."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    return WorkingProgramme(programme=draft(event_id, now=now), video_rooms=_video_rooms(event_id))


def _video_rooms(event_id: int) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(VideoRoomSession.session_id, VideoRoom.name)
        .join(VideoRoom, VideoRoom.id == VideoRoomSession.video_room_id)
        .where(VideoRoom.event_id == event_id)
    )
    return {row.session_id: row.name for row in rows}
