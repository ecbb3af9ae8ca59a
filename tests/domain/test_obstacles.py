"""What a session would clash with, known before it is put anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.clashes import (
    Absence,
    ClashKind,
    Obstacle,
    Plan,
    Planned,
    Task,
    find,
    obstacles,
    placed,
)
from tests.domain.test_clashes import RULES, TEN, a_duty, a_session, at, plans, rooms

TOLD = {ClashKind.ROOM, ClashKind.VIDEO_ROOM, ClashKind.PERSON, ClashKind.UNAVAILABLE}


@st.composite
def moves(draw: st.DrawFn) -> tuple[Plan, int, Plan]:
    """A plan, a session of it, and the plan with that session somewhere else."""
    plan = draw(plans().filter(lambda plan: plan.sessions))
    plan = replace(plan, duties=tuple(_partly(draw, plan)))
    mine = draw(st.sampled_from(plan.sessions))
    starts = at(draw(st.integers(0, 12)))
    ends = starts + draw(st.integers(1, 8)) * TEN
    place = {"room_id": draw(rooms), "video_room_id": draw(rooms)}
    return plan, mine.id, placed(plan, mine.id, starts=starts, ends=ends, **place)


def _partly(draw: st.DrawFn, plan: Plan):  # type: ignore[no-untyped-def]  # whatever the strategy draws
    """Some shifts begin later or end earlier than their session, and some speakers have a turn."""
    for duty in plan.duties:
        length = (duty.ends - duty.starts) // TEN
        first = draw(st.integers(0, length - 1))
        last = draw(st.integers(first + 1, length))
        part = (duty.starts + first * TEN, duty.starts + last * TEN)
        if duty.task is Task.INTERPRETS:
            yield replace(duty, starts=part[0], ends=part[1])
        else:
            yield replace(duty, turn=draw(st.none() | st.just(part)))


@given(moves())
def test_overlapping_an_obstacle_is_what_is_found_afterwards(move: tuple[Plan, int, Plan]) -> None:
    before, number, after = move
    (there,) = (session for session in after.sessions if session.id == number)

    foreseen = {one.clash.key for one in obstacles(before, number) if one.meets(there)}
    found = {c.key for c in find(after) if c.kind in TOLD and number in c.sessions}

    assert foreseen == found


@given(moves())
def test_a_move_leaves_what_the_others_clash_with_alone(move: tuple[Plan, int, Plan]) -> None:
    before, number, after = move

    def others(plan: Plan) -> set[str]:
        return {c.key for c in find(plan) if c.kind in TOLD and number not in c.sessions}

    assert others(after) == others(before)


def met(plan: Plan, mine: Planned, **place: object) -> list[Obstacle]:
    return [one for one in obstacles(plan, mine.id) if one.meets(replace(mine, **place))]  # type: ignore[arg-type]  # a test gives what it names


def test_a_taken_room_is_an_obstacle_in_that_room_alone() -> None:
    mine, other = a_session(1, 0, room_id=1), a_session(2, 10, room_id=2)
    plan = Plan(rules=RULES, sessions=(mine, other))
    later = {"starts": at(12), "ends": at(18)}

    (obstacle,) = met(plan, mine, **later, room_id=2)

    assert (obstacle.clash.kind, obstacle.clash.sessions) == (ClashKind.ROOM, (1, 2))
    assert (obstacle.starts, obstacle.ends, obstacle.room_id) == (at(10), at(16), 2)
    assert met(plan, mine, **later, room_id=3) == []
    assert met(plan, mine, starts=at(16), ends=at(22), room_id=2) == []


def test_a_break_of_all_rooms_is_one_wherever_the_session_is_put() -> None:
    mine, pause = a_session(1, 0, room_id=1), a_session(2, 10, all_rooms=True)
    plan = Plan(rules=RULES, sessions=(mine, pause))

    for room in (None, 1, 9):
        (obstacle,) = met(plan, mine, starts=at(12), ends=at(18), room_id=room)
        assert obstacle.clash.room_id is None


def test_who_cannot_come_hinders_no_other_turn_of_the_session() -> None:
    mine = a_session(1, 0)
    duty = a_duty(mine, turn=(at(4), at(6)))
    away = Absence(who="a", starts=at(20), ends=at(30), note="Flies home")
    plan = Plan(rules=RULES, sessions=(mine,), duties=(duty,), absences=(away,))

    (obstacle,) = met(plan, mine, starts=at(15), ends=at(21))

    assert (obstacle.after, obstacle.until) == (timedelta(minutes=40), timedelta(hours=1))
    assert obstacle.clash.facts == {"note": "Flies home"}
    assert met(plan, mine, starts=at(14), ends=at(22)) == []
