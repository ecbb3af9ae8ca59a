"""The times and codes of sessions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain import clock
from forumapp.domain.agenda import CODE, LONGEST, check_times, free_code, minutes
from forumapp.domain.errors import Invalid

wall = datetime.fromisoformat
FIRST, LAST = date(2026, 3, 28), date(2026, 3, 30)
NINE = wall("2026-03-28T09:00")
ZONES = ("Asia/Shanghai", "Asia/Yangon", "Asia/Dili", "Europe/Berlin", "Australia/Lord_Howe", "UTC")


def refused(starts: datetime, ends: datetime, *, zone: str = "Asia/Yangon") -> dict[str, str]:
    try:
        check_times(starts, ends, zone=zone, first_day=FIRST, last_day=LAST)
    except Invalid as error:
        return dict(error.errors)
    return {}


@pytest.mark.parametrize(
    ("starts", "ends", "errors"),
    [
        (NINE, wall("2026-03-28T10:30"), {}),
        (NINE, NINE, {"ends": "ends_before_start"}),
        (NINE, wall("2026-03-28T08:59"), {"ends": "ends_before_start"}),
        (wall("2026-03-28T22:00"), wall("2026-03-29T01:00"), {}),
        (wall("2026-03-30T22:00"), wall("2026-03-31T01:00"), {}),
        (wall("2026-03-31T09:00"), wall("2026-03-31T10:00"), {"starts": "outside_event"}),
        (wall("2026-03-27T23:00"), wall("2026-03-28T01:00"), {"starts": "outside_event"}),
        (NINE, wall("2026-03-29T09:00"), {}),
        (NINE, wall("2026-03-29T09:01"), {"ends": "too_long"}),
    ],
)
def test_times_run_forwards_within_the_event(
    starts: datetime, ends: datetime, errors: dict[str, str]
) -> None:
    assert refused(starts, ends) == errors


def test_a_time_that_the_clock_skips_is_refused_where_it_stands() -> None:
    skipped = wall("2026-03-29T02:30")
    after = wall("2026-03-29T04:00")
    assert refused(skipped, after, zone="Europe/Berlin") == {"starts": "no_such_time"}
    assert refused(NINE, skipped, zone="Europe/Berlin") == {"ends": "no_such_time"}
    assert refused(skipped, skipped, zone="Europe/Berlin") == {
        "starts": "no_such_time",
        "ends": "no_such_time",
    }
    assert refused(skipped, after, zone="Asia/Yangon") == {}


walls = st.datetimes(wall("2026-03-26T00:00"), wall("2026-04-02T00:00")).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(starts=walls, ends=walls, zone=st.sampled_from(ZONES))
def test_what_passes_exists_runs_forwards_and_starts_on_a_day_of_the_event(
    starts: datetime, ends: datetime, zone: str
) -> None:
    errors = refused(starts, ends, zone=zone)
    if errors:
        assert set(errors) <= {"starts", "ends"}
        return
    length = clock.instant(ends, zone) - clock.instant(starts, zone)
    assert clock.exists(starts, zone)
    assert clock.exists(ends, zone)
    assert timedelta() < length <= LONGEST
    assert FIRST <= starts.date() <= LAST


@given(starts=walls, length=st.integers(1, 1440))
def test_every_length_of_a_day_passes_where_clocks_never_change(
    starts: datetime, length: int
) -> None:
    ends = starts + timedelta(minutes=length)
    inside = FIRST <= starts.date() <= LAST
    assert refused(starts, ends) == ({} if inside else {"starts": "outside_event"})
    assert minutes(starts, ends) == length


@pytest.mark.parametrize(
    ("taken", "like", "free"),
    [
        ([], "", "S1"),
        (["P01", "P02", "S1"], "", "P03"),
        (["P01", "S9"], "S9", "S10"),
        (["OPEN", "CLOSE"], "", "S1"),
        (["A-9", "A-10"], "", "A-11"),
        (["2022.1", "2022.9"], "", "2022.10"),
        (["S1"], "OPEN", "S2"),
    ],
)
def test_the_next_code_follows_the_series_in_use(taken: list[str], like: str, free: str) -> None:
    assert free_code(taken, like=like) == free


@given(
    taken=st.lists(st.from_regex(CODE, fullmatch=True)), like=st.from_regex(CODE, fullmatch=True)
)
def test_a_free_code_is_a_code_and_free(taken: list[str], like: str) -> None:
    code = free_code(taken, like=like)
    assert CODE.fullmatch(code)
    assert code not in taken


@pytest.mark.parametrize("code", ["", "a1", "S 1", "S/1", "../S1", "S1\n", "S" * 21, "-S1", "S1."])
def test_a_code_can_stand_in_an_address(code: str) -> None:
    assert not CODE.fullmatch(code)
