"""Seats that come free go to those who wait, at once or as an offer that runs out.

What frees a seat asks for a round; a sweep every minute finds what nobody asked for: a larger part,
a larger quota, an offer that ran out. Registrations are locked before parts and delegations, as
everywhere: who would be next is looked up first, locked, and worked out again under the locks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import SYSTEM, Action, Actor
from forumapp.domain.allotment import Claim, promoted
from forumapp.domain.errors import Conflict
from forumapp.domain.events import EventState
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import SeatStatus
from forumapp.models import Event, Person, Registration, Seat
from forumapp.services import audit, jobs
from forumapp.services.access import act_as, require
from forumapp.services.audit import Change
from forumapp.services.registration.changes import seats_of
from forumapp.services.registration.notices import Notice, tell, tell_all
from forumapp.services.registration.rows import hold
from forumapp.services.registration.seats import open_allotment, waiting_claims
from forumapp.services.registration.writing import rewrite_all

JOB = "promote"
AT_ONCE = 200  # people served in one transaction
_LIVE = (EventState.PUBLISHED, EventState.CLOSED)


def ask(event_id: int, *, now: datetime) -> None:
    """Have those who wait served, where the event does so by itself."""
    if db.session.scalar(sa.select(Event.promotes).filter_by(id=event_id)):
        key = f"{JOB}:{event_id}:{now.isoformat()}"
        jobs.enqueue(JOB, key=key, payload={"event_id": event_id}, event_id=event_id, now=now)


def due(*, now: datetime) -> tuple[int, ...]:
    """The events in which an offer has run out, or someone who waits can have a seat."""
    live = db.session.execute(
        sa.select(Event.id, Event.promotes)
        .join(Registration, Registration.event_id == Event.id)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(
            sa.or_(
                _ran_out(now),
                sa.and_(
                    Event.promotes.is_(True),
                    Event.state.in_(_LIVE),
                    Seat.status == SeatStatus.WAITING,
                    Seat.by_hand.is_(False),
                ),
            )
        )
        .distinct()
    ).all()
    return tuple(
        event_id
        for event_id, promotes in live
        if _over(event_id, now) or (promotes and _next(event_id, locked=False))
    )


def serve(event_id: int, *, now: datetime) -> int:
    """Take back what ran out, give what is free, and say how many seats moved; 0 when all is done.

    Call it again, each time in a transaction of its own, until it says 0.
    """
    act_as(SYSTEM, event_id=event_id)
    event = db.session.get_one(Event, event_id, populate_existing=True)
    taken_back = _take_back(event, now=now)
    if taken_back:
        return taken_back
    return _give(event, now=now) if event.promotes and event.state in _LIVE else 0


def answer(actor: Actor, *, part_id: int, accept: bool, now: datetime) -> None:
    """Take the seat that is offered to the acting participant, or let it go to the next.

    Raises Conflict `not_offered` when there is none, or its time is over.
    """
    require(actor, Action.OWN_PARTICIPATION)
    key = db.session.scalar(sa.select(Registration.id).filter_by(person_id=actor.person_id))
    if key is None:
        raise Conflict("not_offered")
    registration, _person = hold(key)
    act_as(actor, event_id=registration.event_id)
    seat = next((seat for seat in seats_of(registration) if seat.part_id == part_id), None)
    if seat is None or not _is_open(seat, now=now):
        raise Conflict("not_offered")
    _answered(actor, registration, seat, accept=accept, now=now)


def _is_open(seat: Seat, *, now: datetime) -> bool:
    return (
        seat.status is SeatStatus.OFFERED
        and seat.offered_until is not None
        and now < seat.offered_until
    )


def _answered(
    actor: Actor, registration: Registration, seat: Seat, *, accept: bool, now: datetime
) -> None:
    after = SeatStatus.HELD if accept else SeatStatus.RELEASED
    change = _change(seat, after)
    seat.status, seat.offered_until = after, None
    registration.sequence += 1
    audit.note(
        actor,
        registration.event_id,
        action="accepted_offer" if accept else "declined_offer",
        noun="registrations",
        object_id=change.object_id,
        before=change.before,
        after=change.after,
    )
    db.session.flush()
    if not accept:
        ask(registration.event_id, now=now)
        return
    person = db.session.get_one(Person, registration.person_id)
    seats = seats_of(registration)
    tell(
        MailKind.PROMOTED,
        registration,
        person,
        seats=seats,
        now=now,
        part_id=seat.part_id,
        mode=seat.mode,
    )


def _ran_out(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Seat.status == SeatStatus.OFFERED, Seat.offered_until <= now)


def _over(event_id: int, now: datetime) -> list[int]:
    """The registrations of an event that let an offer run out."""
    found = db.session.scalars(
        sa.select(Registration.id)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(Registration.event_id == event_id, _ran_out(now))
        .distinct()
        .limit(AT_ONCE)
    )
    return sorted(found)


def _take_back(event: Event, *, now: datetime) -> int:
    ids = _over(event.id, now)
    lock(Registration, *ids)
    seats = _seats(ids)
    gone = [
        seat for seat in seats if seat.status is SeatStatus.OFFERED and not _is_open(seat, now=now)
    ]
    return _move(event, gone, seats, SeatStatus.RELEASED, action="offer_over", now=now)


def _next(event_id: int, *, locked: bool) -> tuple[Claim, ...]:
    """Who gets the seats that are free now, in turn."""
    parts = db.session.scalars(
        sa.select(Seat.part_id)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(Registration.event_id == event_id, Seat.status == SeatStatus.WAITING)
        .distinct()
    ).all()
    delegations = {claim.delegation_id for claim in waiting_claims(parts)}
    allotment = open_allotment(event_id, parts, delegations, locked=locked)
    return promoted(waiting_claims(parts), allotment)[:AT_ONCE]


def _give(event: Event, *, now: datetime) -> int:
    ids = sorted({claim.registration_id for claim in _next(event.id, locked=False)})
    if not ids:
        return 0
    lock(Registration, *ids)
    chosen = {c.seat_id for c in _next(event.id, locked=True) if c.registration_id in ids}
    seats = _seats(ids)
    given = [seat for seat in seats if seat.id in chosen]
    if event.offer_hours:
        return _move(event, given, seats, SeatStatus.OFFERED, action=MailKind.OFFERED, now=now)
    return _move(event, given, seats, SeatStatus.HELD, action=MailKind.PROMOTED, now=now)


_TELLS = {
    SeatStatus.HELD: MailKind.PROMOTED,
    SeatStatus.OFFERED: MailKind.OFFERED,
    SeatStatus.RELEASED: MailKind.OFFER_OVER,
}


def _move(
    event: Event,
    moved: Sequence[Seat],
    seats: Sequence[Seat],
    after: SeatStatus,
    *,
    action: str,
    now: datetime,
) -> int:
    """Give these of the people's seats a new status, write it down, and tell each person once."""
    if not moved:
        return 0
    until = now + timedelta(hours=event.offer_hours) if after is SeatStatus.OFFERED else None
    changes = [_change(seat, after) for seat in moved]
    for seat in moved:
        seat.status, seat.offered_until = after, until
    audit.note_all(event.id, "registrations", changes, action=action)
    ids = {seat.registration_id for seat in moved}
    pairs = _people(ids)
    rewrite_all([row for row, _ in pairs], {}, event_id=event.id, raised="sequence")
    about = _by_registration(moved)
    notices = [
        Notice(
            registration=row,
            person=person,
            seats=_by_registration(seats)[row.id],
            more=_more(about[row.id], until),
        )
        for row, person in pairs
    ]
    tell_all(_TELLS[after], notices, event_id=event.id, now=now)
    return len(moved)


def _more(moved: Sequence[Seat], until: datetime | None) -> dict[str, Any]:
    """What the mail is about: a place, where it is one; and until when it is offered."""
    facts: dict[str, Any] = {"until": until.isoformat()} if until else {}
    if len(moved) == 1:
        facts |= {"part_id": moved[0].part_id, "mode": moved[0].mode}
    return facts


def _change(seat: Seat, after: SeatStatus) -> Change:
    facts = {"part_id": seat.part_id, "mode": seat.mode}
    return Change(
        object_id=seat.registration_id,
        before={**facts, "seat": seat.status},
        after={**facts, "seat": after},
    )


def _people(ids: Iterable[int]) -> list[tuple[Registration, Person]]:
    rows = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )
    return [(registration, person) for registration, person in rows]


def _seats(ids: Sequence[int]) -> list[Seat]:
    return list(
        db.session.scalars(
            sa.select(Seat)
            .where(Seat.registration_id.in_(ids))
            .order_by(Seat.registration_id, Seat.part_id)
            .execution_options(populate_existing=True)
        )
    )


def _by_registration(seats: Iterable[Seat]) -> Mapping[int, list[Seat]]:
    found: dict[int, list[Seat]] = {}
    for seat in seats:
        found.setdefault(seat.registration_id, []).append(seat)
    return found
