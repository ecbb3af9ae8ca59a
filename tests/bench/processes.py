"""Starting processes, and ending every one of them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from forumapp.config import ROOT
from tests.bench import usage

GRACE = 15.0  # seconds a process has to end by itself


class Processes:
    """The processes that a run started; leaving the context ends them with all their children."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            end(process)

    def start(
        self, command: Sequence[str], *, env: Mapping[str, str], cwd: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own; what it says goes to a file of the run."""
        with self.log(len(self._running)).open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def log(self, number: int) -> Path:
        """Where the words of the process of this number go; the last one's is -1."""
        self._logs.mkdir(parents=True, exist_ok=True)
        return self._logs / f"{number % len(self._running) if number < 0 else number}.log"


def end(process: subprocess.Popen[Any]) -> None:
    """Ask a process to end; kill it, and whatever it left behind, when it doesn't."""
    family = {pid: usage.began(pid) for pid in usage.family(process.pid)}
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    if process.poll() is None:
        process.kill()
    process.wait()
    for pid, began in family.items():
        if began and usage.began(pid) == began:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module with this very Python."""
    return [sys.executable, "-m", module, *arguments]


def run(
    arguments: Sequence[str], *, env: Mapping[str, str], timeout: float, given: str = ""
) -> str:
    """Run a command to its end and return what it printed; RuntimeError when it fails."""
    with _started(arguments, env) as process:
        return _said(process, given, timeout)


def run_watched(
    arguments: Sequence[str], *, env: Mapping[str, str], timeout: float
) -> tuple[str, float]:
    """The same, and the most memory in MB that the process and its children took together."""
    with _started(arguments, env) as process:
        with usage.Peak(process.pid) as peak:
            said = _said(process, "", timeout)
        return said, peak.most


@contextmanager
def _started(arguments: Sequence[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)


def _said(process: subprocess.Popen[str], given: str, timeout: float) -> str:
    said, complaints = process.communicate(given, timeout)
    if process.returncode:
        words = "\n".join(complaints.strip().splitlines()[-15:])
        raise RuntimeError(f"{process.args!r} failed:\n{words}")
    return said


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
