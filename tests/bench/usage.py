"""What processes take of memory (MB) and processor (s), as Linux tells in /proc; 0 elsewhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def resident(pid: int) -> float:
    """The resident memory of a process, shared libraries included."""
    return _field(pid, "status", "VmRSS:")


def proportional(pids: Iterable[int]) -> float:
    """The memory of processes together: a page that they share is counted once."""
    return sum(_field(pid, "smaps_rollup", "Pss:") for pid in pids)


def processor(pids: Iterable[int]) -> float:
    """The processor time that processes have taken so far, with that of children that ended."""
    ticks = sum(_stat(pid, field) or 0 for pid in pids for field in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


class Peak:
    """Watches a process and its children from a thread; `most` is the most they took together."""

    def __init__(self, pid: int, *, every: float = 0.1) -> None:
        self.most = 0.0
        self._pid, self._every = pid, every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(self._every):
            self.most = max(self.most, proportional(family(self._pid)))


def family(pid: int) -> list[int]:
    """A process, its children and theirs."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*"):
        if (parent := _stat(int(path.name), 1)) is not None:
            children.setdefault(parent, []).append(int(path.name))
    found, waiting = [pid], [pid]
    while waiting:
        more = children.get(waiting.pop(), [])
        found += more
        waiting += more
    return found


def began(pid: int) -> int | None:
    """When a process began, in ticks since the machine did: with its number, it names it."""
    return _stat(pid, 19)


def _stat(pid: int, position: int) -> int | None:
    """A number of /proc/<pid>/stat, counted after the name, which may hold anything."""
    try:
        return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[position])
    except (OSError, IndexError):
        return None


def _field(pid: int, file: str, name: str) -> float:
    try:
        lines = (PROC / str(pid) / file).read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
