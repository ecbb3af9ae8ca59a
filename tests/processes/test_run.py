"""`forumapp run`: everything in one command, and gone with Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.running import (
    ROOT,
    command,
    contents,
    descendants,
    environment,
    free_port,
    kill,
    named,
    started,
    status,
    wait_until,
)

pytestmark = pytest.mark.slow


def test_the_first_start_makes_everything_and_the_second_changes_nothing(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, PORT=str(port))
    base = f"http://127.0.0.1:{port}"

    with started("run", env=env) as process:
        wait_until(lambda: status(f"{base}/healthz") == 200, what="an answer")
        assert status(f"{base}/events/forum-2022/programme") == 200
        children = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=30)
        assert "Ctrl-C" in printed
        assert "nanning yangon vientiane" in printed
        assert process.returncode == 0
        assert named(children, "forumapp") == []
    before = {k: v for k, v in contents(tmp_path / "forumapp.db").items() if k != "jobs"}

    with started("run", env=env) as process:
        wait_until(lambda: status(f"{base}/healthz") == 200, what="an answer")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    after = {k: v for k, v in contents(tmp_path / "forumapp.db").items() if k != "jobs"}

    assert {name for name in before if before[name] != after[name]} <= {"publications"}


def test_killed_processes_are_back_without_anybodys_hand(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, PORT=str(port))
    address = f"http://127.0.0.1:{port}/healthz"

    with started("run", "--no-demo", env=env) as process:
        wait_until(lambda: status(address) == 200, what="an answer")
        wait_until(lambda: len(descendants(process.pid)) == 2, what="a web process and a worker")
        before = descendants(process.pid)
        for pid in before:
            kill(pid)
        wait_until(lambda: status(address) == 200, what="an answer after the kill")
        wait_until(
            lambda: len(set(descendants(process.pid)) - set(before)) == 2,
            what="another web process and another worker",
        )


def test_nothing_outlives_the_command_that_is_killed(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, PORT=str(port), FORUMAPP_WEB_PROCESSES="2")
    address = f"http://127.0.0.1:{port}/healthz"

    with started("run", "--no-demo", env=env) as process:
        wait_until(lambda: status(address) == 200, what="an answer")
        wait_until(lambda: len(descendants(process.pid)) == 3, what="all three processes")
        children = descendants(process.pid)
        kill(process.pid)
        wait_until(lambda: named(children, "forumapp") == [], what="the end of all")
        assert status(address) == 0


DEAF = """
import signal, time
from forumapp.cli import processes

def work():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("deaf", flush=True)
    time.sleep(600)

processes.GRACE = 0.5
processes.Family().start(work).join()
"""


def test_not_even_one_that_hears_no_signal() -> None:
    deaf = [sys.executable, "-c", DEAF]
    with subprocess.Popen(deaf, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "deaf\n"
        children = descendants(process.pid)
        assert len(children) == 1
        kill(process.pid)
        wait_until(lambda: named(children, "python") == [], what="the end of the other", seconds=20)


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        env = environment(tmp_path, PORT=str(holder.getsockname()[1]))
        with started("run", "--no-demo", env=env) as process:
            printed, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "PORT=8001" in printed
    assert "Traceback" not in printed


def test_production_does_not_start_with_a_default_secret(tmp_path: Path) -> None:
    env = environment(tmp_path, FORUMAPP_ENV="production", PORT=str(free_port()))
    with started("run", env=env) as process:
        printed, _ = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "FORUMAPP_SECRET_KEY" in printed
    assert "Traceback" not in printed


def test_production_loads_no_demonstration(tmp_path: Path) -> None:
    key = "a secret key of more than thirty-two characters"
    env = environment(tmp_path, FORUMAPP_ENV="production", FORUMAPP_SECRET_KEY=key)
    command("migrate", env=env)

    printed = command("demo", env=env)

    assert "nanning" not in printed
    assert contents(tmp_path / "forumapp.db")["users"] == []


def test_the_command_has_its_help(tmp_path: Path) -> None:
    told = command("--help", env=environment(tmp_path))
    for name in ("run", "demo", "migrate", "user", "worker", "export", "import", "backup"):
        assert re.search(rf"^  {name} +[A-Z]", told, re.MULTILINE), name
