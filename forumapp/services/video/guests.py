"""What the gate's rule needs to know of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.video import Guest, JoinRule
from forumapp.models import Registration, Seat, Speaker, VideoRoom, VideoRoomSession
from forumapp.services.registration import RegistrationRow


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


# Built once: these are asked for at every look at one's own page.
_PERSON = sa.bindparam("person_id", type_=sa.Integer())
_EVENT = sa.bindparam("event_id", type_=sa.Integer())
_STANDING = (
    sa.select(
        Registration.status,
        Registration.delegation_id,
        Seat.part_id,
        Seat.mode,
        Seat.status.label("seat"),
    )
    .outerjoin(Seat, Seat.registration_id == Registration.id)
    .where(Registration.person_id == _PERSON)
)
_SPEAKING = sa.select(Speaker.session_id, Speaker.part).where(
    Speaker.person_id == _PERSON,
    Speaker.status.in_([SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED]),
)
_RULES = (
    sa.select(
        VideoRoomSession.session_id,
        VideoRoom.audience,
        VideoRoom.admitted,
        VideoRoom.opens_before,
        VideoRoom.closes_after,
    )
    .join(VideoRoom, VideoRoom.id == VideoRoomSession.video_room_id)
    .where(
        VideoRoom.event_id == _EVENT,
        VideoRoomSession.session_id.in_(sa.bindparam("session_ids", expanding=True)),
    )
)


def standing(person_id: int) -> Standing:
    """Read in two queries whatever the person takes part in."""
    rows = db.session.execute(_STANDING, {"person_id": person_id}).all()
    return Standing(
        status=rows[0].status if rows else None,
        in_delegation=bool(rows and rows[0].delegation_id),
        seats={row.part_id: (row.mode, row.seat) for row in rows if row.part_id is not None},
        speaking=_speaking(person_id),
    )


def standing_of(person_id: int, own: RegistrationRow | None, *, speaks: bool) -> Standing:
    """The same where it is known already how the person is registered, and whether they speak."""
    speaking = _speaking(person_id) if speaks else {}
    if own is None:
        return Standing(status=None, in_delegation=False, seats={}, speaking=speaking)
    return Standing(
        status=own.status,
        in_delegation=own.delegation_id is not None,
        seats={seat.part_id: (seat.mode, seat.status) for seat in own.seats},
        speaking=speaking,
    )


def rule_of(room: VideoRoom) -> JoinRule:
    return JoinRule(
        audience=room.audience,
        admitted=room.admitted,
        opens_before=room.opens_before,
        closes_after=room.closes_after,
    )


def rules_by_session(event_id: int, session_ids: Iterable[int]) -> dict[int, JoinRule]:
    """The rule of the video room of each of these sessions that has one; no secret is read."""
    rows = db.session.execute(_RULES, {"event_id": event_id, "session_ids": list(session_ids)})
    return {
        session_id: JoinRule(
            audience=audience, admitted=admitted, opens_before=before, closes_after=after
        )
        for session_id, audience, admitted, before, after in rows
    }


def _speaking(person_id: int) -> dict[int, bool]:
    """Session to whether the person presides there; only lines that still speak."""
    rows = db.session.execute(_SPEAKING, {"person_id": person_id})
    found: dict[int, bool] = {}
    for session_id, part in rows:
        found[session_id] = found.get(session_id, False) or part.presides
    return found
