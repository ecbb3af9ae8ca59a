"""The first build of each page after a release."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.results import Figure
from tests.bench.rows.pages import LARGE, SMALL

REACH = 1.0


def measure(house: House) -> Iterator[Figure]:
    """Each page is asked for right after a release of its own, in a process that counts queries."""
    folder = house.copy_of_instance("builds")
    found = json.loads(house.inside(folder, "first-builds", SMALL, LARGE))
    for page, by_event in found.items():
        yield _figure(page, by_event[SMALL], by_event[LARGE])


def _figure(page: str, small: dict[str, float], large: dict[str, float]) -> Figure:
    constant = small["queries"] == large["queries"]
    more = "" if constant else f"; {small['queries']:.0f} queries in an event of 40"
    return Figure(
        what=f"first build after a release of 1,000: {page}",
        reach=f"<= {REACH:.0f} s, constant queries",
        measured=f"{large['seconds']:.2f} s, {large['queries']:.0f} queries",
        met=large["seconds"] <= REACH and constant,
        note=f"{large['processor']:.2f} s of processor; the slowest of eight at once waits "
        f"{large['rush']:.1f} s{more}",
        values=large,
    )
