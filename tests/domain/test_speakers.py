"""The running order of a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.speakers import (
    SpeakerFacts,
    SpeakerMode,
    SpeakerStatus,
    SpeakingPart,
    moved,
    overrun,
    running_order,
    turns_from,
)

wall = datetime.fromisoformat
NINE = wall("2026-06-28T09:00")

lines = st.builds(
    SpeakerFacts,
    id=st.integers(1, 10_000),
    person_id=st.integers(1, 10_000),
    part=st.sampled_from(SpeakingPart),
    minutes=st.integers(0, 240),
    mode=st.sampled_from(SpeakerMode),
    status=st.sampled_from(SpeakerStatus),
)
lists = st.lists(lines, max_size=20, unique_by=lambda line: line.id)


def a_line(number: int, minutes: int, **given: object) -> SpeakerFacts:
    return SpeakerFacts(
        id=number,
        person_id=number,
        part=SpeakingPart.ADDRESS,
        minutes=minutes,
        **given,  # type: ignore[arg-type]  # a test gives what it names
    )


def test_a_turn_starts_when_the_minutes_before_it_are_over() -> None:
    chair, first, gone, second = (
        a_line(1, 0),
        a_line(2, 15),
        a_line(3, 40, status=SpeakerStatus.DECLINED),
        a_line(4, 10),
    )
    assert running_order(NINE, (chair, first, gone, second)) == (
        (chair, None),
        (first, NINE),
        (second, wall("2026-06-28T09:15")),
    )


@given(lists)
def test_the_last_turn_ends_after_the_sum_of_the_minutes(speakers: list[SpeakerFacts]) -> None:
    turns = [(line, start) for line, start in running_order(NINE, speakers) if start]
    ends = turns[-1][1] + timedelta(minutes=turns[-1][0].minutes) if turns else NINE
    spoken = sum(speaker.minutes for speaker in speakers if speaker.status.speaks)
    assert ends == NINE + timedelta(minutes=spoken)


@given(lists)
def test_the_order_of_the_list_is_kept(speakers: list[SpeakerFacts]) -> None:
    order = running_order(NINE, speakers)
    assert [line for line, _ in order] == [line for line in speakers if line.status.speaks]
    starts = [start for _, start in order if start]
    assert starts == sorted(set(starts))


@given(lists, st.sampled_from([SpeakerStatus.DECLINED, SpeakerStatus.REPLACED]), lines)
def test_who_does_not_speak_takes_no_time(
    speakers: list[SpeakerFacts], status: SpeakerStatus, other: SpeakerFacts
) -> None:
    silent = a_line(99_999, other.minutes, status=status)
    for place in range(len(speakers) + 1):
        longer = [*speakers[:place], silent, *speakers[place:]]
        assert running_order(NINE, longer) == running_order(NINE, speakers)


@given(lists, st.integers(-600, 600))
def test_moving_the_session_moves_every_turn_with_it(
    speakers: list[SpeakerFacts], shift: int
) -> None:
    later = NINE + timedelta(minutes=shift)
    assert [
        start and start + timedelta(minutes=shift) for _, start in running_order(NINE, speakers)
    ] == [start for _, start in running_order(later, speakers)]


@given(lists, st.integers(0, 600))
def test_who_comes_after_a_minute_is_whose_turn_has_not_begun_by_then(
    speakers: list[SpeakerFacts], minutes: int
) -> None:
    numbered = [replace(line, id=number) for number, line in enumerate(speakers)]
    later = turns_from(minutes, numbered)
    assert later == tuple(range(len(numbered) - len(later), len(numbered)))
    cut = NINE + timedelta(minutes=minutes)
    for line, start in running_order(NINE, numbered):
        if start:
            assert (line.id in later) is (start >= cut)


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_moving_one_keeps_the_order_of_the_others(order: list[int], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(order))
    step = data.draw(st.integers(-30, 30))
    after = moved(order, key, step=step)
    assert [other for other in after if other != key] == [other for other in order if other != key]
    wanted = min(max(order.index(key) + step, 0), len(order) - 1)
    assert after.index(key) == wanted


def test_a_key_that_is_not_in_the_list_cannot_be_moved() -> None:
    with pytest.raises(ValueError, match="not in"):
        moved((1, 2), 7, step=1)


@pytest.mark.parametrize(("length", "spoken", "over"), [(60, 50, 0), (60, 60, 0), (60, 75, 15)])
def test_what_exceeds_the_session_is_counted(length: int, spoken: int, over: int) -> None:
    assert overrun(length, spoken) == over
