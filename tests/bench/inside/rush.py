"""The event of a rush for its seats, and what became of the rush."""

from __future__ import annotations

import json
import sys

import sqlalchemy as sa

from forumapp.db import db, unit_of_work
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.models import Part, Person, Registration, Seat
from tests.bench.inside import events

SLUG = "rush"


def event(seats: str) -> str:
    """Make the event, with so many seats in the room of its one part, and release it."""
    with unit_of_work():
        builder = events.begin(SLUG)
        builder.part(Translated(en="Forum", zh="论坛"), seats_room=int(seats))
    events.release(SLUG)
    events.clear_jobs()
    return SLUG


def count() -> str:
    """How many seats are held and waited for, and how many of the given addresses are missing.

    The addresses, of those who were told that their registration was taken, come as JSON on the
    standard input; each must have a registration with a seat, held or waited for.
    """
    given = set(json.load(sys.stdin))
    rows = db.session.execute(
        sa.select(Person.email, Seat.status)
        .join(Registration, Registration.person_id == Person.id)
        .join(Seat, Seat.registration_id == Registration.id)
        .join(Part, Part.id == Seat.part_id)
        .where(
            Part.event_id == events.number(SLUG),
            Seat.mode == Mode.ROOM,
            Registration.status == RegistrationStatus.APPROVED,
        )
    ).all()
    statuses = [row.status for row in rows]
    return json.dumps(
        {
            "held": statuses.count(SeatStatus.HELD),
            "waiting": statuses.count(SeatStatus.WAITING),
            "missing": len(given - {row.email for row in rows}),
        }
    )
