"""Taking a registration: once for a form, once for a person, with the seats there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid, RegistrationClosed, TooMany
from forumapp.domain.events import Mode, modes, registration_is_open
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import (
    Approval,
    Details,
    Origin,
    Outcome,
    RegistrationStatus,
    SeatStatus,
    Wish,
    decided,
    same_as,
)
from forumapp.models import Category, Event, Person, Registration, Seat
from forumapp.services import limits
from forumapp.services.access import act_as, require
from forumapp.services.limits import Limited
from forumapp.services.questions import answers
from forumapp.services.registration.changes import seats_of
from forumapp.services.registration.notices import tell, tell_link_again
from forumapp.services.registration.rows import supersede
from forumapp.services.registration.seats import open_ledger
from forumapp.services.registration.writing import write, write_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a form. The browser that sent it may open the participation unless the person
    was known: then only the mail may, because anyone can type a name and an address."""

    outcome: Outcome
    registration_id: int
    person_id: int
    link_version: int


def register(
    actor: Actor, event_id: int, *, details: Details, wish: Wish, key: str, now: datetime
) -> Received:
    """Take the form whose random key this is. Anyone may register while registration is open.

    Raises RegistrationClosed, or Invalid `not_a_choice` (category, delegation, parts), `none`
    (parts), `not_offered` (parts: a mode that the event's format doesn't have) and `too_many_forms`
    (email: each sends a mail there).
    """
    act_as(actor, event_id=event_id)
    approval, is_open = terms(event_id, wish, now=now)
    if not is_open:
        raise RegistrationClosed
    received = _take(event_id, details, wish, key=key, status=decided(approval), now=now)
    if details.email and received.outcome is not Outcome.SENT_TWICE:
        _count_form(details.email, now=now)
    return received


def _count_form(email: str, *, now: datetime) -> None:
    try:
        limits.spend(Limited.FORM_FOR_ADDRESS, email.casefold(), now=now)
    except TooMany:
        raise Invalid({"email": "too_many_forms"}) from None


def add_by_hand(
    actor: Actor,
    event_id: int,
    *,
    details: Details,
    wish: Wish,
    key: str,
    status: RegistrationStatus,
    now: datetime,
) -> Received:
    """Enter someone for the secretariat, whether registration is open or not; seats stay scarce."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    terms(event_id, wish, now=now)
    if wish.origin is Origin.FORM:
        wish = replace(wish, origin=Origin.SECRETARIAT)
    return _take(event_id, details, wish, key=key, status=status, now=now)


def nominated(event_id: int, *, details: Details, wish: Wish, key: str, now: datetime) -> Received:
    """Enter somebody whom their delegation names; who may do so is the caller's to know."""
    approval, _is_open = terms(event_id, wish, now=now)
    return _take(event_id, details, wish, key=key, status=decided(approval), now=now)


def substituted(
    event_id: int,
    replaced: Registration,
    *,
    details: Details,
    wish: Wish,
    key: str,
    now: datetime,
) -> Received:
    """Enter somebody in the place of another, whose seats become theirs as they are.

    Raises Invalid `registered_already` (email) for who has a registration.
    """
    old = [seat for seat in seats_of(replaced) if seat.status is not SeatStatus.RELEASED]
    parts = {seat.part_id: seat.mode for seat in old}
    given = replace(wish, parts=parts)
    approval, _is_open = terms(event_id, given, now=now)
    seats = [
        Seat(
            part_id=seat.part_id,
            mode=seat.mode,
            status=seat.status,
            asked_at=seat.asked_at,
            offered_until=seat.offered_until,
            by_hand=seat.by_hand,
        )
        for seat in old
    ]
    done = _take(event_id, details, given, key=key, status=decided(approval), now=now, seats=seats)
    if done.outcome is not Outcome.NEW:
        raise Invalid({"email": "registered_already"})
    for seat in old:
        seat.status = SeatStatus.RELEASED
    db.session.flush()
    return done


_TERMS = (
    sa.select(
        Event.format,
        Event.state,
        Event.registration_opens_at,
        Event.registration_closes_at,
        Category.approval,
    )
    .outerjoin(
        Category,
        sa.and_(Category.event_id == Event.id, Category.id == sa.bindparam("category")),
    )
    .where(Event.id == sa.bindparam("event"))
)


def terms(event_id: int, wish: Wish, *, now: datetime) -> tuple[Approval, bool]:
    """How the category is approved, and whether registration is open now.

    Raises Invalid when the wish is for what the event doesn't offer.
    """
    asked = {"event": event_id, "category": wish.category_id}
    row = db.session.execute(_TERMS, asked).one()
    if row.approval is None:
        raise Invalid({"category": "not_a_choice"})
    check_parts(wish.parts, modes(row.format))
    is_open = registration_is_open(
        row.state,
        opens_at=row.registration_opens_at,
        closes_at=row.registration_closes_at,
        now=now,
    )
    return row.approval, is_open


def check_parts(parts: Mapping[int, Mode], offered: tuple[Mode, ...]) -> None:
    """Invalid when no part is chosen, or one in a mode that the event doesn't have."""
    if not parts:
        raise Invalid({"parts": "none"})
    if any(mode not in offered for mode in parts.values()):
        raise Invalid({"parts": "not_offered"})


def _take(
    event_id: int,
    details: Details,
    wish: Wish,
    *,
    key: str,
    status: RegistrationStatus,
    now: datetime,
    seats: list[Seat] | None = None,
) -> Received:
    ledger = open_ledger(event_id, wish.parts, delegation_id=wish.delegation_id)
    person_key = same_as(email=details.email, printed_name=details.printed_name) or f"form {key}"
    found = _find(event_id, key, person_key)
    if found and (found.idempotency_key == key or found.status.active):
        return again(found, key, now=now)
    if found:
        supersede(found)
        db.session.flush()
        if found.status is RegistrationStatus.REJECTED:
            status = RegistrationStatus.PENDING
    written = write(
        event_id,
        details,
        wish,
        key=key,
        same_as=person_key,
        status=status,
        now=now,
    )
    if written is None:
        # Another send of this form, or of this person's, came first in the same moment.
        found = _find(event_id, key, person_key)
        assert found is not None
        return again(found, key, now=now)
    row, person = written
    if seats is None:
        seats = [
            Seat(part_id=part_id, mode=mode, status=ledger.offer(part_id, mode), asked_at=now)
            for part_id, mode in wish.parts.items()
        ]
    for seat in seats:
        seat.registration_id = row.id
    write_seats(seats)
    answers.write(row, details.answers, now=now)
    tell(MailKind.REGISTERED, row, person, seats=tuple(seats), now=now)
    return _received(row, person, Outcome.NEW)


_FIND = sa.select(Registration).where(
    Registration.event_id == sa.bindparam("event"),
    sa.or_(
        Registration.idempotency_key == sa.bindparam("key"),
        Registration.same_as == sa.bindparam("person"),
    ),
)


def _find(event_id: int, key: str, person_key: str) -> Registration | None:
    """The registration that this form made, else the one this person has."""
    asked = {"event": event_id, "key": key, "person": person_key}
    rows = db.session.scalars(_FIND, asked).all()
    return min(rows, key=lambda row: row.idempotency_key != key, default=None)


def again(found: Registration, key: str, *, now: datetime) -> Received:
    """What is answered to a form whose person is registered, or that was sent before."""
    person = db.session.get_one(Person, found.person_id)
    if found.idempotency_key == key:
        return _received(found, person, Outcome.SENT_TWICE)
    tell_link_again(found, person, now=now)
    return _received(found, person, Outcome.KNOWN_PERSON)


def _received(row: Registration, person: Person, outcome: Outcome) -> Received:
    return Received(
        outcome=outcome,
        registration_id=row.id,
        person_id=person.id,
        link_version=person.link_version,
    )
