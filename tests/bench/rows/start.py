"""How soon the server answers, on a database that is there."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.bench import processes
from tests.bench.house import House
from tests.bench.results import Figure

REACH = 2.0
TIMES = 5


def measure(house: House) -> Iterator[Figure]:
    """From the command to the first 200, several times over; web alone and with the worker."""
    for options, word in ((("--no-worker",), "web"), (("--worker",), "web and worker")):
        times = [_start(house, *options) for _ in range(3 if house.quick else TIMES)]
        middle = statistics.median(times)
        yield Figure(
            what=f"start of the server with a database ({word})",
            reach=f"<= {REACH:.0f} s",
            measured=f"{middle:.2f} s ({min(times):.2f}-{max(times):.2f})",
            met=middle <= REACH,
            values={"seconds": middle},
        )


def _start(house: House, *options: str) -> float:
    server = house.serve(house.instance, *options)
    processes.end(server.process)
    return server.started_in
