"""The secretariat's decisions about registrations, one at a time or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.mail import MailKind
from forumapp.domain.registration import LONGEST_NOTE, RegistrationStatus
from forumapp.domain.text import many_lines
from forumapp.models import Person, Registration
from forumapp.services.access import require
from forumapp.services.registration import sessions
from forumapp.services.registration.changes import close, seats_of, withdraw
from forumapp.services.registration.notices import tell
from forumapp.services.registration.rows import is_superseded, version_of
from forumapp.services.registration.seats import open_ledger


@dataclass(frozen=True, slots=True)
class Chosen:
    """A registration as the one who decides saw it."""

    id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of those chosen. Only those done were changed and told.

    `unchanged` had that status already, `meanwhile` were changed since they were shown, and
    `superseded` have registered anew.
    """

    done: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()
    meanwhile: tuple[int, ...] = ()
    superseded: tuple[int, ...] = ()


def approve(actor: Actor, event_id: int, chosen: Iterable[Chosen], *, now: datetime) -> Decided:
    """Approve; who was rejected or had withdrawn asks for seats again, behind those who wait."""

    def act(registration: Registration, person: Person) -> None:
        if not registration.status.active:
            _ask_again(registration, now=now)
        registration.status, registration.decided_at = RegistrationStatus.APPROVED, now
        registration.reason = ""
        registration.sequence += 1
        seats, items = seats_of(registration), sessions.asked_again(person, now=now)
        tell(MailKind.APPROVED, registration, person, seats=seats, items=items, now=now)

    return _decide(actor, event_id, chosen, RegistrationStatus.APPROVED, act)


def reject(
    actor: Actor, event_id: int, chosen: Iterable[Chosen], *, reason: str = "", now: datetime
) -> Decided:
    """Reject with a reason that the mail repeats; every seat goes back."""
    why = many_lines(reason)[:LONGEST_NOTE]

    def act(registration: Registration, person: Person) -> None:
        registration.reason = why
        close(registration, person, RegistrationStatus.REJECTED, now=now)
        items = sessions.taken_back(person, now=now)
        tell(MailKind.REJECTED, registration, person, items=items, now=now, reason=why)

    return _decide(actor, event_id, chosen, RegistrationStatus.REJECTED, act)


def withdraw_for(
    actor: Actor, event_id: int, chosen: Iterable[Chosen], *, now: datetime
) -> Decided:
    """Withdraw registrations for people who asked the secretariat to, at any time."""

    def act(registration: Registration, person: Person) -> None:
        withdraw(registration, person, now=now)

    return _decide(actor, event_id, chosen, RegistrationStatus.WITHDRAWN, act)


def _decide(
    actor: Actor,
    event_id: int,
    chosen: Iterable[Chosen],
    status: RegistrationStatus,
    act: Callable[[Registration, Person], None],
) -> Decided:
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    versions = {choice.id: choice.version for choice in chosen}
    found: dict[str, list[int]] = {"done": [], "unchanged": [], "meanwhile": [], "superseded": []}
    for registration, person in _held(event_id, sorted(versions)):
        what = _standing(registration, person, status, versions[registration.id])
        found[what].append(registration.id)
        if what == "done":
            act(registration, person)
    db.session.flush()
    return Decided(**{what: tuple(ids) for what, ids in found.items()})


def _standing(
    registration: Registration, person: Person, status: RegistrationStatus, version: int
) -> str:
    if registration.status is status:
        return "unchanged"
    if version_of(registration, person) != version:
        return "meanwhile"
    return "superseded" if is_superseded(registration) else "done"


def _held(event_id: int, ids: list[int]) -> list[tuple[Registration, Person]]:
    """The registrations, none to be changed by anyone else until the transaction ends."""
    lock(Registration, *ids)
    rows = db.session.execute(
        sa.select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.id.in_(ids))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) < len(ids):
        raise NotFound
    return [(registration, person) for registration, person in rows]


def _ask_again(registration: Registration, *, now: datetime) -> None:
    seats = seats_of(registration)
    ledger = open_ledger(
        registration.event_id,
        [seat.part_id for seat in seats],
        delegation_id=registration.delegation_id,
        besides=registration.id,
    )
    for seat in seats:
        seat.status, seat.asked_at = ledger.offer(seat.part_id, seat.mode), now
    db.session.flush()
