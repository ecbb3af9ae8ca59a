"""Who gets the seats there are: capacities, quotas, and the turn of those who wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forumapp.domain.events import Mode

Key = tuple[int, Mode]  # of a part or a delegation


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A registration's seat in one part and mode, taken or asked for.

    `priority` is that of the category, 1 first; `seat_id` settles what was asked in one moment.
    """

    seat_id: int
    registration_id: int
    part_id: int
    mode: Mode
    delegation_id: int | None = None
    priority: int = 1
    asked_at: datetime

    @property
    def turn(self) -> tuple[int, datetime, int]:
        """Where it stands in its waiting list: oldest first inside a priority."""
        return self.priority, self.asked_at, self.seat_id


@dataclass(slots=True, kw_only=True)
class Allotment:
    """The seats of some parts and the quotas of some delegations while they are given out.

    `free` None means without limit; a delegation that isn't among `limits` has no quota. `sitting`
    counts the seats of each registration of those delegations, as (delegation, mode, registration);
    `left_in_parts` is what quotas of single parts leave, as (delegation, part, mode).
    """

    free: dict[Key, int | None]
    limits: Mapping[Key, int] = field(default_factory=dict)
    sitting: Counter[tuple[int, Mode, int]] = field(default_factory=Counter)
    left_in_parts: dict[tuple[int, int, Mode], int] = field(default_factory=dict)
    _people: Counter[Key] = field(init=False)

    def __post_init__(self) -> None:
        here = (sits for sits, seats in self.sitting.items() if seats > 0)
        self._people = Counter((delegation, mode) for delegation, mode, _ in here)

    def refusal(self, claim: Claim) -> str | None:
        """Why this seat can't be given: `part_full` or `delegation_full`; None when it can."""
        free = self.free.get((claim.part_id, claim.mode), 0)
        if free is not None and free <= 0:
            return "part_full"
        return None if self._within_quota(claim) else "delegation_full"

    def take(self, claim: Claim) -> bool:
        """Give the seat if there is one, and say whether it was given."""
        if self.refusal(claim):
            return False
        self._count(claim, 1)
        return True

    def release(self, claim: Claim) -> None:
        """Take a seat back."""
        self._count(claim, -1)

    def _count(self, claim: Claim, number: int) -> None:
        key = claim.part_id, claim.mode
        free = self.free.get(key)
        if free is not None:
            self.free[key] = free - number
        if claim.delegation_id is not None:
            self._seat(claim.delegation_id, claim, number)

    def _seat(self, delegation_id: int, claim: Claim, number: int) -> None:
        """A quota counts people: who sits in one part takes no more of it in another.

        One of a single part counts the seats there.
        """
        there = delegation_id, claim.part_id, claim.mode
        if there in self.left_in_parts:
            self.left_in_parts[there] -= number
        sits = delegation_id, claim.mode, claim.registration_id
        before = self.sitting[sits] > 0
        self.sitting[sits] += number
        self._people[delegation_id, claim.mode] += (self.sitting[sits] > 0) - before

    def _within_quota(self, claim: Claim) -> bool:
        if claim.delegation_id is None:
            return True
        if self.left_in_parts.get((claim.delegation_id, claim.part_id, claim.mode), 1) <= 0:
            return False
        limit = self.limits.get((claim.delegation_id, claim.mode))
        if limit is None or self.sitting[claim.delegation_id, claim.mode, claim.registration_id]:
            return True
        return self._people[claim.delegation_id, claim.mode] < limit


def promoted(waiting: Iterable[Claim], allotment: Allotment) -> tuple[Claim, ...]:
    """Those of a waiting list who get a seat now, in their turn.

    Whom only their delegation's quota keeps from a seat is passed over and keeps their place.
    """
    return tuple(claim for claim in sorted(waiting, key=lambda c: c.turn) if allotment.take(claim))
