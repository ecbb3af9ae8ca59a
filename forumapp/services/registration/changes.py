"""Changes of a registration that the person and the secretariat make alike."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from forumapp.db import db
from forumapp.domain.errors import Invalid, Stale
from forumapp.domain.events import Mode
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import Details, RegistrationStatus, SeatStatus, same_as
from forumapp.domain.text import Translated
from forumapp.models import Person, Registration, Seat
from forumapp.services import tokens
from forumapp.services.questions import answers
from forumapp.services.registration import sessions
from forumapp.services.registration.notices import tell
from forumapp.services.registration.rows import is_superseded, version_of
from forumapp.services.registration.writing import personal
from forumapp.services.tokens import Purpose

OF_REGISTRATION = ("access_needs", "dietary_needs", "listed")


def check_version(
    registration: Registration, person: Person, details: Details, *, version: int
) -> None:
    """Raise Stale when either was saved since this version and the details say otherwise."""
    current = version_of(registration, person)
    if current == version:
        return
    yours, theirs = answers.differing(registration, details.answers)
    for name in (field.name for field in fields(details) if field.name != "answers"):
        value = getattr(details, name)
        kept = getattr(registration if name in OF_REGISTRATION else person, name)
        if value not in (kept.values() if isinstance(kept, Translated) and kept else (kept,)):
            yours[name], theirs[name] = value, _printed(kept)
    if yours:
        raise Stale(yours=yours, theirs=theirs, version=current)


def _printed(value: Any) -> Any:
    return str(value) if isinstance(value, Translated) else value


def rewrite(
    registration: Registration, person: Person, details: Details, *, now: datetime
) -> set[str]:
    """Save the details and say which changed.

    Raises Invalid `registered_already` (email) when another registration is this person's.
    """
    changed = _rewritten(registration, person, details)
    if answers.rewrite(registration, person, details.answers, now=now):
        flag_modified(registration, "same_as")  # its version rises with its answers, unlogged
        changed.add("answers")
    if changed & {"printed_name", "email"} and not is_superseded(registration):
        registration.same_as = unique_mark(
            registration, email=details.email, printed_name=details.printed_name
        )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid({"email": "registered_already"}) from error
    return changed


def _rewritten(registration: Registration, person: Person, details: Details) -> set[str]:
    changed = set()
    for name, value in personal(details).items():
        kept = getattr(person, name)
        if isinstance(kept, Translated) and str(value) in kept.values():
            continue  # one of its languages, as shown in the form: the others stay
        if kept != value:
            setattr(person, name, value)
            changed.add(name)
    for name in OF_REGISTRATION:
        if getattr(registration, name) != getattr(details, name):
            setattr(registration, name, getattr(details, name))
            changed.add(name)
    return changed


def unique_mark(registration: Registration, *, email: str, printed_name: str) -> str:
    """What the person is recognised by; Invalid `registered_already` (email) if another has it."""
    mark = same_as(email=email, printed_name=printed_name)
    if not mark:
        return f"form {registration.idempotency_key}"
    with db.session.no_autoflush:
        taken = db.session.scalar(
            sa.select(Registration.id).where(
                Registration.event_id == registration.event_id,
                Registration.same_as == mark,
                Registration.id != registration.id,
            )
        )
    if taken:
        raise Invalid({"email": "registered_already"})
    return mark


def seats_of(registration: Registration) -> tuple[Seat, ...]:
    """Every seat the registration ever asked for."""
    return tuple(
        db.session.scalars(
            sa.select(Seat).filter_by(registration_id=registration.id).order_by(Seat.part_id)
        )
    )


def withdraw(registration: Registration, person: Person, *, now: datetime) -> None:
    """Withdraw: every seat goes back, the feed and the invitations end, and a mail says so."""
    registration.status, registration.decided_at = RegistrationStatus.WITHDRAWN, now
    registration.sequence += 1
    for seat in seats_of(registration):
        place(seat, seat.mode, SeatStatus.RELEASED)
    tokens.rotate(person, Purpose.FEED)
    items = sessions.taken_back(person, now=now)
    tell(MailKind.WITHDRAWN, registration, person, items=items, now=now)


def place(seat: Seat, mode: Mode, status: SeatStatus, *, asked_at: datetime | None = None) -> None:
    """Give a seat its mode and status; what was offered, or put off by hand, is so no longer."""
    seat.mode, seat.status = mode, status
    seat.offered_until, seat.by_hand = None, False
    if asked_at is not None:
        seat.asked_at = asked_at
