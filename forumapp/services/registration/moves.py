"""The secretariat gives seats: off the waiting list, or in another mode."""

from __future__ import annotations

from datetime import datetime

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Conflict, Invalid
from forumapp.domain.events import Mode, modes
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import SeatStatus
from forumapp.models import Event, Person, Registration, Seat
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.registration import promotion
from forumapp.services.registration.changes import place, seats_of
from forumapp.services.registration.notices import tell
from forumapp.services.registration.rows import hold
from forumapp.services.registration.seats import Ledger, open_ledger


def promote(
    actor: Actor, event_id: int, registration_id: int, *, part_id: int, now: datetime
) -> None:
    """Move someone off a part's waiting list, whoever else waits.

    Raises Conflict `part_full` or `delegation_full` when no seat is free (raise the part's seats or
    the delegation's quota first), `not_waiting`, or `not_active`.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    registration, person, seats = _held(event_id, registration_id)
    seat = seats.get(part_id)
    if seat is None or seat.status not in (SeatStatus.WAITING, SeatStatus.OFFERED):
        raise Conflict("not_waiting")
    if seat.status is SeatStatus.WAITING:
        _refuse(_ledger(registration, part_id), part_id, seat.mode)
    before = _facts(seat)
    place(seat, seat.mode, SeatStatus.HELD)
    _moved(actor, registration, person, seat, MailKind.PROMOTED, before=before, now=now)


def change_mode(
    actor: Actor,
    event_id: int,
    registration_id: int,
    *,
    part_id: int,
    mode: Mode | None,
    now: datetime,
) -> None:
    """Seat someone in another mode of a part, in one more part, or (None) in it no longer.

    Who holds a seat doesn't lose it for a place in a waiting list; who holds none waits where the
    mode is full. Raises Conflict `part_full`, `delegation_full`, `last_part` (withdraw instead) or
    `not_active`, and Invalid `not_offered`, `not_a_choice`.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    registration, person, seats = _held(event_id, registration_id)
    seat = seats.get(part_id)
    before = _facts(seat)
    if before["mode"] == mode:
        return
    if mode is None:
        seat = _give_up(seats, part_id)
    else:
        seat = _ask(registration, seat, part_id, mode, now=now)
    _moved(actor, registration, person, seat, MailKind.MODE_CHANGED, before=before, now=now)
    promotion.ask(event_id, now=now)


def _give_up(seats: dict[int, Seat], part_id: int) -> Seat:
    active = [s.part_id for s in seats.values() if s.status is not SeatStatus.RELEASED]
    if active == [part_id]:
        raise Conflict("last_part")
    place(seats[part_id], seats[part_id].mode, SeatStatus.RELEASED)
    return seats[part_id]


def _ask(
    registration: Registration, seat: Seat | None, part_id: int, mode: Mode, *, now: datetime
) -> Seat:
    if mode not in modes(db.session.get_one(Event, registration.event_id).format):
        raise Invalid({"mode": "not_offered"})
    ledger = _ledger(registration, part_id)
    if seat is None:
        seat = Seat(registration_id=registration.id, part_id=part_id)
        db.session.add(seat)
    elif seat.status.taken:
        _refuse(ledger, part_id, mode)
    full = ledger.refusal(part_id, mode)
    place(seat, mode, SeatStatus.WAITING if full else SeatStatus.HELD, asked_at=now)
    return seat


def _held(event_id: int, registration_id: int) -> tuple[Registration, Person, dict[int, Seat]]:
    registration, person = hold(registration_id, event_id=event_id)
    if not registration.status.active:
        raise Conflict("not_active")
    seats = {seat.part_id: seat for seat in seats_of(registration)}
    return registration, person, seats


def _ledger(registration: Registration, part_id: int) -> Ledger:
    return open_ledger(
        registration.event_id,
        [part_id],
        delegation_id=registration.delegation_id,
        besides=registration.id,
    )


def _refuse(ledger: Ledger, part_id: int, mode: Mode) -> None:
    if code := ledger.refusal(part_id, mode):
        count, quota = ledger.counts[part_id, mode], ledger.full_quota(part_id, mode)
        raise Conflict(
            code,
            facts={
                "part_id": part_id,
                "mode": mode,
                "capacity": count.capacity,
                "quota": quota.limit if quota else None,
            },
        )


def _facts(seat: Seat | None) -> dict[str, str | None]:
    """The seat as the history keeps it; a mode of None is no seat at all."""
    if seat is None or seat.status in (None, SeatStatus.RELEASED):
        return {"mode": None, "seat": None}
    return {"mode": seat.mode, "seat": seat.status}


def _moved(
    actor: Actor,
    registration: Registration,
    person: Person,
    seat: Seat,
    kind: MailKind,
    *,
    before: dict[str, str | None],
    now: datetime,
) -> None:
    registration.sequence += 1
    after = {"part_id": seat.part_id, **_facts(seat)}
    audit.note(
        actor,
        registration.event_id,
        action=kind,
        noun="registrations",
        object_id=registration.id,
        before={"part_id": seat.part_id, **before},
        after=after,
    )
    db.session.flush()
    mode = "" if after["mode"] is None else str(after["mode"])
    tell(
        kind,
        registration,
        person,
        seats=seats_of(registration),
        now=now,
        part_id=seat.part_id,
        mode=mode,
    )
