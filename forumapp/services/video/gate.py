"""The gate: whoever knocks is let in, asked to wait, or turned away, and it is logged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.events import EventState
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts, SessionFacts
from forumapp.domain.video import Decision, JoinRole, Provider, Window, admits, decide, join_role
from forumapp.models import Event, Join, VideoRoom, VideoRoomSession
from forumapp.services import publications, tokens
from forumapp.services.publications.draft import person_facts
from forumapp.services.tokens import Purpose, Revoked
from forumapp.services.video.guests import rule_of, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What opens the room: only ever made for whom the gate admits."""

    provider: Provider
    address: str = field(repr=False)
    app_id: str = field(repr=False)
    backup_address: str = field(repr=False)
    passcode: str = field(repr=False)
    dial_in: str = field(repr=False)
    host_link: str = field(repr=False)
    secret: str = field(repr=False)
    meeting_id: str = field(repr=False)
    title: str
    role: JoinRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """The gate's answer. Event and session are None for a link that says nothing (any more)."""

    decision: Decision
    event: EventFacts | None = None
    session: SessionFacts | None = None
    person: PersonFacts | None = None
    window: Window | None = None
    way: Way | None = field(default=None, repr=False)


def knock(token: str, *, now: datetime) -> Knock:
    """Decide on a join link; NotFound for one that was never given out.

    The times are those of the current release. A session that it doesn't hold any more is over.
    """
    try:
        person, more = tokens.read(token, Purpose.JOIN)
    except Revoked:
        return Knock(decision=Decision.REVOKED)
    if len(more) != 1:
        raise NotFound
    (session_id,) = more
    room = db.session.scalar(
        sa.select(VideoRoom)
        .join(VideoRoomSession, VideoRoomSession.video_room_id == VideoRoom.id)
        .where(VideoRoomSession.session_id == session_id, VideoRoom.event_id == person.event_id)
    )
    found = _released(person.event_id, session_id)
    if room is None or found is None:
        return Knock(decision=Decision.REVOKED)
    event, session, window = found[0], found[1], rule_of(room).window(*found[2])
    guest = standing(person.id).guest(session_id, session.part_id)
    decision = decide(rule_of(room), guest, window, now=now)
    db.session.add(Join(session_id=session_id, person_id=person.id, decision=decision, at=now))
    db.session.flush()
    told = admits(rule_of(room), guest)
    return Knock(
        decision=decision,
        event=event,
        session=session if told else None,
        person=person_facts(person),
        window=window if told else None,
        way=_way(room, join_role(guest)) if decision is Decision.ADMITTED else None,
    )


def _released(
    event_id: int, session_id: int
) -> tuple[EventFacts, SessionFacts, tuple[datetime, datetime]] | None:
    """The event and the session as they are released, with the session's instants."""
    slug, state = db.session.execute(
        sa.select(Event.slug, Event.state).where(Event.id == event_id)
    ).one()
    if state is not EventState.PUBLISHED:
        return None
    found = publications.published(publications.current(slug), reader=Visibility.REGISTERED)
    session = next((s for s in found.programme.sessions if s.id == session_id), None)
    if session is None:
        return None
    programme = found.programme
    times = programme.starts_at(session), programme.ends_at(session)
    return programme.event, session, times


def _way(room: VideoRoom, role: JoinRole) -> Way:
    return Way(
        provider=room.provider,
        address=room.address,
        app_id=room.app_id,
        backup_address=room.backup_address or "",
        passcode=room.passcode or "",
        dial_in=room.dial_in or "",
        host_link=room.host_link or "",
        secret=room.secret or "",
        meeting_id=room.meeting_id or "",
        title=room.name,
        role=role,
    )
