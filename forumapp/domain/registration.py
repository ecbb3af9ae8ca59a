"""Registrations, seats and the waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forumapp.domain.events import Mode


class RegistrationStatus(StrEnum):
    """What the secretariat decided about a person."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def active(self) -> bool:
        return self in (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


class SeatStatus(StrEnum):
    """A person's seat in one part: a pending registration already holds one."""

    HELD = "held"
    WAITING = "waiting"
    RELEASED = "released"


class Approval(StrEnum):
    """How a category of participants is approved."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCount:
    """The seats of one part in one mode. `capacity` None means without limit."""

    part_id: int
    mode: Mode
    capacity: int | None
    held: int
    waiting: int = 0

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.held)

    @property
    def is_full(self) -> bool:
        return self.free == 0


def seat(count: SeatCount) -> SeatStatus:
    """What a new request for a seat gets; nobody overtakes those who already wait."""
    if count.capacity is None:
        return SeatStatus.HELD
    if count.is_full or count.waiting:
        return SeatStatus.WAITING
    return SeatStatus.HELD


def decided(approval: Approval) -> RegistrationStatus:
    """The status a new registration of a category starts with."""
    if approval is Approval.AUTOMATIC:
        return RegistrationStatus.APPROVED
    return RegistrationStatus.PENDING
