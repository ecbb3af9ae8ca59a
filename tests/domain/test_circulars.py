"""What a circular says to whom, and when it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forumapp.domain.circulars import Placeholder, filled, leaves_at, unknown

TEN = datetime(2027, 3, 1, 10, tzinfo=UTC)


def test_each_placeholder_becomes_its_value_and_other_braces_stay() -> None:
    values: dict[str, str] = {Placeholder.NAME: "Ms. {link}", Placeholder.LINK: "https://x.example"}
    assert filled("{name}: {link} {nothing} {", values) == (
        "Ms. {link}: https://x.example {nothing} {"
    )


def test_what_is_no_placeholder_is_found_in_the_order_of_the_text() -> None:
    assert unknown("{name} {nmae} {link} {Event}") == ("nmae", "Event")
    assert unknown("none {here") == ()


@pytest.mark.parametrize(
    ("days", "leaves"),
    [
        (None, TEN),
        (0, datetime(2027, 3, 9, 2, 30, tzinfo=UTC)),  # nine in Yangon
        (3, datetime(2027, 3, 6, 2, 30, tzinfo=UTC)),
        (-2, datetime(2027, 3, 12, 2, 30, tzinfo=UTC)),  # two days after its last
    ],
)
def test_days_before_and_after_the_event_count_on_its_own_clock(
    days: int | None, leaves: datetime
) -> None:
    first, last = date(2027, 3, 9), date(2027, 3, 10)
    found = leaves_at(at=TEN, days_before=days, starts_on=first, ends_on=last, zone="Asia/Yangon")
    assert found == leaves
