"""Verdicts at the door, and scans that add up to the same in any order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.domain.checkin.scans import (
    Direction,
    Presence,
    ScanFacts,
    Stay,
    corrected,
    merged,
    presences,
)
from forumapp.domain.checkin.verdicts import Badge, Finding, Place, Standing, Verdict, finding

CASES = json.loads(Path(__file__).with_name("door_verdicts.json").read_text())
NINE = datetime(2026, 6, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_door_answers(case: dict[str, Any]) -> None:
    raw = case["badge"]
    badge = raw and Badge(
        standing=Standing(raw["standing"]),
        places={int(part): Place(place) for part, place in raw["places"].items()},
    )

    found = finding(
        badge,
        part_id=case["part"],
        today=case["today"],
        inside=case.get("inside", False),
        leaving=case.get("leaving", False),
    )

    assert found is Finding(case["finding"])


def test_every_finding_has_a_case_and_a_colour() -> None:
    assert {case["finding"] for case in CASES} == {finding.value for finding in Finding}
    assert {finding.verdict for finding in Finding} == set(Verdict)


def minutes(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


scans = st.builds(
    ScanFacts,
    key=st.uuids().map(str),
    person_id=st.integers(1, 3),
    door_id=st.integers(1, 2),
    at=st.integers(0, 600).map(minutes),
    direction=st.sampled_from(Direction),
)


@given(st.lists(scans, max_size=20), st.data())
def test_any_order_and_any_repetition_come_to_the_same(
    made: list[ScanFacts], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(made), max_size=10)) if made else []
    mixed = data.draw(st.permutations([*made, *again]))

    assert merged(mixed) == merged(made)
    assert presences(mixed) == presences(made)


@given(st.lists(scans, max_size=20))
def test_every_entry_opens_a_stay_or_is_kept_as_a_double(made: list[ScanFacts]) -> None:
    found = presences(made)

    entries = [scan for scan in made if scan.direction is Direction.IN]
    stays = [stay for presence in found.values() for stay in presence.stays]
    doubles = [key for presence in found.values() for key in presence.doubles]
    assert len(stays) + len(doubles) == len(entries)
    assert all(stay.until is None or stay.since <= stay.until for stay in stays)


def test_two_doors_that_let_the_same_person_in_keep_both_and_flag_the_later() -> None:
    first = ScanFacts(key="b", person_id=1, door_id=1, at=minutes(0))
    second = ScanFacts(key="a", person_id=1, door_id=2, at=minutes(5))
    out = ScanFacts(key="c", person_id=1, door_id=2, at=minutes(30), direction=Direction.OUT)

    assert presences([out, second, first, second]) == {
        1: Presence(stays=(Stay(since=minutes(0), until=minutes(30)),), doubles=frozenset({"a"}))
    }


@given(st.integers(-100_000, 100_000), st.integers(0, 900), st.integers(0, 900))
def test_a_clock_that_is_off_makes_no_difference(skew: int, scanned: int, later: int) -> None:
    off = timedelta(minutes=skew)
    made, sent = minutes(scanned), minutes(scanned + later)

    assert corrected(made + off, sent_at=sent + off, received_at=sent) == made
