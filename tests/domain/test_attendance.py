"""One ledger out of doors, joins and marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import (
    Attendance,
    DoorFacts,
    JoinFacts,
    MarkFacts,
    MarkKind,
    Sitting,
    counting_doors,
    ledger,
)
from forumapp.domain.checkin.scans import Direction, ScanFacts

DAY = datetime(2026, 6, 28, tzinfo=UTC)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def sitting(number: int, starts: float, ends: float, *, part: int = 1) -> Sitting:
    return Sitting(id=number, part_id=part, starts_at=at(starts), ends_at=at(ends))


def door(number: int, scope: DoorScope, **given: int) -> DoorFacts:
    return DoorFacts(id=number, scope=scope, day=at(0), day_ends=at(24), **given)


def scan(hour: float, *, door: int = 1, person: int = 1, way: str = "in") -> ScanFacts:
    key = f"{door}-{person}-{hour}-{way}"
    return ScanFacts(key=key, person_id=person, door_id=door, at=at(hour), direction=Direction(way))


OPENING, PARALLEL_A, PARALLEL_B = sitting(1, 9, 10), sitting(2, 10, 11), sitting(3, 10, 11)
CLOSING = sitting(4, 14, 15)
SITTINGS = (OPENING, PARALLEL_A, PARALLEL_B, CLOSING)
ENTRANCE = door(1, DoorScope.EVENT)
HALL_A = door(2, DoorScope.SESSION, session_id=2)


def test_the_entrance_counts_for_sessions_that_stand_alone_until_one_leaves() -> None:
    found = ledger(
        SITTINGS,
        doors=[ENTRANCE],
        scans=[scan(8.5), scan(9.5, person=2), scan(12, way="out")],
        joins=[],
        marks=[],
        now=at(30),
    )

    assert found == (
        Attendance(session_id=1, person_id=1, room=True, room_minutes=60),
        Attendance(session_id=1, person_id=2, room=True, room_minutes=30),
        Attendance(session_id=4, person_id=2, room=True, room_minutes=60),
    )


def test_a_session_with_a_door_of_its_own_is_counted_there_alone() -> None:
    found = ledger(
        SITTINGS,
        doors=[ENTRANCE, HALL_A],
        scans=[scan(8.5), scan(10.5, door=2), scan(11.5, door=2, person=3)],
        joins=[],
        marks=[],
        now=at(30),
    )

    assert [entry for entry in found if entry.session_id in (2, 3)] == [
        Attendance(session_id=2, person_id=1, room=True, room_minutes=30),
        Attendance(session_id=2, person_id=3, room=True),
    ]


def test_who_is_inside_has_not_been_in_what_is_to_come() -> None:
    found = ledger(SITTINGS, doors=[ENTRANCE], scans=[scan(8.5)], joins=[], marks=[], now=at(9.25))

    assert found == (Attendance(session_id=1, person_id=1, room=True, room_minutes=15),)


def test_which_doors_count() -> None:
    of_part = door(3, DoorScope.PART, part_id=1)
    yesterday = replace(ENTRANCE, id=9, day=at(-24), day_ends=at(0))
    everything = [ENTRANCE, HALL_A, of_part, yesterday]

    def counting(one: Sitting, doors: list[DoorFacts]) -> list[int]:
        return [found.id for found in counting_doors(one, doors=doors, sittings=SITTINGS)]

    assert counting(OPENING, everything) == [3]
    assert counting(OPENING, [ENTRANCE, yesterday]) == [1]
    assert counting(PARALLEL_A, everything) == [2]
    assert counting(PARALLEL_B, everything) == []


def test_joining_counts_from_the_first_time_and_both_ways_count_side_by_side() -> None:
    found = ledger(
        [OPENING],
        doors=[ENTRANCE],
        scans=[scan(9.75)],
        joins=[
            JoinFacts(session_id=1, person_id=1, at=at(9.5)),
            JoinFacts(session_id=1, person_id=1, at=at(8.9)),
        ],
        marks=[],
        now=at(30),
    )

    assert found == (
        Attendance(
            session_id=1,
            person_id=1,
            room=True,
            online=True,
            room_minutes=15,
            online_minutes=60,
        ),
    )


def test_the_last_mark_counts_and_can_be_taken_back() -> None:
    def with_marks(*marks: MarkFacts) -> tuple[Attendance, ...]:
        return ledger(
            [OPENING], doors=[ENTRANCE], scans=[scan(9.5)], joins=[], marks=marks, now=at(30)
        )

    recorded = Attendance(session_id=1, person_id=1, room=True, room_minutes=30)
    absent = MarkFacts(id=1, session_id=1, person_id=1, kind=MarkKind.ABSENT)
    online = MarkFacts(id=2, session_id=1, person_id=1, kind=MarkKind.ONLINE, minutes=20)
    back = MarkFacts(id=3, session_id=1, person_id=1, kind=MarkKind.AS_RECORDED)

    assert with_marks() == (recorded,)
    assert with_marks(absent) == (replace(recorded, room=False, room_minutes=0, marked=True),)
    assert with_marks(online, absent) == (
        Attendance(session_id=1, person_id=1, online=True, online_minutes=20, marked=True),
    )
    assert with_marks(absent, back, online) == (recorded,)


sittings = st.builds(
    lambda number, starts, lasts, part: sitting(number, starts, starts + lasts, part=part),
    st.integers(1, 4),
    st.integers(8, 16),
    st.integers(1, 3),
    st.integers(1, 2),
)
doors = st.builds(
    lambda number, scope: door(
        number,
        scope,
        **{DoorScope.PART: {"part_id": 1}, DoorScope.SESSION: {"session_id": 1}}.get(scope, {}),
    ),
    st.integers(1, 3),
    st.sampled_from(DoorScope),
)
scans = st.builds(
    lambda hour, number, person, way: scan(hour, door=number, person=person, way=way),
    st.integers(7, 20),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(["in", "out"]),
)
joins = st.builds(
    lambda session, person, hour: JoinFacts(session_id=session, person_id=person, at=at(hour)),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(7, 20),
)
marks = st.builds(
    MarkFacts,
    id=st.integers(1, 99),
    session_id=st.integers(1, 4),
    person_id=st.integers(1, 3),
    kind=st.sampled_from(MarkKind),
    minutes=st.none() | st.integers(0, 500),
)


@given(
    st.lists(sittings, max_size=4, unique_by=lambda one: one.id),
    st.lists(doors, max_size=3, unique_by=lambda one: one.id),
    st.lists(scans, max_size=15),
    st.lists(joins, max_size=6),
    st.lists(marks, max_size=6, unique_by=lambda one: one.id),
    st.data(),
)
def test_order_and_repetition_change_nothing_and_minutes_stay_within_the_session(
    held: list[Sitting],
    kept: list[DoorFacts],
    scanned: list[ScanFacts],
    joined: list[JoinFacts],
    marked: list[MarkFacts],
    data: st.DataObject,
) -> None:
    found = ledger(held, doors=kept, scans=scanned, joins=joined, marks=marked, now=at(30))

    again = ledger(
        data.draw(st.permutations(held)),
        doors=data.draw(st.permutations(kept)),
        scans=data.draw(st.permutations(scanned * 2)),
        joins=data.draw(st.permutations(joined * 2)),
        marks=data.draw(st.permutations(marked)),
        now=at(30),
    )
    assert again == found
    of_first = ledger(held, doors=kept, scans=scanned, joins=joined, marks=marked, now=at(30), of=1)
    assert of_first == tuple(entry for entry in found if entry.session_id == 1)
    whole = {one.id: (one.ends_at - one.starts_at) / timedelta(minutes=1) for one in held}
    assert len({(entry.session_id, entry.person_id) for entry in found}) == len(found)
    for entry in found:
        assert 0 <= entry.room_minutes <= whole[entry.session_id]
        assert 0 <= entry.online_minutes <= whole[entry.session_id]
        assert entry.room or not entry.room_minutes
        assert entry.there or entry.marked
