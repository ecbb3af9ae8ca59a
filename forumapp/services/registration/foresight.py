"""What a decision would do, before it is made: who loses which seat, who gains one, who is next."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forumapp.db import db
from forumapp.domain.access import Action, Actor
from forumapp.domain.allotment import Claim, promoted
from forumapp.domain.deciding import Act, Shift, shifts
from forumapp.domain.errors import NotFound
from forumapp.models import Person, Registration
from forumapp.services.access import require
from forumapp.services.registration.decisions import Chosen, check_offered
from forumapp.services.registration.filters import Filters
from forumapp.services.registration.listing import conditions, those
from forumapp.services.registration.rows import RegistrationRow
from forumapp.services.registration.seats import open_allotment, seats_held, waiting_claims

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Somebody who waits for a seat that comes free, and is the next to have it."""

    registration: RegistrationRow
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What an act would do to `count` registrations, the first of which are `rows`, by name.

    `lost`, `gained` and `kept` count seats; `kept` are those that can't be moved. `mark` stands for
    exactly these registrations as they are now.
    """

    rows: tuple[RegistrationRow, ...]
    count: int
    shifts: Mapping[int, Sequence[Shift]]
    lost: int
    gained: int
    kept: int
    following: tuple[Next, ...]
    mark: str


def chosen_by(actor: Actor, event_id: int, filters: Filters) -> tuple[Chosen, ...]:
    """Every registration that a filtered list holds, as it is now."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    found = db.session.execute(
        sa.select(Registration.id, Registration.version + Person.version)
        .join(Person, Person.id == Registration.person_id)
        .where(*conditions(event_id, filters))
        .order_by(Registration.id)
    )
    return tuple(Chosen(key, version) for key, version in found)


def mark(chosen: Iterable[Chosen]) -> str:
    """A short text that is another when any of them, or its version, is another."""
    text = " ".join(f"{one.id}:{one.version}" for one in chosen)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def foreseen(
    actor: Actor,
    event_id: int,
    act: Act,
    chosen: Sequence[Chosen],
    *,
    part_id: int | None = None,
) -> Foreseen:
    """What the act would do now, in a constant number of queries; nothing is locked or changed.

    Raises NotFound when none of those chosen is the event's, and Invalid `not_offered` (mode).
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    check_offered(event_id, act)
    own = select_own(event_id, [one.id for one in chosen])
    if not own:
        raise NotFound
    moved, following = _simulated(event_id, act, own, part_id)
    rows = those(actor, event_id, [*own, *(claim.registration_id for claim in following)])
    by_id = {row.id: row for row in rows}
    every = [shift for found in moved.values() for shift in found]
    return Foreseen(
        rows=tuple(row for row in rows if row.id in own)[:SHOWN],
        count=len(own),
        shifts=moved,
        lost=sum(shift.loses for shift in every),
        gained=sum(shift.gains for shift in every),
        kept=sum(bool(shift.refusal) for shift in every),
        following=tuple(
            Next(registration=by_id[claim.registration_id], claim=claim) for claim in following
        ),
        mark=mark(chosen),
    )


def select_own(event_id: int, ids: Collection[int]) -> frozenset[int]:
    """Those of these numbers that are the event's registrations."""
    found = sa.select(Registration.id).where(
        Registration.event_id == event_id, Registration.id.in_(ids)
    )
    return frozenset(db.session.scalars(found))


def _simulated(
    event_id: int, act: Act, own: frozenset[int], part_id: int | None
) -> tuple[dict[int, list[Shift]], tuple[Claim, ...]]:
    held = seats_held(own)
    waiting = [
        claim
        for claim in waiting_claims({seat.claim.part_id for seat in held})
        if claim.registration_id not in own
    ]
    delegations = {seat.claim.delegation_id for seat in held}
    delegations |= {claim.delegation_id for claim in waiting}
    allotment = open_allotment(
        event_id,
        {seat.claim.part_id for seat in held},
        delegations,
        behind=act is Act.APPROVE,
        locked=False,
    )
    meant = [seat for seat in held if part_id in (None, seat.claim.part_id)]
    found: dict[int, list[Shift]] = {}
    for shift in shifts(act, meant, allotment):
        found.setdefault(shift.claim.registration_id, []).append(shift)
    freed = any(shift.loses for moved in found.values() for shift in moved)
    return found, promoted(waiting, allotment)[:SHOWN] if freed else ()
