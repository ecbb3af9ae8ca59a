"""The clashes of an event, and those that its organisers accept, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, insert_once
from forumapp.domain import fairness
from forumapp.domain.access import Action, Actor, can
from forumapp.domain.clashes import Clash, Obstacle, Rules, find, obstacles
from forumapp.domain.errors import Conflict, NotFound
from forumapp.domain.fairness import ClockOf, Suggestion
from forumapp.domain.people import PersonFacts
from forumapp.domain.text import Translated
from forumapp.i18n.countries import CAPITALS
from forumapp.models import AcceptedClash, Delegation, Event, Person, Room, Session, VideoRoom
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.agenda.plan import plan
from forumapp.services.events.checks import Checks
from forumapp.services.rows import one, read


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionName:
    """What a clash says of a session; `url` parts are the edges' own. Wall times of its event."""

    id: int
    code: str
    title: Translated
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A session of another event. Its names are empty for who may not read that event."""

    event: Translated
    title: Translated
    starts: datetime
    ends: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """That organisers live with a clash: why, who said so and when."""

    reason: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashRow:
    """A clash with the names of what it is about."""

    clash: Clash
    sessions: tuple[SessionName, ...]
    person: PersonFacts | None
    room: Translated
    elsewhere: Elsewhere | None
    accepted: Acceptance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What an event's plan comes to: its clashes, the gravest first, and how fair its hours are.

    A delegation lives by the clock of its country's capital; one of an organisation, by none.
    """

    rules: Rules
    rows: tuple[ClashRow, ...]
    clocks: tuple[ClockOf, ...]
    suggestions: tuple[Suggestion, ...]


def survey(actor: Actor, event_id: int) -> Survey:
    """The plan of an event as it is now, looked at in a constant number of queries."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = plan(event_id)
    delegations = db.session.execute(
        sa.select(Delegation.id, Delegation.country).filter_by(event_id=event_id)
    )
    zones = {key: CAPITALS[country] for key, country in delegations if country in CAPITALS}
    return Survey(
        rules=found.rules,
        rows=_rows(actor, event_id, find(found)),
        clocks=fairness.clocks(found.sessions, zones, found.rules),
        suggestions=fairness.suggestions(found.sessions, zones, found.rules),
    )


def open_rows(actor: Actor, event_id: int) -> tuple[ClashRow, ...]:
    """The clashes that nobody has accepted, the gravest first, with their names."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    found = _rows(actor, event_id, find(plan(event_id)))
    return tuple(row for row in found if row.accepted is None)


def in_the_way(
    actor: Actor, event_id: int, session_id: int
) -> tuple[tuple[Obstacle, ClashRow], ...]:
    """What a session would clash with wherever it is put, each with the names of the clash.

    It may be parked; NotFound when the event has no such session.
    """
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    one(Session, session_id, event_id=event_id)
    found = obstacles(plan(event_id, also=session_id), session_id)
    rows = _rows(actor, event_id, tuple(obstacle.clash for obstacle in found))
    return tuple(zip(found, rows, strict=True))


def open_clashes(actor: Actor, event_id: int) -> int:
    """How many clashes nobody has accepted."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    accepted = _accepted(event_id)
    return sum(clash.key not in accepted for clash in find(plan(event_id)))


def accept(actor: Actor, event_id: int, key: str, *, reason: str, now: datetime) -> None:
    """Live with a clash, for a reason.

    Raises Invalid (`reason`: `required`, `too_many_characters`), NotFound for a clash that isn't
    there (any more), and Conflict `accepted` when somebody has accepted it already.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    checks = Checks({"reason": reason})
    cleaned = checks.line("reason", longest=500, required=True)
    checks.finish()
    if key not in {clash.key for clash in find(plan(event_id))}:
        raise NotFound
    made = insert_once(
        AcceptedClash,
        event_id=event_id,
        key=key,
        reason=cleaned,
        accepted_by=actor.name,
        accepted_at=now,
    )
    if made is None:
        raise Conflict("accepted")
    audit.note(
        actor,
        event_id,
        action="accept",
        noun="clashes",
        object_id=made,
        after={"clash": key, "reason": cleaned},
    )


def object_to(actor: Actor, event_id: int, key: str) -> None:
    """Take an acceptance back; nothing happens where there is none."""
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    row = db.session.scalar(sa.select(AcceptedClash).filter_by(event_id=event_id, key=key))
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def _rows(actor: Actor, event_id: int, found: tuple[Clash, ...]) -> tuple[ClashRow, ...]:
    accepted = _accepted(event_id)
    sessions = _sessions({key for clash in found for key in clash.sessions})
    people = _people({clash.person_id for clash in found if clash.person_id is not None})
    rooms, video_rooms = _rooms(event_id), _video_rooms(event_id)
    elsewhere = _elsewhere(actor, {clash.elsewhere for clash in found if clash.elsewhere})
    return tuple(
        ClashRow(
            clash=clash,
            sessions=tuple(sessions[key] for key in clash.sessions),
            person=people.get(clash.person_id or 0),
            room=_room(clash, rooms, video_rooms),
            elsewhere=elsewhere.get(clash.elsewhere) if clash.elsewhere else None,
            accepted=accepted.get(clash.key),
        )
        for clash in found
    )


def _room(
    clash: Clash, rooms: dict[int, Translated], video_rooms: dict[int, Translated]
) -> Translated:
    known = video_rooms if clash.kind.value.startswith("video") else rooms
    return known.get(clash.room_id or 0, Translated())


def _accepted(event_id: int) -> dict[str, Acceptance]:
    rows = db.session.scalars(sa.select(AcceptedClash).filter_by(event_id=event_id))
    return {row.key: read(Acceptance, row) for row in rows}


def _sessions(ids: Iterable[int]) -> dict[int, SessionName]:
    rows = db.session.scalars(sa.select(Session).where(Session.id.in_(ids)))
    return {row.id: read(SessionName, row) for row in rows}


def _people(ids: Iterable[int]) -> dict[int, PersonFacts]:
    rows = db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))
    return {row.id: read(PersonFacts, row) for row in rows}


def _rooms(event_id: int) -> dict[int, Translated]:
    rows = db.session.execute(sa.select(Room.id, Room.name).filter_by(event_id=event_id))
    return dict(rows.all())


def _video_rooms(event_id: int) -> dict[int, Translated]:
    rows = db.session.execute(sa.select(VideoRoom.id, VideoRoom.name).filter_by(event_id=event_id))
    return {key: Translated(en=name) for key, name in rows}


def _elsewhere(actor: Actor, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Elsewhere]:
    """Sessions of other events; their names only where this actor may read them."""
    rows = db.session.execute(
        sa.select(Session, Event)
        .join(Event, Event.id == Session.event_id)
        .where(Session.id.in_({session_id for _event_id, session_id in wanted}))
    )
    found = {}
    for session, event in rows:
        reads = can(actor, Action.READ_WORKSPACE, event_id=event.id)
        found[event.id, session.id] = Elsewhere(
            event=event.title if reads else Translated(),
            title=session.title if reads else Translated(),
            starts=session.starts,
            ends=session.ends,
            zone=event.zone,
        )
    return found
