"""Writing a release back into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.domain.invitations import Method
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.restoring import Restored
from forumapp.domain.speakers import SpeakerFacts
from forumapp.domain.telling import speaking
from forumapp.models import Invitation, Invitee, LostStar, Part, Room, Session, Speaker, Star, Track

_SESSION = (
    "code",
    "title",
    "kind",
    "part_id",
    "track_id",
    "room_id",
    "starts",
    "ends",
    "languages",
    "interpretation",
    "description",
    "visibility",
    "all_rooms",
)
_LINE = ("person_id", "part", "minutes", "mode", "status", "topic")


def write_frame(event_id: int, then: Programme) -> None:
    """Parts, rooms and tracks under the names they had; those that are gone are there again.

    A part that comes back has no limit of seats: that is no part of a release.
    """
    kinds: Any = ((Part, then.parts), (Room, then.rooms), (Track, then.tracks))
    for model, facts in kinds:
        rows = {row.id: row for row in _of_event(model, event_id)}
        for position, one in enumerate(facts, start=1):
            row = rows.get(one.id) or _added(model(id=one.id, event_id=event_id, position=position))
            _assign(row, one, (name for name in one.__slots__ if name != "id"))
    db.session.flush()


def write_sessions(event_id: int, plan: Restored, *, now: datetime) -> None:
    """The sessions of a release with their lists; those that came later wait without a time."""
    rows = {row.key: row for row in _of_event(Session, event_id)}
    for key in plan.parked:
        rows[key].parked = True
    _free_codes(rows, plan)
    for facts in plan.sessions:
        row = rows.get(facts.key) or _added(
            Session(id=facts.id, event_id=event_id, key=facts.key, parked=False)
        )
        _assign(row, facts, _SESSION)
        row.parked = False
    db.session.flush()
    _write_lists(plan.sessions)
    _give_back(event_id, [facts for facts in plan.sessions if facts.key in plan.made], now=now)


def _free_codes(rows: dict[str, Session], plan: Restored) -> None:
    """Let codes be exchanged: whoever has one that another needs gives it up first."""
    wanted = {facts.key: facts.code for facts in plan.sessions}
    for key, code in plan.codes.items():
        rows[key].code = code
    moving = [row for key, row in rows.items() if wanted.get(key, row.code) != row.code]
    for row in moving:
        row.code = f"~{row.id}"  # no code that anybody could have written
    db.session.flush()


def _write_lists(sessions: Iterable[SessionFacts]) -> None:
    facts = [(session, line) for session in sessions for line in session.speakers]
    rows = {
        row.id: row
        for row in db.session.scalars(
            sa.select(Speaker).where(Speaker.id.in_([line.id for _session, line in facts]))
        )
    }
    places: dict[int, int] = {}
    for session, line in facts:
        place = places[session.id] = places.get(session.id, 0) + 1
        _write_line(rows.get(line.id) or _added(Speaker(id=line.id)), session, line, place)
    db.session.flush()


def _write_line(row: Speaker, session: SessionFacts, line: SpeakerFacts, place: int) -> None:
    """A line in its place; the text handed in stays with it."""
    if row.session_id != session.id:
        row.session_id = session.id
    if row.position != place:
        row.position = place
    _assign(row, line, _LINE)


def _give_back(event_id: int, made: list[SessionFacts], *, now: datetime) -> None:
    """The stars of sessions that are there again, and the guests who still have an invitation."""
    ids = {facts.key: facts.id for facts in made}
    stars = db.session.scalars(
        sa.select(LostStar).where(LostStar.event_id == event_id, LostStar.session_key.in_(ids))
    )
    invitations = db.session.scalars(
        sa.select(Invitation).where(
            Invitation.event_id == event_id,
            Invitation.session_key.in_(ids),
            Invitation.method == Method.REQUEST,
        )
    )
    speak = {facts.key: speaking(facts) for facts in made}
    for star in stars:
        session_id = ids[star.session_key]
        _added(Star(person_id=star.person_id, session_id=session_id, created_at=now))
        db.session.delete(star)
    for one in invitations:
        if one.person_id not in speak[one.session_key]:
            _added(Invitee(person_id=one.person_id, session_id=ids[one.session_key]))


def _of_event(model: Any, event_id: int) -> Iterable[Any]:
    return db.session.scalars(sa.select(model).where(model.event_id == event_id))


def _added(row: Any) -> Any:
    db.session.add(row)
    return row


def _assign(row: Base, facts: Any, names: Iterable[str]) -> None:
    """Set what differs, so that the log tells of that alone."""
    for name in names:
        value = getattr(facts, name)
        if getattr(row, name) != value:
            setattr(row, name, value)
