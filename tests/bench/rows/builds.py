"""The first build of each page after a release."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.bench import processes
from tests.bench.house import House, environment
from tests.bench.results import Figure
from tests.bench.rows.pages import LARGE, SMALL

REACH = 1.0


def measure(house: House) -> Iterator[Figure]:
    """Each page is asked for right after a release of its own, in a process that counts queries."""
    folder = house.copy_of_instance("builds")
    run = processes.command("tests.bench.inside", "first-builds", SMALL, LARGE)
    found = json.loads(processes.run(run, env=environment(folder), timeout=600))
    for page, by_event in found.items():
        small, large = by_event[SMALL], by_event[LARGE]
        constant = small["queries"] == large["queries"]
        yield Figure(
            what=f"first build after a release of 1,000: {page}",
            reach=f"<= {REACH:.0f} s, constant queries",
            measured=f"{large['seconds']:.2f} s, {large['queries']} queries",
            met=large["seconds"] <= REACH and constant,
            note="" if constant else f"{small['queries']} queries in an event of 40",
            values={"seconds": large["seconds"], "queries": large["queries"]},
        )
