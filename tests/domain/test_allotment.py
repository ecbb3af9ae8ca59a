"""Seats given out: never more than there are, nor than a quota allows, and in turn."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.allotment import Allotment, Claim, promoted
from forumapp.domain.deciding import Act, Held, shifts
from forumapp.domain.events import Mode
from forumapp.domain.registration import SeatStatus

START = datetime(2026, 11, 1, tzinfo=UTC)
PARTS, DELEGATIONS = (1, 2), (None, 1, 2)

seats = st.builds(
    lambda registration, part, mode, minute, status: (registration, part, mode, minute, status),
    st.integers(1, 12),
    st.sampled_from(PARTS),
    st.sampled_from(Mode),
    st.integers(0, 5),
    st.sampled_from(SeatStatus),
)
halls = st.lists(seats, max_size=24, unique_by=lambda s: (s[0], s[1]))
capacities = st.dictionaries(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(Mode)), st.none() | st.integers(0, 6)
)
quotas = st.dictionaries(
    st.tuples(st.sampled_from((1, 2)), st.sampled_from(Mode)), st.integers(0, 4)
)


def held(rows: list[tuple[int, int, Mode, int, SeatStatus]]) -> list[Held]:
    """Seats whose registration tells the delegation and the priority."""
    return [
        Held(
            claim=Claim(
                seat_id=number,
                registration_id=registration,
                part_id=part,
                mode=mode,
                delegation_id=DELEGATIONS[registration % 3],
                priority=1 + registration % 2,
                asked_at=START + timedelta(minutes=minute),
            ),
            status=status,
            active=True,
        )
        for number, (registration, part, mode, minute, status) in enumerate(rows, 1)
    ]


def open_for(
    hall: list[Held],
    capacity: dict[tuple[int, Mode], int | None],
    limits: dict[tuple[int, Mode], int],
) -> Allotment:
    """What is left where these seats are taken; no capacity given means none limits it."""
    free: dict[tuple[int, Mode], int | None] = {(p, m): None for p in PARTS for m in Mode}
    free |= capacity
    return Allotment(
        free={
            key: None
            if number is None
            else number - sum(s.status.taken and place(s.claim) == key for s in hall)
            for key, number in free.items()
        },
        limits=limits,
        sitting=Counter(
            (s.claim.delegation_id, s.claim.mode, s.claim.registration_id)
            for s in hall
            if s.status.taken and s.claim.delegation_id is not None
        ),
    )


def place(claim: Claim) -> tuple[int, Mode]:
    return claim.part_id, claim.mode


def people(claims: list[Claim]) -> dict[tuple[int, Mode], int]:
    """How many people of each delegation sit in each mode."""
    sitting = {
        (c.delegation_id, c.mode, c.registration_id) for c in claims if c.delegation_id is not None
    }
    return Counter((delegation, mode) for delegation, mode, _ in sitting)


@settings(max_examples=150, deadline=None)
@given(halls, capacities, quotas)
def test_nobody_is_promoted_beyond_the_seats_or_a_quota(
    rows: list[tuple[int, int, Mode, int, SeatStatus]],
    capacity: dict[tuple[int, Mode], int | None],
    limits: dict[tuple[int, Mode], int],
) -> None:
    hall = held(rows)
    before = [s.claim for s in hall if s.status.taken]
    waiting = [s.claim for s in hall if s.status is SeatStatus.WAITING]

    given_seats = promoted(waiting, open_for(hall, capacity, limits))

    after = [*before, *given_seats]
    for key, most in capacity.items():
        taken = sum(place(claim) == key for claim in after)
        assert most is None or taken <= max(most, sum(place(c) == key for c in before))
    for key, limit in limits.items():
        assert people(after)[key] <= max(limit, people(before)[key])
    assert [c.turn for c in given_seats] == sorted(c.turn for c in given_seats)


@settings(max_examples=150, deadline=None)
@given(halls, capacities, quotas)
def test_nobody_is_overtaken_and_no_seat_stays_empty(
    rows: list[tuple[int, int, Mode, int, SeatStatus]],
    capacity: dict[tuple[int, Mode], int | None],
    limits: dict[tuple[int, Mode], int],
) -> None:
    hall = held(rows)
    allotment = open_for(hall, capacity, limits)
    waiting = [s.claim for s in hall if s.status is SeatStatus.WAITING]

    given_seats = promoted(waiting, allotment)

    left = [claim for claim in waiting if claim not in given_seats]
    for passed in left:
        if not limits:  # then only seats count, and whoever is ahead has theirs
            behind = [c for c in given_seats if place(c) == place(passed) and c.turn > passed.turn]
            assert behind == []
    assert promoted(left, allotment) == ()


@settings(max_examples=150, deadline=None)
@given(halls, capacities, quotas, st.sampled_from(Act))
def test_no_decision_takes_more_seats_than_there_are(
    rows: list[tuple[int, int, Mode, int, SeatStatus]],
    capacity: dict[tuple[int, Mode], int | None],
    limits: dict[tuple[int, Mode], int],
    act: Act,
) -> None:
    hall = held(rows)
    changed = {s.claim.seat_id: s for s in shifts(act, hall, open_for(hall, capacity, limits))}

    after = []
    for seat in hall:
        shift = changed.get(seat.claim.seat_id)
        status, mode = (shift.after, shift.mode) if shift else (seat.status, seat.claim.mode)
        if status.taken:
            after.append((seat.claim.part_id, mode))
    before = [place(s.claim) for s in hall if s.status.taken]
    for key, most in capacity.items():
        assert most is None or after.count(key) <= max(most, before.count(key))


def test_oldest_first_inside_a_priority() -> None:
    def claim(number: int, *, priority: int, minute: int) -> Claim:
        return Claim(
            seat_id=number,
            registration_id=number,
            part_id=1,
            mode=Mode.ROOM,
            priority=priority,
            asked_at=START + timedelta(minutes=minute),
        )

    waiting = [
        claim(1, priority=2, minute=0),
        claim(2, priority=1, minute=9),
        claim(3, priority=1, minute=3),
    ]
    allotment = Allotment(free={(1, Mode.ROOM): 2})
    assert [c.seat_id for c in promoted(waiting, allotment)] == [3, 2]


def test_a_quota_counts_people_and_not_seats() -> None:
    def claim(number: int, *, person: int, part: int) -> Claim:
        return Claim(
            seat_id=number,
            registration_id=person,
            part_id=part,
            mode=Mode.ROOM,
            delegation_id=7,
            asked_at=START,
        )

    free: dict[tuple[int, Mode], int | None] = {(1, Mode.ROOM): None, (2, Mode.ROOM): None}
    allotment = Allotment(free=free, limits={(7, Mode.ROOM): 1})
    first, second, other = (
        claim(1, person=1, part=1),
        claim(2, person=1, part=2),
        claim(3, person=2, part=1),
    )
    assert promoted([first, second, other], allotment) == (first, second)
    assert allotment.refusal(other) == "delegation_full"
    allotment.release(first)
    assert allotment.refusal(other) == "delegation_full"
    allotment.release(second)
    assert allotment.refusal(other) is None
