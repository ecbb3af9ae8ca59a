"""Badges, nameplates, flags, seating and door lists, as the tables have them now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.agenda import SessionKind
from forumapp.domain.errors import NotFound
from forumapp.domain.events import Mode
from forumapp.domain.papers import (
    Badge,
    BadgeChoice,
    Badges,
    BadgeSheet,
    DoorLine,
    DoorList,
    LetterChoice,
    LetterSet,
    ParticipantsList,
    PlateKind,
    in_room,
)
from forumapp.domain.papers.printing import band_colour
from forumapp.domain.papers.seating import Seating, SeatingPlan
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerMode
from forumapp.domain.text import Translated
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.models import (
    Category,
    Event,
    Invitee,
    Person,
    Registration,
    Room,
    Seat,
    Session,
    Speaker,
)
from forumapp.services import tokens
from forumapp.services.access import require
from forumapp.services.papers import letters, seating
from forumapp.services.papers.delegations import in_the_room
from forumapp.services.publications.draft import event_facts, person_facts
from forumapp.services.publications.participants import listed
from forumapp.services.rows import one
from forumapp.services.tokens import Purpose

Printed = Badges | ParticipantsList | SeatingPlan | DoorList | LetterSet


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChoice:
    """A session whose door list may be printed."""

    id: int
    code: str
    title: Translated


def printed(
    actor: Actor, event_id: int, name: VolumeName, *, layout: str, locale: str
) -> tuple[Volume, Printed]:
    """What a paper holds now, and the volume that stands for exactly this.

    Raises NotFound for a layout that there isn't.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    if name not in _CONTENTS:
        raise NotFound
    found = _CONTENTS[name](event_id, layout)
    volume = Volume(
        event_id=event_id,
        name=name,
        locale=locale,
        release_id=0,
        number=0,
        digest=hashlib.sha256(repr(found).encode()).hexdigest(),
        layout=layout,
    )
    return volume, found


def badge_of(event_id: int, person_id: int, *, locale: str) -> Volume | None:
    """The badge of one person on a page of its own; None for who has none."""
    choice = BadgeChoice(sheet=BadgeSheet.A6, person_id=person_id)
    volume, found = printed(SYSTEM, event_id, VolumeName.BADGES, layout=choice.code, locale=locale)
    return volume if isinstance(found, Badges) and found.badges else None


def print_of(volume: Volume) -> Printed:
    """What a volume is made of; NotFound when the tables have moved on since it was asked for."""
    now, found = printed(
        SYSTEM, volume.event_id, volume.name, layout=volume.layout, locale=volume.locale
    )
    if now != volume:
        raise NotFound
    return found


def sessions(actor: Actor, event_id: int) -> tuple[SessionChoice, ...]:
    """The sessions that are held in a room, by time."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    rows = db.session.scalars(
        sa.select(Session)
        .filter_by(event_id=event_id, parked=False)
        .where(
            Session.room_id.is_not(None),
            Session.kind.not_in((SessionKind.BREAK, SessionKind.SOCIAL)),
        )
        .order_by(Session.starts, Session.code)
    )
    return tuple(SessionChoice(id=row.id, code=row.code, title=row.title) for row in rows)


def _badges(event_id: int, layout: str) -> Badges:
    choice = _choice(layout)
    event = db.session.get_one(Event, event_id)
    known = _known(event_id, *_where(choice))
    return Badges(
        event=event_facts(event),
        choice=choice,
        badges=tuple(
            _badge(delegation, participant, known[participant.person.id])
            for delegation in listed(event, *_where(choice))
            for participant in delegation.participants
            if choice.online or in_room(participant)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What a badge has beyond the list of participants."""

    photo: str
    category: Translated
    colour: str
    token: str


def _known(event_id: int, *where: sa.ColumnElement[bool]) -> Mapping[int, _Known]:
    """The same of everyone registered of whom this holds, by person, in two queries."""
    categories = db.session.scalars(
        sa.select(Category).filter_by(event_id=event_id).order_by(Category.position, Category.id)
    )
    bands = {
        row.id: (band_colour(row.badge_colour, place=row.position), row.name) for row in categories
    }
    rows = db.session.execute(
        sa.select(Person, Registration.category_id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event_id, *where)
    )
    return {
        person.id: _Known(
            photo=person.photo,
            category=bands[category_id][1],
            colour=bands[category_id][0],
            token=tokens.sign(person, Purpose.BADGE),
        )
        for person, category_id in rows
    }


def _badge(delegation: ListedDelegation, participant: ParticipantFacts, known: _Known) -> Badge:
    person = replace(participant.person, photo=known.photo)
    return Badge(
        participant=replace(participant, person=person),
        delegation=replace(delegation, participants=()),
        category=known.category,
        colour=known.colour,
        token=known.token,
    )


def _choice(layout: str) -> BadgeChoice:
    try:
        return BadgeChoice.of(layout)
    except ValueError:
        raise NotFound from None


def _where(choice: BadgeChoice) -> Iterator[sa.ColumnElement[bool]]:
    if choice.category_id is not None:
        yield Registration.category_id == choice.category_id
    if choice.delegation_id is not None:
        yield Registration.delegation_id == choice.delegation_id
    if choice.person_id is not None:
        yield Registration.person_id == choice.person_id


def _plates(event_id: int, layout: str) -> ParticipantsList:
    if layout not in set(PlateKind):
        raise NotFound
    return in_the_room(event_id)


def _flags(event_id: int, layout: str) -> ParticipantsList:
    if layout != "order":
        raise NotFound
    return in_the_room(event_id)


def _seating(event_id: int, layout: str) -> SeatingPlan:
    try:
        return seating.of_layout(event_id, Seating.of(layout))
    except ValueError:
        raise NotFound from None


def _door_list(event_id: int, layout: str) -> DoorList:
    number = layout.removeprefix("s")
    session = one(Session, int(number) if number.isdecimal() else 0, event_id=event_id)
    event = db.session.get_one(Event, event_id)
    room = db.session.get(Room, session.room_id) if session.room_id else None
    closed = session.kind is SessionKind.CLOSED
    return DoorList(
        event=event_facts(event),
        title=session.title,
        code=session.code,
        room=room.name if room else Translated(),
        starts=session.starts,
        ends=session.ends,
        closed=closed,
        lines=_lines(event, session, closed=closed),
    )


def _lines(event: Event, session: Session, *, closed: bool) -> tuple[DoorLine, ...]:
    """Who has a seat in the room of the session's part, and who speaks in it or is invited to it.

    Of those with a seat, the members of delegations alone where the session is closed.
    """
    seated = sa.select(Seat.registration_id).where(
        Seat.part_id == session.part_id,
        Seat.mode == Mode.ROOM,
        Seat.status == SeatStatus.HELD,
    )
    headings = {
        participant.person.id: replace(delegation, participants=())
        for delegation in listed(event)
        for participant in delegation.participants
    }
    speaking = _speaking(session.id)
    admitted = set(
        db.session.scalars(
            sa.select(Registration.person_id).where(
                Registration.event_id == event.id,
                Registration.status == RegistrationStatus.APPROVED,
                Registration.id.in_(seated),
                *([Registration.delegation_id.is_not(None)] if closed else []),
            )
        )
    )
    invited = db.session.scalars(sa.select(Invitee.person_id).filter_by(session_id=session.id))
    people = db.session.scalars(
        sa.select(Person).where(
            Person.id.in_(admitted | speaking | set(invited)), Person.erased_at.is_(None)
        )
    )
    lines = (
        DoorLine(
            person=replace(person_facts(person), biography=Translated()),
            delegation=headings.get(person.id),
            speaks=person.id in speaking,
        )
        for person in people
    )
    return tuple(sorted(lines, key=lambda line: (line.person.sort_key, line.person.id)))


def _speaking(session_id: int) -> set[int]:
    """Those who speak in the room itself."""
    rows = db.session.scalars(
        sa.select(Speaker).filter_by(session_id=session_id, mode=SpeakerMode.ROOM)
    )
    return {row.person_id for row in rows if row.status.speaks}


def _letters(event_id: int, layout: str) -> LetterSet:
    try:
        return letters.letter_set(event_id, LetterChoice.of(layout))
    except ValueError:
        raise NotFound from None


_CONTENTS: Mapping[VolumeName, Callable[[int, str], Printed]] = {
    VolumeName.BADGES: _badges,
    VolumeName.NAMEPLATES: _plates,
    VolumeName.FLAGS: _flags,
    VolumeName.SEATING: _seating,
    VolumeName.DOOR_LIST: _door_list,
    VolumeName.LETTERS: _letters,
}
