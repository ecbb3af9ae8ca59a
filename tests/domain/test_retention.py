"""On which day something goes, and that nothing goes unannounced."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.retention import NOTICE, due, goes_on, shortest

LAST = date(2026, 11, 28)
DAYS = st.integers(0, 400)


def test_it_goes_so_many_days_after_the_last_and_never_on_it() -> None:
    assert goes_on(LAST, 30) == date(2026, 12, 28)
    assert goes_on(LAST, 0) == date(2026, 11, 29)
    assert goes_on(LAST, None) is None


def test_a_promise_isnt_made_longer() -> None:
    assert shortest(90, None, 30) == 30
    assert shortest(None, None) is None


@given(DAYS, DAYS)
def test_night_after_night_it_is_announced_a_week_before_it_goes(days: int, begun: int) -> None:
    """Whenever the first night comes, also long after the day."""
    goes, announced, first = goes_on(LAST, days), None, None
    assert goes is not None
    for night in range(begun, begun + 800):
        today = LAST + timedelta(days=night)
        announced, done = due(goes, announced, people=1, today=today)
        first = first or (today if announced else None)
        if done:
            assert first is not None
            assert today == max(goes, first + timedelta(days=NOTICE))
            return
    raise AssertionError("it never went")


def test_what_nobody_has_or_is_to_be_kept_longer_stands_announced_no_more() -> None:
    day = LAST + timedelta(days=3)
    assert due(day, day, people=0, today=LAST) == (None, False)
    assert due(None, day, people=1, today=day) == (None, False)
    later = day + timedelta(days=100)
    assert due(later, day, people=1, today=day) == (None, False)
