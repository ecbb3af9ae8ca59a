"""The product itself, as `forumapp run` starts it, with the demonstration moved to this hour."""

from __future__ import annotations

import email
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.conftest import SECRET

FORUMAPP = (sys.executable, "-m", "forumapp")
PASSPHRASE = "nanning yangon vientiane"
PATIENCE = 60.0  # seconds for what takes two on a machine with nothing else to do


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: where it answers and where its mails are put."""

    address: str
    instance: Path
    participant: str  # the personal link of somebody in forum-next

    def letter(self, to: str, *, subject: str) -> EmailMessage:
        """The mail to somebody whose subject has these words; waits until the worker sent it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for path in (self.instance / "outbox").glob("*.eml"):
                letter = email.message_from_bytes(path.read_bytes(), policy=default)
                if to in str(letter["To"]) and subject in str(letter["Subject"]):
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to} with {subject!r}")


@contextmanager
def running(folder: Path, database: Path) -> Iterator[Site]:
    """The server over a copy of a migrated database; web and worker end with the block."""
    shutil.copy(database, folder / "forumapp.db")
    port = _free_port()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FORUMAPP_")}
    environ = {
        **ours,
        "FORUMAPP_INSTANCE": str(folder),
        "FORUMAPP_SECRET_KEY": SECRET,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    loaded = subprocess.run(
        [*FORUMAPP, "demo", "--today"], env=environ, check=True, capture_output=True, text=True
    )
    _leave_volumes(folder / "forumapp.db")
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*FORUMAPP, "run", "--no-demo"], env=environ, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process, log)
        yield Site(f"http://127.0.0.1:{port}", folder, _personal_link(loaded.stdout))
    finally:
        _end(process)


def _leave_volumes(database: Path) -> None:
    """Nobody here waits for the demonstration's PDFs: they are made when somebody opens them."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM jobs WHERE name = 'build_publication'")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _personal_link(printed: str) -> str:
    """The path of the link that the command prints for trying out."""
    address = next(word for word in printed.split() if "/me/open/" in word)
    return address[address.index("/me/open/") :]


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """What Ctrl-C does; the command ends what it started."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
