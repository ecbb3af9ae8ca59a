"""make bench: measure every row, print the table, keep it in bench-results/."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType

import click

from tests.bench import results
from tests.bench.house import House
from tests.bench.load import Client
from tests.bench.processes import Processes
from tests.bench.results import Figure
from tests.bench.rows import ROWS, fresh

SECONDS, ROUNDS = 2, 5


@click.command()
@click.option("--only", multiple=True, type=click.Choice([*ROWS]), help="Just this row.")
@click.option("--quick", is_flag=True, help="Half as long; the figures vary more.")
@click.option("--fresh", "with_fresh", is_flag=True, help="Also `make run` of fresh clones.")
@click.option("--own-client", is_flag=True, help="Don't use wrk where it is installed.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a reach is missed.")
def main(
    only: Sequence[str], quick: bool, with_fresh: bool, own_client: bool, strict: bool
) -> None:
    """Measure speed and memory, each beside a hello-world page on the same server."""
    signal.signal(signal.SIGTERM, _leave)
    began = time.monotonic()
    facts = results.circumstances()
    client = Client(own=own_client, seconds=SECONDS // 2 if quick else SECONDS, rounds=ROUNDS)
    rows = {name: row for name, row in ROWS.items() if not only or name in only}
    if with_fresh:
        rows["fresh"] = fresh.measure
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="forumapp-bench-") as place:
        folder = Path(place)
        with Processes(folder / "logs") as started:
            house = House(folder, started, client, quick=quick)
            for name, row in rows.items():
                figures += _measure(name, row(house))
    facts |= {"client": client.name, "lasted": f"{time.monotonic() - began:.0f} s"}
    facts["load average, end"] = results.circumstances()["load average"]
    path = results.write(figures, facts)
    click.echo(f"\n{results.table(figures)}\n")
    for name, value in facts.items():
        click.echo(f"{name}: {value}")
    missed = results.missed(figures)
    click.echo(f"{len(missed)} missed of {len(figures)}; kept in {path}.md and .json")
    sys.exit(1 if strict and missed else 0)


def _measure(name: str, row: Iterable[Figure]) -> list[Figure]:
    """The figures of a row, told as they come; one that breaks is a line, not the end."""
    found: list[Figure] = []
    try:
        for figure in row:
            click.echo(f"{figure.mark:>6}  {figure.what}: {figure.measured}", err=True)
            found.append(figure)
    except Exception as error:  # noqa: BLE001  a row may break in any way; the others go on
        click.echo(f"broken  {name}: {error}", err=True)
        found.append(results.broken(name, error=error))
    return found


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


if __name__ == "__main__":
    main()
