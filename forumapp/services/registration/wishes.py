"""Changing the parts and modes that a registration asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forumapp.db import db
from forumapp.domain.errors import Invalid
from forumapp.domain.events import Mode
from forumapp.domain.registration import SeatStatus
from forumapp.models import Registration, Seat
from forumapp.services.registration.changes import place, seats_of
from forumapp.services.registration.seats import open_ledger


def change_parts(registration: Registration, parts: Mapping[int, Mode], *, now: datetime) -> bool:
    """Make the seats those of these parts and modes, and say whether any changed.

    Raises Invalid `full` (parts) rather than let a held seat go for a place in a waiting list;
    its fact is `part_id`.
    """
    seats = {seat.part_id: seat for seat in seats_of(registration)}
    asked = {p: mode for p, mode in parts.items() if not _has(seats.get(p), mode)}
    dropped = [
        seat
        for seat in seats.values()
        if seat.part_id not in parts and seat.status is not SeatStatus.RELEASED
    ]
    for seat in dropped:
        place(seat, seat.mode, SeatStatus.RELEASED)
    if asked:
        _ask(registration, seats, asked, now=now)
    return bool(asked or dropped)


def _has(seat: Seat | None, mode: Mode) -> bool:
    return seat is not None and seat.mode is mode and seat.status is not SeatStatus.RELEASED


def _ask(
    registration: Registration,
    seats: Mapping[int, Seat],
    asked: Mapping[int, Mode],
    *,
    now: datetime,
) -> None:
    ledger = open_ledger(
        registration.event_id,
        asked,
        delegation_id=registration.delegation_id,
        besides=registration.id,
    )
    for part_id, mode in asked.items():
        status = ledger.offer(part_id, mode)
        seat = seats.get(part_id)
        if seat is None:
            seat = Seat(registration_id=registration.id, part_id=part_id)
            db.session.add(seat)
        elif seat.status.taken and status is SeatStatus.WAITING:
            raise Invalid({"parts": "full"}, facts={"part_id": part_id})
        place(seat, mode, status, asked_at=now)
