"""Making, changing, copying and deleting sessions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forumapp.db import db, insert_once
from forumapp.domain import agenda
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import CODE, SessionKind, Visibility, free_code
from forumapp.domain.errors import Invalid
from forumapp.domain.text import Translated
from forumapp.models import Event, LostStar, Part, Room, Session, Speaker, Star, Track
from forumapp.services import rows
from forumapp.services.access import require
from forumapp.services.agenda.queries import codes
from forumapp.services.events.checks import LANGUAGES, Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValues:
    """What an organiser writes of a session. Times are wall times in the event's zone.

    A parked one waits for a time: its own only say how long it lasts.
    """

    code: str
    title: Translated
    kind: SessionKind
    part_id: int
    track_id: int | None = None
    room_id: int | None = None
    starts: datetime
    ends: datetime
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    description: Translated = Translated()
    visibility: Visibility = Visibility.PUBLIC
    parked: bool = False
    all_rooms: bool = False

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def create(actor: Actor, event_id: int, values: SessionValues) -> int:
    """Add a session; Invalid as for `save`."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    added = Session(event_id=event_id, key=str(uuid.uuid4()), **_checked(event_id, values))
    db.session.add(added)
    _flush()
    return added.id


def save(
    actor: Actor, event_id: int, session_id: int, values: SessionValues, *, version: int | None
) -> None:
    """Change a session; Stale when somebody saved since `version`.

    Raises Invalid (`taken`, `not_a_code`, `required`, `too_many_characters`, `not_a_choice` or
    those of `check_times`), and NotFound for a session, part, track or room of another event.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    edited = rows.one(Session, session_id, event_id=event_id)
    checked = _checked(event_id, values, session_id=session_id)
    rows.assign(edited, checked, version=version)
    _flush()


def duplicate(actor: Actor, event_id: int, session_id: int) -> int:
    """A copy without speakers under the next free code, following the original where it can."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    original = rows.one(Session, session_id, event_id=event_id)
    copy = copied(original, code=free_code(codes(event_id), like=original.code))
    copy.starts, copy.ends = _following(event_id, original)
    db.session.add(copy)
    _flush()
    return copy.id


def copied(original: Session, *, code: str) -> Session:
    """A session like this one, with an identity of its own; not written yet."""
    names = (c.key for c in Session.__table__.columns if c.key not in ("id", "version"))
    values = {name: getattr(original, name) for name in names}
    return Session(**{**values, "key": str(uuid.uuid4()), "code": code})


def delete(actor: Actor, event_id: int, session_id: int) -> None:
    """Delete a session with its speaker list, its stars and its place in a video room.

    Who starred it is remembered until a release has told them.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    doomed = rows.one(Session, session_id, event_id=event_id)
    for person_id in db.session.scalars(sa.select(Star.person_id).filter_by(session_id=session_id)):
        insert_once(LostStar, event_id=event_id, person_id=person_id, session_key=doomed.key)
    for line in db.session.scalars(sa.select(Speaker).filter_by(session_id=session_id)):
        db.session.delete(line)  # one by one, so that the audit log keeps what they held
    db.session.flush()
    rows.remove(doomed)


def _following(event_id: int, original: Session) -> tuple[datetime, datetime]:
    """The time right after a session, or its own where that is outside the event."""
    starts, ends = original.ends, original.ends + (original.ends - original.starts)
    try:
        check_times(event_id, starts, ends)
    except Invalid:
        return original.starts, original.ends
    return starts, ends


def _checked(
    event_id: int, values: SessionValues, *, session_id: int | None = None
) -> dict[str, Any]:
    """The values as they are kept: cleaned, within bounds, of this event."""
    places = ((Part, values.part_id), (Track, values.track_id), (Room, values.room_id))
    for model, key in places:
        if key is not None:
            rows.one(model, key, event_id=event_id)
    given = values.columns()
    checks = Checks(given)
    given |= {
        "code": _code(checks, event_id, session_id),
        "title": checks.texts("title", required=True),
        "description": checks.texts("description", rows=True),
        "languages": checks.codes("languages", LANGUAGES),
        "interpretation": checks.codes("interpretation", LANGUAGES),
    }
    try:
        check_times(event_id, values.starts, values.ends, parked=values.parked)
    except Invalid as refusal:
        checks.errors.update(refusal.errors)
    checks.finish()
    return given


def _code(checks: Checks, event_id: int, session_id: int | None) -> str:
    """A code in capitals that no other session of the event has."""
    code = checks.line("code", required=True).upper()
    same = sa.select(Session.id).filter_by(event_id=event_id, code=code)
    if code and not CODE.fullmatch(code):
        checks.refuse("code", "not_a_code")
    elif db.session.scalar(same.where(Session.id != (session_id or 0))):
        checks.refuse("code", "taken")
    return code


def check_times(event_id: int, starts: datetime, ends: datetime, *, parked: bool = False) -> None:
    """Raise Invalid as the domain's rule does, for the days of the event.

    Of a parked session only the length counts, wherever its last time was.
    """
    event = db.session.get_one(Event, event_id)
    first, last = (starts.date(),) * 2 if parked else (event.starts_on, event.ends_on)
    agenda.check_times(starts, ends, zone=event.zone, first_day=first, last_day=last)


def _flush() -> None:
    """Write; a code that another took in the same moment is refused like any taken one."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid({"code": "taken"}) from error
