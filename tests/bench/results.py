"""What was measured, what it should reach, and the table of both."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from forumapp.config import ROOT

FOLDER = ROOT / "bench-results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `met` is None when nothing could be measured, or has no reach."""

    what: str
    reach: str = ""
    measured: str
    met: bool | None = None
    note: str = ""
    values: dict[str, float] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return {True: "ok", False: "MISSED", None: "-"}[self.met]


def skipped(what: str, *, reach: str, reason: str) -> Figure:
    """A line that says why nothing was measured."""
    return Figure(what=what, reach=reach, measured="not measured", note=reason)


def broken(what: str, *, error: Exception) -> Figure:
    """A line for a row that broke: nothing that was promised has been seen."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Figure(what=what, measured="broken", met=False, note=reason)


def circumstances() -> dict[str, str]:
    """When, where and how busy: a figure means little without them."""
    load = " ".join(f"{part:.2f}" for part in os.getloadavg())
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {_processor()}, {platform.system()}",
        "python": platform.python_version(),
        "commit": _commit(),
        "load average": load,
    }


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown that also reads well in a terminal."""
    head = ("what", "reach", "measured", "", "note")
    rows = [(f.what, f.reach, f.measured, f.mark, f.note) for f in figures]
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    return "\n".join(lines + [_line(row, widths) for row in rows])


def write(figures: Sequence[Figure], facts: dict[str, str]) -> Path:
    """Keep the run as Markdown and JSON, named by its time; the path without its suffix."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    about = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    path.with_suffix(".md").write_text(f"{about}\n\n{table(figures)}\n")
    record = {**facts, "figures": [asdict(figure) for figure in figures]}
    path.with_suffix(".json").write_text(json.dumps(record, indent=1, ensure_ascii=False))
    return path


def missed(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.met is False]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
