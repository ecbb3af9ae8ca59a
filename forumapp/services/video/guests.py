"""What the gate's rule needs to know of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.video import Guest, JoinRule
from forumapp.models import Registration, Seat, Speaker, VideoRoom, VideoRoomSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's registration, seats by part, and parts played by session."""

    status: RegistrationStatus | None
    in_delegation: bool
    seats: Mapping[int, tuple[Mode, SeatStatus]]
    speaking: Mapping[int, bool]

    def guest(self, session_id: int, part_id: int) -> Guest:
        mode, seat = self.seats.get(part_id, (None, None))
        return Guest(
            status=self.status,
            mode=mode,
            seat=seat,
            in_delegation=self.in_delegation,
            speaking=session_id in self.speaking,
            presiding=self.speaking.get(session_id, False),
        )


def standing(person_id: int) -> Standing:
    """Read in three queries whatever the person takes part in."""
    registration = db.session.execute(
        sa.select(Registration.id, Registration.status, Registration.delegation_id).filter_by(
            person_id=person_id
        )
    ).first()
    return Standing(
        status=registration.status if registration else None,
        in_delegation=bool(registration and registration.delegation_id),
        seats=_seats(registration.id) if registration else {},
        speaking=_speaking(person_id),
    )


def rule_of(room: VideoRoom) -> JoinRule:
    return JoinRule(
        audience=room.audience,
        admitted=room.admitted,
        opens_before=room.opens_before,
        closes_after=room.closes_after,
    )


def rooms_by_session(event_id: int) -> dict[int, VideoRoom]:
    """The video room of each session that has one."""
    rows = db.session.execute(
        sa.select(VideoRoomSession.session_id, VideoRoom)
        .join(VideoRoom, VideoRoom.id == VideoRoomSession.video_room_id)
        .where(VideoRoom.event_id == event_id)
    )
    return {session_id: room for session_id, room in rows}  # noqa: C416


def _seats(registration_id: int) -> dict[int, tuple[Mode, SeatStatus]]:
    rows = db.session.scalars(sa.select(Seat).filter_by(registration_id=registration_id))
    return {seat.part_id: (seat.mode, seat.status) for seat in rows}


def _speaking(person_id: int) -> dict[int, bool]:
    """Session to whether the person presides there; only lines that still speak."""
    rows = db.session.scalars(
        sa.select(Speaker)
        .filter_by(person_id=person_id)
        .where(Speaker.status.in_([SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED]))
    )
    found: dict[int, bool] = {}
    for speaker in rows:
        found[speaker.session_id] = found.get(speaker.session_id, False) or speaker.part.presides
    return found
