"""One process that sets chapters, held to its limits from outside."""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from forumapp.render.pdf.document import Limits, Reason

_CHILD = "forumapp.render.pdf.child"
_ROOT = Path(__file__).parents[3]
# All that a child may know of its surroundings: no secret of the product is among it.
_PASSED_ON = frozenset({"PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"})
_PASSED_ON_PREFIXES = ("FONTCONFIG_", "XDG_", "LC_", "COVERAGE_")
_START_SECONDS = 60
_WATCH_SECONDS = 0.25
# What Python and the C libraries say when the limit stops them.
_SIGNS_OF_MEMORY = ("MemoryError", "allocate", "Error creating thread")


class Broken(Exception):
    """The process is gone or could not do its task; a new one may."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Process:
    """Starts at once; `ask` hands it the file of a task and waits for the answer."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._limits = limits
        self._unread = b""
        self._ready = False
        self._errors = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _CHILD, str(folder / "setup.json")],
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

    def ask(self, task: Path) -> dict[str, Any]:
        """The answer to a task; raises `Broken`, after which the process must be ended."""
        if not self._ready:
            self._answer(_START_SECONDS)
            self._ready = True
        try:
            self._tasks.write(f"{task}\n".encode())
            self._tasks.flush()
        except OSError:
            raise self._gone() from None
        return self._answer(self._limits.seconds)

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._tasks, self._answers, self._errors):
            with suppress(OSError):
                stream.close()

    def _answer(self, seconds: float) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._line(seconds))
        if "error" in answer:
            raise Broken(Reason(answer["error"]), answer["detail"])
        return answer

    def _line(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Broken(Reason.TIME, f"took longer than {seconds:g} s")
                if selector.select(min(left, _WATCH_SECONDS)):
                    self._unread += self._part()
                elif resident_bytes(self._process.pid) > self._limits.megabytes * 2**20:
                    raise self._too_large()
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _part(self) -> bytes:
        part = os.read(self._answers.fileno(), 65536)
        if not part:
            raise self._gone()
        return part

    def _too_large(self) -> Broken:
        return Broken(Reason.MEMORY, f"needs more than {self._limits.megabytes} MB")

    def _gone(self) -> Broken:
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace")
        if code == -signal.SIGKILL or any(sign in said for sign in _SIGNS_OF_MEMORY):
            return self._too_large()
        if code == -signal.SIGALRM:
            return Broken(Reason.TIME, "took too long")
        last = (said.strip().splitlines() or [""])[-1]
        return Broken(Reason.CRASH, f"the process ended with {code}: {last[:300]}")


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
