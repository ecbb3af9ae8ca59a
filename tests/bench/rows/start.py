"""How soon the server answers, on a database that is there."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.bench import processes, usage
from tests.bench.house import House
from tests.bench.results import Figure

REACH = 2.0
TIMES = 5


def measure(house: House) -> Iterator[Figure]:
    """From the command to the first 200, several times over; web alone and with the worker."""
    for option, word in (("--no-worker", "web"), ("--worker", "web and worker")):
        starts = [_start(house, option) for _ in range(3 if house.quick else TIMES)]
        times = sorted(seconds for seconds, _ in starts)
        middle = statistics.median(times)
        yield Figure(
            what=f"start of the server with a database ({word})",
            reach=f"<= {REACH:.0f} s",
            measured=f"{middle:.2f} s ({times[0]:.2f}-{times[-1]:.2f})",
            met=middle <= REACH,
            note=f"{min(taken for _, taken in starts):.2f} s of processor",
            values={"seconds": middle, "quickest": times[0]},
        )


def _start(house: House, option: str) -> tuple[float, float]:
    """Seconds, and processor seconds of all processes, to the first page."""
    server = house.serve(house.instance, option)
    taken = usage.processor(usage.family(server.process.pid))
    processes.end(server.process)
    return server.started_in, taken
