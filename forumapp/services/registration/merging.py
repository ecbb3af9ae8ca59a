"""Two people who are one: found, shown side by side, and made one with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, lock
from forumapp.domain.access import Action, Actor
from forumapp.domain.allotment import Allotment, Claim
from forumapp.domain.duplicates import Identity, Suspicion, suspicions
from forumapp.domain.errors import NotFound
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.models import MergedPerson, Person, Registration, Seat
from forumapp.services import audit
from forumapp.services.access import require
from forumapp.services.questions import answers
from forumapp.services.registration import apart, promotion
from forumapp.services.registration.changes import place, seats_of, unique_mark
from forumapp.services.registration.filters import ANSWER
from forumapp.services.registration.heads import step_down
from forumapp.services.registration.leading import lead
from forumapp.services.registration.rows import RegistrationRow, is_superseded, rows, selection
from forumapp.services.registration.seats import open_allotment
from forumapp.services.rows import read

OF_PERSON: Mapping[str, tuple[str, ...]] = {
    "name": ("honorific", "printed_name", "family_name"),
    "native_name": ("native_name",),
    "title": ("title",),
    "organisation": ("organisation",),
    "country": ("country",),
    "email": ("email",),
    "phone": ("phone",),
    "locale": ("locale",),
    "biography": ("biography",),
    "photo": ("photo",),
}
OF_REGISTRATION: Mapping[str, tuple[str, ...]] = {
    "category": ("category_id",),
    "delegation": ("delegation_id", "capacity"),
    "access_needs": ("access_needs",),
    "dietary_needs": ("dietary_needs",),
    "listed": ("listed",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin(PersonFacts):
    """A person with what only the secretariat sees."""

    email: str
    phone: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Two people who may be one, with their registrations where they have any."""

    first: Twin
    second: Twin
    registrations: tuple[RegistrationRow | None, RegistrationRow | None]


def duplicates(actor: Actor, event_id: int) -> tuple[tuple[Suspicion, Twin, Twin], ...]:
    """Everybody who seems to be there twice and wasn't told apart, in three queries."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    people = db.session.execute(
        sa.select(
            Person.id, Person.printed_name, Person.native_name, Person.email, Person.country
        ).filter_by(event_id=event_id, erased_at=None)
    )
    told_apart = apart.apart(event_id)
    every = suspicions(
        Identity(id=key, printed_name=name, native_name=native, email=email, country=country)
        for key, name, native, email, country in people
    )
    found = [pair for pair in every if (pair.first, pair.second) not in told_apart]
    ids = {key for pair in found for key in (pair.first, pair.second)}
    known = {
        row.id: read(Twin, row)
        for row in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))
    }
    return tuple((pair, known[pair.first], known[pair.second]) for pair in found)


def double(actor: Actor, event_id: int, first: int, second: int) -> Double:
    """Two people side by side; NotFound unless both are the event's, and two."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    people = [_person(event_id, key) for key in (first, second)]
    if first == second:
        raise NotFound
    known = {row.person_id: row for row in rows(selection().where(_of(first, second)))}
    return Double(
        first=read(Twin, people[0]),
        second=read(Twin, people[1]),
        registrations=(known.get(first), known.get(second)),
    )


def merge(
    actor: Actor,
    event_id: int,
    kept_id: int,
    dropped_id: int,
    *,
    from_dropped: frozenset[str],
    now: datetime,
) -> None:
    """Make two people one: of the one dropped, the fields named and all that hangs on them stay.

    An answer to a question is a field of the name `answer_` and its code; what one alone answered
    stays. The better seat of each part stays; none is taken that neither had. Who would be the
    second head of a delegation becomes a delegate. Links of the one dropped lead to the other.
    Raises NotFound unless both are the event's, and two; Invalid `registered_already` (email) when
    a third has the name and address that stay.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    if kept_id == dropped_id:
        raise NotFound
    found = db.session.scalars(sa.select(Registration.id).where(_of(kept_id, dropped_id))).all()
    lock(Registration, *found)
    lock(Person, *sorted((kept_id, dropped_id)))
    kept, dropped = _person(event_id, kept_id), _person(event_id, dropped_id)
    stays, goes = _two(kept_id, dropped_id)
    _note(actor, kept, dropped, goes)
    apart.forget(kept_id, dropped_id)
    _take_fields(kept, dropped, OF_PERSON, from_dropped)
    if stays is not None:
        _one_registration(stays, goes, kept, dropped, from_dropped, now=now)
    lead("people", dropped_id, kept_id, besides={"registrations"})
    db.session.add(
        MergedPerson(
            kept_id=kept_id,
            dropped_id=dropped_id,
            dropped_key=dropped.key,
            link_version=dropped.link_version,
            feed_version=dropped.feed_version,
            join_version=dropped.join_version,
            merged_at=now,
        )
    )
    db.session.flush()
    db.session.expire(dropped)
    db.session.delete(dropped)
    db.session.flush()
    if stays is not None and not is_superseded(stays):
        stays.same_as = unique_mark(stays, email=kept.email, printed_name=kept.printed_name)
    db.session.flush()
    promotion.ask(event_id, now=now)


def _of(*people: int) -> sa.ColumnElement[bool]:
    return Registration.person_id.in_(people)


def _person(event_id: int, key: int) -> Person:
    found = db.session.scalar(
        sa.select(Person)
        .filter_by(id=key, event_id=event_id, erased_at=None)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


_WORTH = (
    RegistrationStatus.APPROVED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WITHDRAWN,
    RegistrationStatus.REJECTED,
)


def _two(kept_id: int, dropped_id: int) -> tuple[Registration | None, Registration | None]:
    """The registration that stays, the one further on, and the one that goes."""
    found = db.session.scalars(
        sa.select(Registration)
        .where(_of(kept_id, dropped_id))
        .execution_options(populate_existing=True)
    ).all()
    ordered = sorted(found, key=lambda r: (_WORTH.index(r.status), r.person_id != kept_id))
    stays, goes, *_ = (*ordered, None, None)
    return stays, goes


def _take_fields(
    target: Any, source: Any, fields: Mapping[str, tuple[str, ...]], chosen: frozenset[str]
) -> None:
    for name, columns in fields.items():
        for column in columns if name in chosen else ():
            setattr(target, column, getattr(source, column))


def _one_registration(
    stays: Registration,
    goes: Registration | None,
    kept: Person,
    dropped: Person,
    from_dropped: frozenset[str],
    *,
    now: datetime,
) -> None:
    if goes is not None:
        of_dropped = stays if stays.person_id == dropped.id else goes
        fields = from_dropped
        if of_dropped is stays:
            fields = (frozenset(OF_REGISTRATION) | _answered(goes)) - from_dropped
        _join_seats(stays, goes, fields)
        taken = {name.removeprefix(ANSWER) for name in fields if name.startswith(ANSWER)}
        answers.join(stays, goes, taken=taken, now=now)
        lead("registrations", goes.id, stays.id, besides={"seats"})
        goes_id = goes.id
        db.session.flush()
        db.session.execute(sa.delete(Seat).where(Seat.registration_id == goes_id))
        db.session.expire(goes)
        db.session.delete(goes)
        db.session.flush()
        if stays.status.active:
            step_down([stays], event_id=stays.event_id)
    stays.person_id = kept.id
    stays.sequence += 1
    db.session.flush()


def _answered(registration: Registration) -> frozenset[str]:
    return frozenset(f"{ANSWER}{code}" for code in answers.of_registration(registration.id))


def _join_seats(stays: Registration, goes: Registration, fields: frozenset[str]) -> None:
    """Give the registration that stays the better seat of each part, within seats and quotas."""
    own = {seat.part_id: seat for seat in seats_of(stays)}
    others = seats_of(goes)
    before = [_claim(seat, stays) for seat in own.values() if seat.status.taken]
    before += [_claim(seat, goes) for seat in others if seat.status.taken]
    _take_fields(stays, goes, OF_REGISTRATION, fields)
    delegations = {claim.delegation_id for claim in before} | {stays.delegation_id}
    parts = {*own, *(seat.part_id for seat in others)}
    allotment = open_allotment(stays.event_id, parts, delegations)
    for claim in before:
        allotment.release(claim)
    for other in others:
        mine = own.get(other.part_id)
        if mine is None:
            mine = Seat(registration_id=stays.id, part_id=other.part_id)
            own[other.part_id] = mine
            _as(mine, other)
            db.session.add(mine)
        elif stays.status.active and _RANK.index(other.status) < _RANK.index(mine.status):
            _as(mine, other)
    db.session.flush()
    for seat in own.values():
        _seat_again(seat, stays, allotment)


_RANK = (SeatStatus.HELD, SeatStatus.OFFERED, SeatStatus.WAITING, SeatStatus.RELEASED)


def _as(seat: Seat, other: Seat) -> None:
    place(seat, other.mode, other.status, asked_at=other.asked_at)
    seat.offered_until, seat.by_hand = other.offered_until, other.by_hand


def _seat_again(seat: Seat, registration: Registration, allotment: Allotment) -> None:
    """A seat that the quota of the delegation has no place for waits."""
    claim = _claim(seat, registration)
    if not seat.status.taken or allotment.take(claim):
        return
    if allotment.refusal(claim) == "delegation_full":
        place(seat, seat.mode, SeatStatus.WAITING)


def _claim(seat: Seat, registration: Registration) -> Claim:
    return Claim(
        seat_id=seat.id or 0,
        registration_id=registration.id,
        part_id=seat.part_id,
        mode=seat.mode,
        delegation_id=registration.delegation_id,
        asked_at=seat.asked_at,
    )


def _note(actor: Actor, kept: Person, dropped: Person, goes: Registration | None) -> None:
    audit.note(
        actor,
        kept.event_id,
        action="merged",
        noun="people",
        object_id=kept.id,
        before={
            "printed_name": dropped.printed_name,
            "email": dropped.email,
            "person_id": dropped.id,
            "registration_id": goes.id if goes else None,
        },
        after={"printed_name": kept.printed_name},
    )
