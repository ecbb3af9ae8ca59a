"""Taking a registration: once for a form, once for a person, with the seats there are."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import Invalid, RegistrationClosed
from forumapp.domain.events import Mode, modes, registration_is_open
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import (
    Approval,
    Details,
    Outcome,
    RegistrationStatus,
    Wish,
    decided,
    same_as,
)
from forumapp.domain.registration import written_in as language_of
from forumapp.domain.text import Translated
from forumapp.models import Category, Event, Person, Registration, Seat
from forumapp.services.access import act_as, require
from forumapp.services.registration.notices import tell, tell_link_again
from forumapp.services.registration.rows import supersede
from forumapp.services.registration.seats import open_ledger


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
    (parts) and `not_offered` (parts: a mode that the event's format doesn't have).
    """
    act_as(actor, event_id=event_id)
    approval, is_open = _terms(event_id, wish, now=now)
    if not is_open:
        raise RegistrationClosed
    return _take(event_id, details, wish, key=key, status=decided(approval), now=now)


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
    _terms(event_id, wish, now=now)
    return _take(event_id, details, wish, key=key, status=status, now=now)


def _terms(event_id: int, wish: Wish, *, now: datetime) -> tuple[Approval, bool]:
    """How the category is approved, and whether registration is open now.

    Raises Invalid when the wish is for what the event doesn't offer.
    """
    of_event = sa.and_(Category.event_id == Event.id, Category.id == wish.category_id)
    row = db.session.execute(
        sa.select(
            Event.format,
            Event.state,
            Event.registration_opens_at,
            Event.registration_closes_at,
            Category.approval,
        )
        .outerjoin(Category, of_event)
        .where(Event.id == event_id)
    ).one()
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
) -> Received:
    ledger = open_ledger(event_id, wish.parts, delegation_id=wish.delegation_id)
    person_key = same_as(email=details.email, printed_name=details.printed_name) or f"form {key}"
    found = _find(event_id, key, person_key)
    if found and (found.idempotency_key == key or found.status.active):
        return _again(found, key, now=now)
    if found:
        supersede(found)
        db.session.flush()
        if found.status is RegistrationStatus.REJECTED:
            status = RegistrationStatus.PENDING
    seats = [
        Seat(part_id=part_id, mode=mode, status=ledger.offer(part_id, mode), asked_at=now)
        for part_id, mode in wish.parts.items()
    ]
    try:
        with db.session.begin_nested():
            person, row = _write(
                event_id, details, wish, seats, key=key, same=person_key, status=status, now=now
            )
    except IntegrityError:
        # Another send of this form, or of this person's, came first in the same moment.
        found = _find(event_id, key, person_key)
        if found is None:
            raise
        return _again(found, key, now=now)
    tell(MailKind.REGISTERED, row, person, seats=tuple(seats), now=now)
    return _received(row, person, Outcome.NEW)


def _find(event_id: int, key: str, person_key: str) -> Registration | None:
    """The registration that this form made, else the one this person has."""
    rows = db.session.scalars(
        sa.select(Registration).where(
            Registration.event_id == event_id,
            sa.or_(Registration.idempotency_key == key, Registration.same_as == person_key),
        )
    ).all()
    return min(rows, key=lambda row: row.idempotency_key != key, default=None)


def _again(found: Registration, key: str, *, now: datetime) -> Received:
    person = db.session.get_one(Person, found.person_id)
    if found.idempotency_key == key:
        return _received(found, person, Outcome.SENT_TWICE)
    tell_link_again(found, person, now=now)
    return _received(found, person, Outcome.KNOWN_PERSON)


def _write(
    event_id: int,
    details: Details,
    wish: Wish,
    seats: list[Seat],
    *,
    key: str,
    same: str,
    status: RegistrationStatus,
    now: datetime,
) -> tuple[Person, Registration]:
    person = Person(event_id=event_id, key=str(uuid.uuid4()), created_at=now)
    for name, value in personal(details).items():
        setattr(person, name, value)
    db.session.add(person)
    db.session.flush()
    row = Registration(
        event_id=event_id,
        person_id=person.id,
        category_id=wish.category_id,
        delegation_id=wish.delegation_id,
        status=status,
        access_needs=details.access_needs,
        dietary_needs=details.dietary_needs,
        listed=details.listed,
        idempotency_key=key,
        same_as=same,
        created_at=now,
        decided_at=now if status is RegistrationStatus.APPROVED else None,
    )
    db.session.add(row)
    db.session.flush()
    for seat in seats:
        seat.registration_id = row.id
    db.session.add_all(seats)
    return person, row


def personal(details: Details) -> dict[str, Any]:
    """The columns of the person that the details fill."""
    return {
        "honorific": details.honorific,
        "printed_name": details.printed_name,
        "family_name": details.family_name,
        "native_name": details.native_name,
        "title": in_its_language(details.title),
        "organisation": in_its_language(details.organisation),
        "country": details.country,
        "email": details.email,
        "phone": details.phone,
        "locale": details.locale,
    }


def in_its_language(text: str) -> Translated:
    """A text that someone typed, under the language that its script tells of."""
    return Translated({language_of(text): text}) if text else Translated()


def _received(row: Registration, person: Person, outcome: Outcome) -> Received:
    return Received(
        outcome=outcome,
        registration_id=row.id,
        person_id=person.id,
        link_version=person.link_version,
    )
