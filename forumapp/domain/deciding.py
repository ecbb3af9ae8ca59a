"""What the secretariat's decisions do to seats: foreseen on a page, then carried out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from forumapp.domain.allotment import Allotment, Claim
from forumapp.domain.events import Mode
from forumapp.domain.registration import RegistrationStatus, SeatStatus


class Act(StrEnum):
    """What may be decided about many registrations at once."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    WAIT = "wait"
    ROOM = "room"
    ONLINE = "online"

    @property
    def status(self) -> RegistrationStatus | None:
        """The status that it gives; None for what only moves seats."""
        return _STATUSES.get(self)

    @property
    def ends(self) -> bool:
        """Whether it ends a registration: its seats and its links go."""
        return self in (Act.REJECT, Act.WITHDRAW)

    @property
    def mode(self) -> Mode | None:
        """The mode that it seats people in; None for any other act."""
        return Mode(self.value) if self in (Act.ROOM, Act.ONLINE) else None


_STATUSES = {
    Act.APPROVE: RegistrationStatus.APPROVED,
    Act.REJECT: RegistrationStatus.REJECTED,
    Act.WITHDRAW: RegistrationStatus.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A seat as it is now, with what claims it."""

    claim: Claim
    status: SeatStatus
    active: bool  # whether the registration is pending or approved


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What becomes of one seat. `refusal` says why it stays as it is although another was meant."""

    claim: Claim
    mode: Mode
    before: SeatStatus
    after: SeatStatus
    refusal: str = ""

    @property
    def loses(self) -> bool:
        """Whether a seat that was the person's is so no longer."""
        return self.before.taken and (not self.after.taken or self.mode is not self.claim.mode)

    @property
    def gains(self) -> bool:
        """Whether a seat becomes the person's."""
        return self.after.taken and (not self.before.taken or self.mode is not self.claim.mode)


def shifts(act: Act, seats: Iterable[Held], allotment: Allotment) -> tuple[Shift, ...]:
    """What an act does to these seats, those who asked first before the others.

    The allotment is changed accordingly, so that no seat is given twice.
    """
    found = (_shift(act, seat, allotment) for seat in sorted(seats, key=lambda s: s.claim.turn))
    return tuple(shift for shift in found if shift is not None)


def _shift(act: Act, seat: Held, allotment: Allotment) -> Shift | None:
    if act.mode is not None:
        return _moved(seat, act.mode, allotment)
    if act is Act.APPROVE:
        return None if seat.active else _asked_again(seat, allotment)
    if act is Act.WAIT:
        return _put_off(seat, allotment)
    return _given_back(seat, allotment)


def _asked_again(seat: Held, allotment: Allotment) -> Shift:
    after = SeatStatus.HELD if allotment.take(seat.claim) else SeatStatus.WAITING
    return Shift(claim=seat.claim, mode=seat.claim.mode, before=seat.status, after=after)


def _given_back(seat: Held, allotment: Allotment) -> Shift | None:
    if seat.status is SeatStatus.RELEASED:
        return None
    return _left(seat, SeatStatus.RELEASED, allotment)


def _put_off(seat: Held, allotment: Allotment) -> Shift | None:
    if not (seat.active and seat.status.taken):
        return None
    return _left(seat, SeatStatus.WAITING, allotment)


def _left(seat: Held, after: SeatStatus, allotment: Allotment) -> Shift:
    if seat.status.taken:
        allotment.release(seat.claim)
    return Shift(claim=seat.claim, mode=seat.claim.mode, before=seat.status, after=after)


def _moved(seat: Held, mode: Mode, allotment: Allotment) -> Shift | None:
    """Into another mode; who sits keeps the seat where the other mode is full."""
    if not seat.active or seat.status is SeatStatus.RELEASED or seat.claim.mode is mode:
        return None
    there = replace(seat.claim, mode=mode)
    refusal = allotment.refusal(there) or ""
    if seat.status.taken and refusal:
        return Shift(
            claim=seat.claim,
            mode=seat.claim.mode,
            before=seat.status,
            after=seat.status,
            refusal=refusal,
        )
    if seat.status.taken:
        allotment.release(seat.claim)
    after = SeatStatus.HELD if allotment.take(there) else SeatStatus.WAITING
    return Shift(claim=seat.claim, mode=mode, before=seat.status, after=after)
