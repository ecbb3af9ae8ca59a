"""Real processes of the product, as the README starts them."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds to wait for what should take one or two, on a machine that is busy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(instance: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUMAPP_")}
    return {**kept, "FORUMAPP_INSTANCE": str(instance), **more}


def command(*arguments: str, env: dict[str, str]) -> str:
    """Run `forumapp …` to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "forumapp", *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def started(*arguments: str, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start `forumapp …` in a process group of its own; whatever is left of it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "forumapp", *arguments],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for child in descendants(process.pid):
            kill(child)
        if process.poll() is None:
            process.kill()
        process.communicate()


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    try:
        direct = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in direct] + [d for c in direct for d in descendants(int(c))]


def named(pids: list[int], words: str) -> list[int]:
    """Those of the processes whose command line has these words."""
    found = []
    for pid in pids:
        try:
            line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if words in line:
            found.append(pid)
    return found


def status(address: str) -> int:
    """The status of a page; 0 while nobody answers."""
    try:
        with urlopen(address, timeout=5) as answer:
            code: int = answer.status
            return code
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return 0


def wait_until(happened: Callable[[], object], *, what: str, seconds: float = PATIENCE) -> float:
    """Wait for something and return how many seconds it took."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"{what} did not happen"
        time.sleep(0.1)
    return time.monotonic() - began


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a SQLite database."""
    with sqlite3.connect(database) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
