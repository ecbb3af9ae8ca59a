"""The parent's side: a process that is asked by lines and watched from outside."""

from __future__ import annotations

import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# All that a child may know of its surroundings: no secret of the product is among it.
_PASSED_ON = frozenset({"PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"})
_PASSED_ON_PREFIXES = ("FONTCONFIG_", "XDG_", "LC_", "COVERAGE_")
_WATCH_SECONDS = 0.25
# What Python and the C libraries say when the limit stops them.
_SIGNS_OF_MEMORY = ("MemoryError", "allocate", "Error creating thread")


class End(StrEnum):
    """Why a process is of no use any more."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class Ended(Exception):
    """The process is gone, or must be ended, because of a limit or a fault."""

    def __init__(self, end: End, detail: str) -> None:
        super().__init__(detail)
        self.end, self.detail = end, detail


class Process:
    """A module of ours as a process in `folder`; it starts at once and must be ended.

    `megabytes` is the memory that it may really use while an answer is waited for.
    """

    def __init__(self, module: str, *arguments: str, folder: Path, megabytes: int) -> None:
        self._megabytes = megabytes
        self._unread = b""
        self._errors = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  open while the process lives
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._tasks, self._answers = self._process.stdin, self._process.stdout

    def send(self, line: str) -> None:
        """Hand it a task; raises `Ended`."""
        try:
            self._tasks.write(f"{line}\n".encode())
            self._tasks.flush()
        except OSError:
            raise self._gone() from None

    def line(self, seconds: float) -> bytes:
        """Its next line, at most so many seconds from now; raises `Ended`."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Ended(End.TIME, f"took longer than {seconds:g} s")
                if selector.select(min(left, _WATCH_SECONDS)):
                    self._unread += self._part()
                elif resident_bytes(self._process.pid) > self._megabytes * 2**20:
                    raise self._too_large()
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._tasks, self._answers, self._errors):
            with suppress(OSError):
                stream.close()

    def _part(self) -> bytes:
        part = os.read(self._answers.fileno(), 65536)
        if not part:
            raise self._gone()
        return part

    def _too_large(self) -> Ended:
        return Ended(End.MEMORY, f"needs more than {self._megabytes} MB")

    def _gone(self) -> Ended:
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace")
        if code == -signal.SIGKILL or any(sign in said for sign in _SIGNS_OF_MEMORY):
            return self._too_large()
        if code in (-signal.SIGALRM, -signal.SIGXCPU):
            return Ended(End.TIME, "took too long")
        last = (said.strip().splitlines() or [""])[-1]
        return Ended(End.CRASH, f"the process ended with {code}: {last[:300]}")


def resident_bytes(pid: int) -> int:
    """The memory that a process holds now; 0 where the system doesn't tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)
    }
    own = {"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    return {**kept, **own, "TMPDIR": str(folder)}
