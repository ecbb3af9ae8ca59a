"""The grid of a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind
from forumapp.domain.programme import Programme, RoomFacts, SessionFacts
from forumapp.domain.text import Translated
from forumapp.domain.timetable import FOR_ALL, Block, Column, Day, Place, timetable
from tests import programmes as make

wall = datetime.fromisoformat
FIRST = date(2026, 6, 28)
ROOMS = tuple(RoomFacts(id=n, name=Translated(en=f"Hall {n}")) for n in (3, 1, 2))

starts = st.integers(0, 3 * 24 * 12).map(
    lambda n: datetime.combine(FIRST, datetime.min.time()) + timedelta(minutes=5 * n)
)
sessions = st.builds(
    lambda number, kind, begins, minutes, room, **given: replace(
        make.a_session(number, starts=begins, ends=begins + timedelta(minutes=minutes), room=room),
        kind=kind,
        **given,
    ),
    number=st.integers(1, 10_000),
    kind=st.sampled_from(SessionKind),
    begins=starts,
    minutes=st.integers(1, 24 * 60),
    room=st.sampled_from((None, 1, 2, 3)),
    online=st.booleans(),
    all_rooms=st.booleans(),
)
lists = st.lists(sessions, max_size=25, unique_by=lambda session: session.id)


def a_session(number: int, begins: str, ends: str, **given: object) -> SessionFacts:
    """A parallel session on the first day, or on the day that is written."""
    first, last = (wall(at if "T" in at else f"{FIRST}T{at}") for at in (begins, ends))
    plain = make.a_session(number, starts=first, ends=last, online=False)
    return replace(plain, **{"kind": SessionKind.PARALLEL, **given})  # type: ignore[arg-type]  # a test gives what it names


def grids(*held: SessionFacts) -> tuple[Day, ...]:
    return timetable(replace(make.a_programme(sessions=0), rooms=ROOMS, sessions=held))


def the_day(*held: SessionFacts) -> Day:
    (day,) = grids(*held)
    return day


def test_rooms_are_columns_in_their_order_and_times_are_rows() -> None:
    day = the_day(
        a_session(1, "09:00", "10:00", room_id=1),
        a_session(2, "09:00", "09:30", room_id=3),
        a_session(3, "09:45", "10:30", room_id=3),
    )

    assert [line.strftime("%H:%M") for line in day.lines] == [
        "09:00",
        "09:30",
        "09:45",
        "10:00",
        "10:30",
    ]
    assert day.columns == (Column(3, 0, 1), Column(1, 1, 1))
    assert day.blocks == {1: Block(0, 3, 1, 1), 2: Block(0, 1, 0, 1), 3: Block(2, 2, 0, 1)}
    assert [piece.session.id for piece in day.pieces] == [2, 1, 3]


def test_the_video_link_and_no_place_come_after_the_rooms() -> None:
    day = the_day(
        a_session(1, "09:00", "10:00", room_id=None),
        a_session(2, "09:00", "10:00", room_id=None, online=True),
        a_session(3, "09:00", "10:00", room_id=2, online=True),
    )

    assert [column.where for column in day.columns] == [2, Place.ONLINE, Place.ELSEWHERE]


def test_a_break_goes_across_all_rooms_and_so_does_a_ceremony_with_nothing_beside_it() -> None:
    day = the_day(
        a_session(1, "09:00", "10:00", room_id=1, kind=SessionKind.CEREMONY),
        a_session(2, "10:00", "10:30", room_id=None, all_rooms=True, kind=SessionKind.BREAK),
        a_session(3, "10:30", "12:00", room_id=1),
        a_session(4, "10:30", "12:00", room_id=2),
    )

    assert day.blocks[1] == Block(0, 1, 0, 2)
    assert day.blocks[2] == Block(1, 1, 0, 2)


def test_a_ceremony_beside_something_else_stays_in_its_room() -> None:
    day = the_day(
        a_session(1, "09:00", "10:00", room_id=1, kind=SessionKind.CEREMONY),
        a_session(2, "09:30", "10:00", room_id=2),
    )

    assert day.blocks[1] == Block(0, 2, 0, 1)


def test_lunch_leaves_the_hall_to_the_press() -> None:
    day = the_day(
        a_session(1, "12:00", "12:20", room_id=1, kind=SessionKind.CEREMONY),
        a_session(2, "12:00", "13:30", room_id=None, all_rooms=True, kind=SessionKind.BREAK),
        a_session(3, "14:00", "15:00", room_id=3),
        a_session(4, "14:00", "15:00", room_id=2),
    )

    assert day.columns == (Column(3, 0, 1), Column(1, 1, 1), Column(2, 2, 1))
    assert day.blocks[1].track == 1
    assert day.blocks[2] == Block(0, 2, 0, 1)


def test_what_overlaps_in_a_room_stands_side_by_side_and_takes_what_is_free() -> None:
    day = the_day(
        a_session(1, "09:00", "11:00", room_id=1),
        a_session(2, "09:30", "10:30", room_id=1),
        a_session(3, "11:00", "12:00", room_id=1),
        a_session(4, "09:00", "10:00", room_id=2),
    )

    assert day.columns == (Column(1, 0, 2), Column(2, 2, 1))
    assert (day.blocks[1].track, day.blocks[2].track) == (0, 1)
    assert day.blocks[3] == Block(4, 1, 0, 2)


def test_a_break_that_finds_no_room_free_has_a_column_of_its_own() -> None:
    day = the_day(
        a_session(1, "12:00", "13:00", room_id=1),
        a_session(2, "12:00", "13:00", room_id=None, all_rooms=True, kind=SessionKind.BREAK),
    )

    assert day.columns == (Column(1, 0, 1), Column(Place.EVERYONE, 1, 1))
    assert day.blocks[2] == Block(0, 1, 1, 1)


def test_a_session_across_midnight_is_cut_at_the_edge_and_is_on_both_days() -> None:
    first, second = grids(
        a_session(1, "22:00", "2026-06-29T01:00", room_id=1),
        a_session(2, "2026-06-29T09:00", "2026-06-29T10:00", room_id=1),
    )

    (before,) = first.pieces
    after, _morning = second.pieces
    midnight = wall("2026-06-29T00:00")
    assert (before.ends, before.carried, before.goes_on) == (midnight, False, True)
    assert (after.starts, after.carried, after.goes_on) == (midnight, True, False)
    assert (first.lines[-1], second.lines[0]) == (midnight, midnight)


def test_a_session_until_midnight_is_on_one_day() -> None:
    assert the_day(a_session(1, "22:00", "2026-06-29T00:00")).day == FIRST


def test_as_a_table_it_has_each_session_once_and_what_is_free_as_one_cell() -> None:
    day = the_day(
        a_session(1, "09:00", "10:00", room_id=3),
        a_session(2, "09:00", "09:30", room_id=1),
        a_session(3, "10:15", "11:00", room_id=2),
        a_session(4, "11:00", "11:30", room_id=None, all_rooms=True, kind=SessionKind.BREAK),
    )

    assert [
        (f"{row.starts:%H:%M}", [(c.piece and c.piece.key, c.rows, c.tracks) for c in row.cells])
        for row in day.rows()
    ] == [
        ("09:00", [(1, 2, 1), (2, 1, 1), (None, 1, 1)]),
        ("09:30", [(None, 1, 2)]),
        ("10:00", [(None, 1, 3)]),
        ("10:15", [(None, 1, 2), (3, 1, 1)]),
        ("11:00", [(4, 1, 3)]),
    ]


@given(lists)
def test_a_table_fills_every_row(held: list[SessionFacts]) -> None:
    for day in grids(*held):
        rows = day.rows()
        reach = [0] * len(rows)
        for number, row in enumerate(rows):
            for cell in row.cells:
                for covered in range(number, number + cell.rows):
                    reach[covered] += cell.tracks
        assert reach == [day.tracks] * len(rows)
        assert [piece for row in rows for piece in row.pieces] == list(day.pieces)


@given(lists)
def test_every_session_has_its_place_on_each_of_its_days(held: list[SessionFacts]) -> None:
    days = grids(*held)

    lasting = Counter(
        (session.id, day.day)
        for session in held
        for day in days
        if session.starts < datetime.combine(day.day, datetime.min.time()) + timedelta(days=1)
        and datetime.combine(day.day, datetime.min.time()) < session.ends
    )
    assert Counter((piece.key, day.day) for day in days for piece in day.pieces) == lasting
    for day in days:
        assert set(day.blocks) == {piece.key for piece in day.pieces}


@given(lists)
def test_no_two_share_a_cell_and_each_lasts_as_long_as_its_rows(held: list[SessionFacts]) -> None:
    for day in grids(*held):
        for one, other in combinations(day.blocks.values(), 2):
            assert not one.meets(other)
        for piece in day.pieces:
            block = day.blocks[piece.key]
            assert day.lines[block.row] == piece.starts
            assert day.lines[block.row + block.rows] == piece.ends
            assert 0 <= block.track < block.track + block.tracks <= day.tracks
            assert block.tracks > 0


@given(lists)
def test_a_session_stands_in_the_column_of_its_room(held: list[SessionFacts]) -> None:
    for day in grids(*held):
        columns = {column.where: column for column in day.columns}
        for piece in day.pieces:
            session, block = piece.session, day.blocks[piece.key]
            if session.all_rooms or session.room_id is None:
                continue
            column = columns[session.room_id]
            alone = not any(piece.overlaps(p) for p in day.pieces if p.key != piece.key)
            if session.kind in FOR_ALL and alone:
                assert (block.track, block.tracks) == (0, day.tracks)
            else:
                assert column.first <= block.track
                assert block.track + block.tracks <= column.first + column.tracks


@given(lists)
def test_a_room_has_no_more_tracks_than_sessions_at_once(held: list[SessionFacts]) -> None:
    for day in grids(*held):
        assert [column.first for column in day.columns] == [
            sum(column.tracks for column in day.columns[:n]) for n in range(len(day.columns))
        ]
        for column in day.columns:
            if column.where in {Place.EVERYONE, Place.ELSEWHERE}:
                continue
            here = [p for p in day.pieces if _home(p.session) == column.where]
            at_once = max(sum(p.starts <= q.starts < p.ends for p in here) for q in here)
            assert column.tracks == at_once


@given(lists, st.randoms())
def test_the_order_in_which_sessions_are_told_makes_no_difference(
    held: list[SessionFacts], chance: object
) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # its types don't tell

    assert grids(*shuffled) == grids(*held)


def test_a_thousand_sessions_are_laid_out() -> None:
    programme: Programme = make.a_programme(sessions=1000)

    assert sum(len(day.pieces) for day in timetable(programme)) == 1000


def _home(session: SessionFacts) -> object:
    if session.all_rooms:
        return None
    return session.room_id or (Place.ONLINE if session.online else Place.ELSEWHERE)
