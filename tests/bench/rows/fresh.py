"""`make run` of a fresh clone: from nothing to the first page."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from forumapp.config import ROOT
from tests.bench import processes
from tests.bench.house import House, wait_for
from tests.bench.results import Figure

REACH = 90.0
LONGEST = 600.0


def measure(house: House) -> Iterator[Figure]:
    """Twice: the first fills the package cache where it is cold, the second counts."""
    warming, _ = _first_page(house, house.folder / "clone-1")
    seconds, steps = _first_page(house, house.folder / "clone-2")
    yield Figure(
        what="make run of a fresh clone, nothing to first page, warm package cache",
        reach=f"<= {REACH:.0f} s",
        measured=f"{seconds:.0f} s",
        met=seconds <= REACH,
        note=f"{steps}; the run before took {warming:.0f} s",
        values={"seconds": seconds, "before": warming},
    )


def _first_page(house: House, clone: Path) -> tuple[float, str]:
    """Seconds to the first page, and the steps that were printed."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    port = processes.free_port()
    began = time.monotonic()
    process = house.started.start(["make", "run"], env={"PORT": str(port)}, cwd=clone)
    wait_for(f"http://127.0.0.1:{port}/", process, seconds=LONGEST)
    seconds = time.monotonic() - began
    said = house.started.log(-1).read_text().splitlines()
    processes.end(process)
    steps = [" ".join(line.split()) for line in said if line.strip()[:1].isdigit()]
    return seconds, "; ".join(steps)
