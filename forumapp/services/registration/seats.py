"""Seats: locked, counted, then given. Nothing else in the product gives a seat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forumapp.db import db, lock
from forumapp.domain.allotment import Allotment, Claim
from forumapp.domain.deciding import Held
from forumapp.domain.errors import Invalid
from forumapp.domain.events import Mode
from forumapp.domain.registration import TAKEN, Quota, SeatCount, SeatStatus, seat
from forumapp.models import Category, Delegation, Part, PartQuota, Registration, Seat


@dataclass(frozen=True, slots=True)
class Ledger:
    """The seats of some parts and the quotas of a delegation, true while the locks are held."""

    counts: dict[tuple[int, Mode], SeatCount]
    quotas: dict[Mode, Quota]
    of_parts: dict[tuple[int, Mode], Quota] = field(default_factory=dict)

    def offer(self, part_id: int, mode: Mode) -> SeatStatus:
        """What someone who asks for this seat now gets, at the end of the waiting list."""
        return seat(self.counts[part_id, mode], *self._quotas(part_id, mode))

    def full_quota(self, part_id: int, mode: Mode) -> Quota | None:
        """The quota of the delegation that leaves no place for one more here, if one does."""
        return next((quota for quota in self._quotas(part_id, mode) if quota.is_full), None)

    def _quotas(self, part_id: int, mode: Mode) -> list[Quota]:
        found = (self.quotas.get(mode), self.of_parts.get((part_id, mode)))
        return [quota for quota in found if quota is not None]

    def refusal(self, part_id: int, mode: Mode) -> str | None:
        """Why the secretariat can't give this seat, whoever waits: `part_full`, `delegation_full`.

        None when there is one.
        """
        if self.counts[part_id, mode].is_full:
            return "part_full"
        return "delegation_full" if self.full_quota(part_id, mode) else None


def open_ledger(
    event_id: int,
    part_ids: Iterable[int],
    *,
    delegation_id: int | None,
    besides: int | None = None,
) -> Ledger:
    """Lock the parts and the delegation, then count, leaving one registration out of the quotas.

    Raises Invalid `not_a_choice` for a part or a delegation that isn't the event's.
    """
    parts = sorted(set(part_ids))
    lock(Part, *parts)
    if delegation_id is not None:
        lock(Delegation, delegation_id)
    counts = count_seats(event_id, parts)
    if len(counts) < len(parts) * len(Mode):
        raise Invalid({"parts": "not_a_choice"})
    return Ledger(
        counts={(count.part_id, count.mode): in_turn(count) for count in counts},
        quotas=_quotas(event_id, delegation_id, besides) if delegation_id is not None else {},
        of_parts=_of_parts(delegation_id, besides) if delegation_id is not None else {},
    )


def seats_held(registration_ids: Iterable[int]) -> tuple[Held, ...]:
    """Every seat that these registrations ever asked for, in one query."""
    return _read(Seat.registration_id.in_(tuple(registration_ids)))


def waiting_claims(part_ids: Iterable[int]) -> tuple[Claim, ...]:
    """Who waits for a seat in these parts and isn't there by hand, in one query."""
    found = _read(
        Seat.part_id.in_(tuple(part_ids)),
        Seat.status == SeatStatus.WAITING,
        Seat.by_hand.is_(False),
    )
    return tuple(seat.claim for seat in found if seat.active)


def _read(*conditions: sa.ColumnElement[bool]) -> tuple[Held, ...]:
    found = db.session.execute(
        sa.select(
            *(Seat.id, Seat.registration_id, Seat.part_id, Seat.mode, Registration.delegation_id),
            *(Category.priority, Seat.asked_at, Seat.status, Registration.status.label("decided")),
        )
        .join(Registration, Registration.id == Seat.registration_id)
        .join(Category, Category.id == Registration.category_id)
        .where(*conditions)
    )
    return tuple(
        Held(
            claim=Claim(
                seat_id=row.id,
                registration_id=row.registration_id,
                part_id=row.part_id,
                mode=row.mode,
                delegation_id=row.delegation_id,
                priority=row.priority,
                asked_at=row.asked_at,
            ),
            status=row.status,
            active=row.decided.active,
        )
        for row in found
    )


def open_allotment(
    event_id: int,
    part_ids: Iterable[int],
    delegation_ids: Iterable[int | None],
    *,
    behind: bool = False,
    locked: bool = True,
) -> Allotment:
    """The seats of parts and the quotas of delegations, to be given to many.

    They are true while the locks are held; unlocked, they are good for showing what would be.
    With `behind`, seats for which others wait already aren't to be had.
    """
    parts = sorted(set(part_ids))
    delegations = sorted({key for key in delegation_ids if key is not None})
    if locked:
        lock(Part, *parts)
        lock(Delegation, *delegations)
    counts = count_seats(event_id, parts)
    limits = _limits(event_id, delegations)
    return Allotment(
        free={
            (count.part_id, count.mode): in_turn(count).open if behind else _left(count)
            for count in counts
        },
        limits=limits,
        sitting=_sitting({key for key, _ in limits}),
        left_in_parts=_left_in_parts(delegations),
    )


def _left(count: SeatCount) -> int | None:
    """The seats left; fewer than none where a capacity was lowered below what is taken."""
    return None if count.capacity is None else count.capacity - count.held


def _limits(event_id: int, delegations: list[int]) -> dict[tuple[int, Mode], int]:
    found = db.session.execute(
        sa.select(Delegation.id, Delegation.quota_room, Delegation.quota_online).where(
            Delegation.event_id == event_id, Delegation.id.in_(delegations)
        )
    )
    return {
        (key, mode): limit
        for key, room, online in found
        for mode, limit in ((Mode.ROOM, room), (Mode.ONLINE, online))
        if limit is not None
    }


def _left_in_parts(delegations: list[int]) -> dict[tuple[int, int, Mode], int]:
    """What each delegation's quota in a single part and mode leaves."""
    taken = (
        sa.select(sa.func.count(Seat.id))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.delegation_id == PartQuota.delegation_id,
            Seat.part_id == PartQuota.part_id,
            Seat.mode == PartQuota.mode,
            Seat.status.in_(TAKEN),
        )
        .correlate(PartQuota)
        .scalar_subquery()
    )
    found = db.session.execute(
        sa.select(PartQuota, taken).where(PartQuota.delegation_id.in_(delegations))
    )
    return {
        (quota.delegation_id, quota.part_id, quota.mode): quota.seats - (number or 0)
        for quota, number in found
    }


def _sitting(delegations: set[int]) -> Counter[tuple[int, Mode, int]]:
    if not delegations:
        return Counter()
    found = db.session.execute(
        sa.select(
            Registration.delegation_id, Seat.mode, Seat.registration_id, sa.func.count(Seat.id)
        )
        .join(Seat, Seat.registration_id == Registration.id)
        .where(Registration.delegation_id.in_(delegations), Seat.status.in_(TAKEN))
        .group_by(Registration.delegation_id, Seat.mode, Seat.registration_id)
    )
    return Counter({(key, mode, row): seats for key, mode, row, seats in found if key is not None})


_ALL_PARTS = (
    sa.select(Part.id, Part.seats_room, Part.seats_online)
    .where(Part.event_id == sa.bindparam("event"))
    .order_by(Part.position, Part.id)
)
_PARTS = _ALL_PARTS.where(Part.id.in_(sa.bindparam("parts", expanding=True)))
_TAKEN = (
    sa.select(Seat.part_id, Seat.mode, Seat.status, sa.func.count())
    .where(
        Seat.part_id.in_(sa.bindparam("parts", expanding=True)),
        Seat.status.in_((*TAKEN, SeatStatus.WAITING)),
    )
    .group_by(Seat.part_id, Seat.mode, Seat.status)
)


def count_seats(event_id: int, part_ids: list[int] | None = None) -> tuple[SeatCount, ...]:
    """The seats of these parts of the event, or of all in their order, in every mode."""
    if part_ids is None:
        capacities = db.session.execute(_ALL_PARTS, {"event": event_id}).all()
    else:
        capacities = db.session.execute(_PARTS, {"event": event_id, "parts": part_ids}).all()
    taken = _taken([row.id for row in capacities])
    return tuple(
        SeatCount(
            part_id=part_id,
            mode=mode,
            capacity=capacity,
            held=sum(taken.get((part_id, mode, status), 0) for status in TAKEN),
            waiting=taken.get((part_id, mode, SeatStatus.WAITING), 0),
        )
        for part_id, room, online in capacities
        for mode, capacity in ((Mode.ROOM, room), (Mode.ONLINE, online))
    )


def _taken(parts: list[int]) -> dict[tuple[int, Mode, SeatStatus], int]:
    """How many hold and wait, by part and mode: one look into one index."""
    rows = db.session.execute(_TAKEN, {"parts": parts})
    return {(part_id, mode, status): number for part_id, mode, status, number in rows}


def in_turn(count: SeatCount) -> SeatCount:
    """The count without those waiting whom only their delegation's quota keeps from a free seat."""
    if not count.waiting or count.free in (None, 0):
        return count
    other = aliased(Seat)
    full = _full_delegations(count.mode)
    sits_already = sa.exists().where(
        other.registration_id == Registration.id,
        other.mode == count.mode,
        other.status.in_(TAKEN),
    )
    waiting = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Seat)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Seat.part_id == count.part_id,
            Seat.mode == count.mode,
            Seat.status == SeatStatus.WAITING,
            Seat.by_hand.is_(False),
            sa.or_(
                Registration.delegation_id.is_(None),
                Registration.delegation_id.not_in(full),
                sits_already,
            ),
            sa.or_(
                Registration.delegation_id.is_(None),
                Registration.delegation_id.not_in(_full_in_part(count.part_id, count.mode)),
            ),
        )
    )
    return replace(count, waiting=waiting or 0)


def _full_delegations(mode: Mode) -> sa.Select[Any]:
    limit = Delegation.quota_room if mode is Mode.ROOM else Delegation.quota_online
    people = (
        sa.select(sa.func.count(sa.distinct(Seat.registration_id)))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.delegation_id == Delegation.id,
            Seat.mode == mode,
            Seat.status.in_(TAKEN),
        )
        .correlate(Delegation)
        .scalar_subquery()
    )
    return sa.select(Delegation.id).where(limit.is_not(None), people >= limit)


def _quotas(event_id: int, delegation_id: int, besides: int | None) -> dict[Mode, Quota]:
    limits = db.session.execute(
        sa.select(Delegation.quota_room, Delegation.quota_online).where(
            Delegation.id == delegation_id, Delegation.event_id == event_id
        )
    ).first()
    if limits is None:
        raise Invalid({"delegation": "not_a_choice"})
    if limits == (None, None):
        return {}
    people = db.session.execute(
        sa.select(Seat.mode, sa.func.count(sa.distinct(Seat.registration_id)))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.delegation_id == delegation_id,
            Registration.id != (besides or 0),
            Seat.status.in_(TAKEN),
        )
        .group_by(Seat.mode)
    )
    held = dict(people.all())
    return {
        mode: Quota(mode=mode, limit=limit, held=held.get(mode, 0))
        for mode, limit in zip((Mode.ROOM, Mode.ONLINE), limits, strict=True)
    }


_PART_QUOTAS = sa.select(PartQuota.part_id, PartQuota.mode, PartQuota.seats).where(
    PartQuota.delegation_id == sa.bindparam("delegation")
)


def _of_parts(delegation_id: int, besides: int | None) -> dict[tuple[int, Mode], Quota]:
    """The quotas that the delegation has in single parts."""
    limits = db.session.execute(_PART_QUOTAS, {"delegation": delegation_id}).all()
    if not limits:
        return {}
    rows = db.session.execute(
        sa.select(Seat.part_id, Seat.mode, sa.func.count(Seat.id))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.delegation_id == delegation_id,
            Registration.id != (besides or 0),
            Seat.status.in_(TAKEN),
        )
        .group_by(Seat.part_id, Seat.mode)
    )
    held = {(part_id, mode): number for part_id, mode, number in rows}
    return {
        (part_id, mode): Quota(mode=mode, limit=limit, held=held.get((part_id, mode), 0))
        for part_id, mode, limit in limits
    }


def _full_in_part(part_id: int, mode: Mode) -> sa.Select[Any]:
    """The delegations that have as many in this part and mode as their quota there allows."""
    held = (
        sa.select(sa.func.count(Seat.id))
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Registration.delegation_id == PartQuota.delegation_id,
            Seat.part_id == part_id,
            Seat.mode == mode,
            Seat.status.in_(TAKEN),
        )
        .correlate(PartQuota)
        .scalar_subquery()
    )
    return sa.select(PartQuota.delegation_id).where(
        PartQuota.part_id == part_id, PartQuota.mode == mode, held >= PartQuota.seats
    )
