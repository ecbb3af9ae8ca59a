"""Many nominees of one delegation at once, in as few statements as can be.

On SQLite whoever writes holds the only write lock, so five hundred people must not take as many
rounds. Who is registered already, in this delegation or elsewhere, goes the way of a single form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.allotment import Allotment, Claim
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import (
    Details,
    Outcome,
    RegistrationStatus,
    SeatStatus,
    Wish,
    decided,
    same_as,
)
from forumapp.models import Person, Registration, Seat
from forumapp.services.registration.notices import Notice, tell_all
from forumapp.services.registration.register import nominated, terms
from forumapp.services.registration.seats import open_allotment
from forumapp.services.registration.writing import NewRow, write_all, write_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """Somebody to be nominated; the same `key` again nominates nobody. `position` is the place
    among those of the same capacity.
    """

    key: str
    details: Details
    wish: Wish
    position: int

    @property
    def same_as(self) -> str:
        """The mark by which the person is known again."""
        found = same_as(email=self.details.email, printed_name=self.details.printed_name)
        return found or f"form {self.key}"


def nominated_all(
    event_id: int, nominees: Sequence[Nominee], *, delegation_id: int, now: datetime
) -> tuple[int, ...]:
    """Enter them in their order, with the seats there are; the numbers of the new registrations.

    Those who have an address are written to, the others are their focal point's to tell. Raises
    Invalid as `register` does.
    """
    statuses = {
        category: decided(terms(event_id, wish, now=now)[0])
        for category, wish in {one.wish.category_id: one.wish for one in nominees}.items()
    }
    known = _known(event_id, nominees)
    fresh = [one for one in nominees if not known & {one.key, one.same_as}]
    written = write_all(event_id, [_new(one, statuses) for one in fresh], now=now)
    _seat(event_id, [one for one in fresh if one.key in written], written, delegation_id, now)
    again = [_one(event_id, one, now=now) for one in nominees if one.key not in written]
    return (*(row.id for row, _person in written.values()), *filter(None, again))


def _one(event_id: int, one: Nominee, *, now: datetime) -> int | None:
    """Enter one as a form does: the number of the registration where it is new."""
    done = nominated(event_id, details=one.details, wish=one.wish, key=one.key, now=now)
    if done.outcome is not Outcome.NEW:
        return None
    table = sa.update(Registration).where(Registration.id == done.registration_id)
    db.session.execute(table.values(position=one.position))
    return done.registration_id


def _known(event_id: int, nominees: Iterable[Nominee]) -> set[str]:
    """The keys and marks among theirs that registrations of the event have."""
    keys, marks = {one.key for one in nominees}, {one.same_as for one in nominees}
    found = db.session.execute(
        sa.select(Registration.idempotency_key, Registration.same_as).where(
            Registration.event_id == event_id,
            sa.or_(Registration.idempotency_key.in_(keys), Registration.same_as.in_(marks)),
        )
    )
    return {mark for pair in found for mark in pair}


def _new(one: Nominee, statuses: Mapping[int, RegistrationStatus]) -> NewRow:
    return NewRow(
        key=one.key,
        same_as=one.same_as,
        details=one.details,
        wish=one.wish,
        status=statuses[one.wish.category_id],
        position=one.position,
    )


def _seat(
    event_id: int,
    fresh: Sequence[Nominee],
    written: Mapping[str, tuple[Registration, Person]],
    delegation_id: int,
    now: datetime,
) -> None:
    """Give each the seats that are left in their turn, and tell those who have an address."""
    parts = {part for one in fresh for part in one.wish.parts}
    allotment = open_allotment(event_id, parts, [delegation_id], behind=True)
    notices = []
    seats: list[Seat] = []
    for one in fresh:
        row, person = written[one.key]
        own = [
            _given(allotment, row, part, mode, delegation_id, now)
            for part, mode in one.wish.parts.items()
        ]
        seats += own
        if person.email:
            notices.append(Notice(registration=row, person=person, seats=own))
    write_seats(seats)
    tell_all(MailKind.REGISTERED, notices, event_id=event_id, now=now)


def _given(
    allotment: Allotment,
    row: Registration,
    part_id: int,
    mode: Mode,
    delegation_id: int,
    now: datetime,
) -> Seat:
    claim = Claim(
        seat_id=0,
        registration_id=row.id,
        part_id=part_id,
        mode=mode,
        delegation_id=delegation_id,
        asked_at=now,
    )
    return Seat(
        registration_id=row.id,
        part_id=part_id,
        mode=mode,
        status=SeatStatus.HELD if allotment.take(claim) else SeatStatus.WAITING,
        asked_at=now,
    )
