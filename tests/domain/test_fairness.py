"""Fairness of the clock: the hours of each delegation, and the start that harms the fewest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes import Hours, Planned, Rules
from forumapp.domain.fairness import FURTHEST, STEP, clocks, suggestions

DAY = date(2027, 3, 9)
ZONES = {1: "Asia/Yangon", 2: "Asia/Shanghai", 3: "Asia/Dili", 4: "Europe/London", 5: "Asia/Yangon"}


def rules(zone: str = "Asia/Shanghai") -> Rules:
    return Rules(zone=zone, first_day=DAY, last_day=DAY)


def sessions(*hours: tuple[float, float], zone_offset: float = 8) -> tuple[Planned, ...]:
    """Sessions from one hour of the venue's clock to another."""
    midnight = datetime(2027, 3, 9, tzinfo=UTC) - timedelta(hours=zone_offset)
    return tuple(
        Planned(
            id=number,
            kind=SessionKind.PLENARY,
            part_id=1,
            day=DAY,
            starts=midnight + timedelta(hours=start),
            ends=midnight + timedelta(hours=end),
        )
        for number, (start, end) in enumerate(hours)
    )


def test_each_zone_has_its_own_hours_the_worst_off_first() -> None:
    found = clocks(sessions((9, 12), (14, 17)), ZONES, rules())

    assert [(one.zone, one.delegations, one.minutes) for one in found] == [
        ("Europe/London", (4,), 180),
        ("Asia/Yangon", (1, 5), 0),
        ("Asia/Shanghai", (2,), 0),
        ("Asia/Dili", (3,), 0),
    ]
    (london,) = found[0].days
    assert (london.starts.time(), london.ends.time()) == (time(1), time(9))
    assert london.worst == datetime.combine(DAY, time(1))
    yangon = found[1].days[0]
    assert (yangon.starts.time(), yangon.ends.time()) == (time(7, 30), time(15, 30))


def test_the_suggested_start_harms_the_fewest() -> None:
    """From 05:30 in Beijing it is night in Yangon; half an hour after 07:30 it is for nobody."""
    (better,) = suggestions(sessions((5.5, 8)), {1: "Asia/Yangon", 2: "Asia/Shanghai"}, rules())

    assert (better.by, better.starts.time()) == (timedelta(hours=2), time(7, 30))
    assert (better.harmed_now, better.harmed) == (2, 0)
    assert (better.minutes_now, better.minutes) == (150, 0)


def test_a_day_that_harms_nobody_is_left_as_it_is() -> None:
    assert suggestions(sessions((9, 17)), {1: "Asia/Yangon"}, rules()) == ()


def test_hours_that_the_event_names_count_like_the_night() -> None:
    prayer = replace(rules(), quiet=(Hours(time(12), time(13), "Prayer"),))

    (clock,) = clocks(sessions((11.5, 13)), {2: "Asia/Shanghai"}, prayer)

    assert (clock.minutes, clock.days[0].worst_hours) == (60, "Prayer")


def test_sessions_beside_each_other_are_sat_through_once() -> None:
    (clock,) = clocks(sessions((22, 23), (22, 23), (22.5, 23.5)), {2: "Asia/Shanghai"}, rules())

    assert clock.minutes == 90


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 46), st.integers(1, 6)), min_size=1, max_size=4),
    st.lists(st.sampled_from(sorted(set(ZONES.values()))), min_size=1, max_size=4),
)
def test_no_other_move_harms_fewer(spans: list[tuple[int, int]], zones: list[str]) -> None:
    plan = sessions(*((start / 2, (start + length) / 2) for start, length in spans))
    homes = dict(enumerate(zones))

    def harmed(by: timedelta) -> int:
        moved = tuple(replace(s, starts=s.starts + by, ends=s.ends + by) for s in plan)
        return sum(
            len(clock.delegations) for clock in clocks(moved, homes, rules()) if clock.minutes
        )

    def stays(by: timedelta) -> bool:
        beijing = timedelta(hours=8)
        return all((s.starts + by + beijing).date() == DAY for s in plan)

    steps = FURTHEST // STEP
    fewest = min(harmed(STEP * n) for n in range(-steps, steps + 1) if stays(STEP * n))
    suggested = suggestions(plan, homes, rules())
    by = suggested[0].by if suggested else timedelta()
    assert harmed(by) == fewest
    if suggested:
        assert (suggested[0].harmed, suggested[0].harmed_now) == (fewest, harmed(timedelta()))
