"""PDFs, built by the job's handler in a process of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import processes
from tests.bench.house import House, environment
from tests.bench.load import fetch
from tests.bench.results import Figure
from tests.bench.rows.pages import LARGE, SMALL

MEMORY = 700.0  # MB
SESSIONS = {100: 19, 200: 38, 400: 77}  # of events whose proceedings have about so many pages
LINEAR = 1.4  # how much more a page may cost in the longest volume than in the shortest


def measure(house: House) -> Iterator[Figure]:
    """Each starts with an empty cache; memory is that of all processes of the job together."""
    folder = house.copy_of_instance("volumes")
    yield _asked(house, folder)
    programme = "programme PDF of 40 sessions"
    yield _figure(programme, _build(house, folder, SMALL, "programme"), seconds=5)
    timetable = "timetable PDF of 1,000 sessions"
    yield _figure(timetable, _build(house, folder, LARGE, "programme"), seconds=15)
    costs = []
    for pages, sessions in SESSIONS.items():
        slug = f"volume-{pages}"
        house.inside(folder, "volume-event", slug, str(sessions))
        built = _build(house, folder, slug, "proceedings")
        costs.append(built["processor"] / built["pages"])
        longest = pages == max(SESSIONS)
        what = f"proceedings of {built['pages']:.0f} pages in six scripts"
        yield _figure(what, built, seconds=60 if longest else None, most=MEMORY)
    grows = costs[-1] / costs[0]
    yield Figure(
        what="cost of a page in the longest of these beside the shortest",
        reach=f"linear (<= {LINEAR})",
        measured=f"{grows:.2f}",
        met=grows <= LINEAR,
        note=", ".join(f"{cost * 1000:.0f} ms" for cost in costs) + " of processor a page",
        values={"ratio": grows},
    )


def _asked(house: House, folder: Path) -> Figure:
    """What a web process does for who asks for a volume that isn't built: it only orders it."""
    server = house.serve(folder)
    began = time.perf_counter()
    answer = fetch(f"{server.address}/events/{LARGE}/programme.pdf")
    seconds = time.perf_counter() - began
    processes.end(server.process)
    built = "pdf" in answer.headers.get("content-type", "")
    return Figure(
        what="asking for a PDF of 1,000 sessions that isn't built",
        reach="never in a web request",
        measured=f"{answer.status} in {seconds * 1000:.0f} ms",
        met=not built and seconds < 1,
        values={"seconds": seconds},
    )


def _figure(
    what: str, built: dict[str, float], *, seconds: float | None, most: float | None = None
) -> Figure:
    reach = [f"<= {seconds:.0f} s"] if seconds else []
    reach += [f"<= {most:.0f} MB"] if most else []
    quick = seconds is None or built["seconds"] <= seconds
    small = most is None or built["memory"] <= most
    return Figure(
        what=what,
        reach=", ".join(reach),
        measured=f"{built['seconds']:.1f} s, {built['memory']:.0f} MB",
        met=quick and small,
        note=f"{built['pages']:.0f} pages, {built['size'] / 1024:,.0f} KB, "
        f"{built['processor']:.1f} s of processor",
        values=built,
    )


def _build(house: House, folder: Path, slug: str, name: str) -> dict[str, float]:
    """Order a volume, build it, and watch the memory of the process and its children."""
    number = house.inside(folder, "order", slug, name)
    run = processes.command("tests.bench.inside", "build", number)
    said, most = processes.run_watched(run, env=environment(folder), timeout=600)
    return {**json.loads(said), "memory": most}
