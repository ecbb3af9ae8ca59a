"""What a participant sees of their part in an event: places, schedule, join links, addresses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain import agenda, clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import Event, Person, Star
from forumapp.services import (
    invitations,
    papers,
    publications,
    registration,
    tokens,
    video,
)
from forumapp.services.access import require
from forumapp.services.checkin import attendance
from forumapp.services.events import EventRow
from forumapp.services.invitations import Asked
from forumapp.services.papers import LetterRow
from forumapp.services.people.traces import traces
from forumapp.services.publications import Published
from forumapp.services.publications.draft import person_facts
from forumapp.services.registration import Missing, OwnRegistration
from forumapp.services.rows import read
from forumapp.services.tokens import Purpose
from forumapp.services.video import JoinLink

SOON = 3  # sessions to join that are shown at once
_STARRED = sa.select(Star.session_id).where(Star.person_id == sa.bindparam("person_id"))
LOOKED_AT = 8  # sessions among which those are sought


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A person's part in an event. Paths are below the site's own address.

    `registration` is None for who only speaks. `published` is what the person may read of the
    current release; `mine` are the sessions they starred or speak in, in order of time, and `soon`
    the next ones that they may follow online, with the links of both in `joins`. `asked` are the
    invitations that can be answered, `seen` says whether a door, a video room or the secretariat
    saw the person, and `letters` are the good ones that were issued to them; `missing` is what the
    form still lacks.
    """

    event: EventRow
    person: PersonFacts
    registration: OwnRegistration | None
    asked: tuple[Asked, ...]
    published: Published
    starred: frozenset[int]
    speaks_in: frozenset[int]
    mine: tuple[SessionFacts, ...]
    soon: tuple[SessionFacts, ...]
    joins: Mapping[int, JoinLink] = field(repr=False)
    seen: bool
    letters: tuple[LetterRow, ...]
    missing: Missing
    badge: str = field(repr=False)
    feed_path: str = field(repr=False)

    @property
    def takes_part(self) -> bool:
        """Whether the person is, or may yet be, among those who take part."""
        return bool(self.speaks_in) or _is_active(self.registration)

    def offers(self, *, now: datetime) -> frozenset[int]:
        """The parts in which a seat is offered to the person and can still be accepted."""
        seats = self.registration.registration.seats if self.registration else ()
        return frozenset(
            seat.part_id for seat in seats if seat.offered_until and now < seat.offered_until
        )

    def may_change(self, *, now: datetime) -> bool:
        return self.registration is not None and self.registration.may_change(now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCalendar:
    """The sessions of one person's calendar, and the join path of each that has one."""

    published: Published
    sessions: tuple[SessionFacts, ...]
    joins: Mapping[int, str] = field(repr=False)
    person: PersonFacts
    locale: str
    feed_path: str = field(repr=False)


def participation(actor: Actor, *, now: datetime) -> Participation:
    """The acting participant's part in their event."""
    person, event, own = _own(actor)
    shown, known = _published(person, event, own), traces(person.id, event.id)
    starred = _starred(person.id) if known.stars else frozenset()
    speaking = shown.speaking.get(person.id, ())
    mine = _in_order([*(s for i in starred if (s := shown.by_number.get(i))), *speaking])
    coming = _coming(shown, own, speaking, now=now)
    among = _in_order([*mine, *coming])
    joins = _joins(person, replace(shown.programme, sessions=among), own, speaks=known.speaks)
    wall = clock.wall(now, event.zone)
    soon = tuple(s for s in among if s.id in joins and wall < _closes(s, joins[s.id], event.zone))
    return Participation(
        event=event,
        person=person_facts(person),
        registration=own,
        asked=invitations.asked_of(person, now=now) if known.invitations else (),
        published=shown,
        starred=starred,
        speaks_in=frozenset(s.id for s in speaking),
        mine=mine,
        soon=soon[:SOON],
        joins=joins,
        seen=known.seen,
        letters=papers.own_letters(actor) if known.letters else (),
        missing=_missing(own) if own and known.questions else (),
        badge=tokens.sign(person, Purpose.BADGE),
        feed_path=_feed_path(person),
    )


def _missing(own: OwnRegistration) -> Missing:
    row = own.registration
    return registration.missing(row.event_id, [row])[row.id]


def calendar(token: str) -> OwnCalendar:
    """The calendar that a feed's token names.

    Raises NotFound for one that was never given out or is over: rotated, or of somebody who has
    withdrawn, was rejected and doesn't speak.
    """
    person, _ = tokens.read(token, Purpose.FEED)
    return _calendar(person)


def attended(actor: Actor, *, now: datetime) -> tuple[attendance.Own, ...]:
    """The sessions in which the acting participant was seen, in order of time."""
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    return attendance.attended(person.event_id, person.id, now=now)


def own_calendar(actor: Actor) -> OwnCalendar:
    """The acting participant's calendar."""
    require(actor, Action.OWN_PARTICIPATION)
    return _calendar(db.session.get_one(Person, actor.person_id))


def calendar_of(person_id: int) -> OwnCalendar:
    """A person's calendar, for what is sent to them; NotFound for who takes no part."""
    return _calendar(db.session.get_one(Person, person_id))


def new_feed_address(actor: Actor) -> None:
    """End the address of the acting participant's calendar; there is a new one then."""
    require(actor, Action.OWN_PARTICIPATION)
    tokens.rotate(db.session.get_one(Person, actor.person_id), Purpose.FEED)
    db.session.flush()


def readable(actor: Actor) -> tuple[Person, EventRow, Published]:
    """The acting participant, their event, and what they may read of its current release."""
    person, event, own = _own(actor)
    return person, event, _published(person, event, own)


def event_of(actor: Actor) -> EventRow:
    """The event in which the acting participant takes part."""
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    return read(EventRow, db.session.get_one(Event, person.event_id))


def _own(actor: Actor) -> tuple[Person, EventRow, OwnRegistration | None]:
    require(actor, Action.OWN_PARTICIPATION)
    person = db.session.get_one(Person, actor.person_id)
    try:
        own = registration.own(actor)
    except NotFound:
        own = None
    event = own.event if own else read(EventRow, db.session.get_one(Event, person.event_id))
    return person, event, own


def _calendar(person: Person) -> OwnCalendar:
    actor = Actor(person_id=person.id, name="participant")
    _, event, own = _own(actor)
    shown = _published(person, event, own)
    speaking = shown.speaking.get(person.id, ())
    if not speaking and not _is_active(own):
        raise NotFound
    starred = [s for i in _starred(person.id) if (s := shown.by_number.get(i))]
    held = _parts_held(own)
    whole = [] if starred else [s for s in shown.programme.sessions if s.part_id in held]
    sessions = _in_order([*starred, *speaking, *whole])
    joins = _joins(person, replace(shown.programme, sessions=sessions), own, speaks=True)
    return OwnCalendar(
        published=shown,
        sessions=sessions,
        joins={session_id: link.path for session_id, link in joins.items()},
        person=person_facts(person),
        locale=person.locale,
        feed_path=_feed_path(person),
    )


def _published(person: Person, event: EventRow, own: OwnRegistration | None) -> Published:
    """What is for those registered is read by who is approved, and by who speaks."""
    current = publications.of_event(event.slug)
    approved = own is not None and own.registration.status is RegistrationStatus.APPROVED
    inside = publications.published(current, reader=Visibility.REGISTERED)
    if approved or person.id in inside.speaking:
        return inside
    return publications.published(current, reader=Visibility.PUBLIC)


def _coming(
    shown: Published,
    own: OwnRegistration | None,
    speaking: Iterable[SessionFacts],
    *,
    now: datetime,
) -> list[SessionFacts]:
    """The next sessions by video link in the person's parts: a few, however many there are."""
    programme, held = shown.programme, _parts_held(own)
    wall = clock.wall(now, programme.event.zone) - timedelta(hours=1)
    speaks = {s.id for s in speaking}
    first = bisect_left(programme.sessions, wall - agenda.LONGEST, key=attrgetter("starts"))
    found: list[SessionFacts] = []
    for session in programme.sessions[first:]:
        if session.online and session.ends > wall and session.kind is not SessionKind.BREAK:
            if session.part_id in held or session.id in speaks:
                found.append(session)
            if len(found) == LOOKED_AT:
                break
    return found


def _joins(
    person: Person, programme: Programme, own: OwnRegistration | None, *, speaks: bool
) -> Mapping[int, JoinLink]:
    known = video.standing_of(person.id, own.registration if own else None, speaks=speaks)
    return video.join_links(person, programme, known)


def _closes(session: SessionFacts, link: JoinLink, zone: str) -> datetime:
    return max(session.ends, clock.wall(link.window.closes_at, zone))


def _starred(person_id: int) -> frozenset[int]:
    return frozenset(db.session.scalars(_STARRED, {"person_id": person_id}))


def _parts_held(own: OwnRegistration | None) -> set[int]:
    if own is None or not own.registration.status.active:
        return set()
    return {s.part_id for s in own.registration.seats if s.status is SeatStatus.HELD}


def _is_active(own: OwnRegistration | None) -> bool:
    return own is not None and own.registration.status.active


def _in_order(sessions: Iterable[SessionFacts]) -> tuple[SessionFacts, ...]:
    """Each session once, by its start and code."""
    once = {session.id: session for session in sessions}
    return tuple(sorted(once.values(), key=lambda s: (s.starts, s.code)))


def _feed_path(person: Person) -> str:
    return f"/feeds/{tokens.sign(person, Purpose.FEED)}.ics"
