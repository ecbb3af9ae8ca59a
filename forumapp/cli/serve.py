"""forumapp run: migrate, load the demonstration the first time, and serve with web and worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click
from flask import Flask

from forumapp.cli import database, demo
from forumapp.config import settings

GRACE = 10.0  # seconds a process has to end by itself
STEADY = 5.0  # a process that ran this long is started again at once


def register(app: Flask) -> None:
    app.cli.add_command(run)


@click.command()
@click.option("--demo/--no-demo", "with_demo", default=None, help="Load the demonstration first.")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Also run the worker.")
def run(with_demo: bool | None, with_worker: bool) -> None:
    """Serve on HOST and PORT (127.0.0.1:8000), until Ctrl-C ends everything it started."""
    _check_port()
    _prepare(with_demo)
    commands = [_web()]
    if with_worker:
        commands.append([sys.executable, "-m", "forumapp", "worker"])
    click.echo(f"Serving on {settings().base_url}  (Ctrl-C ends it)")
    _supervise(commands)


def _prepare(with_demo: bool | None) -> None:
    before, after = database.bring_up_to_date()
    if before != after:
        click.echo(f"Database migrated to {after}.")
    first_time = before is None and not settings().production
    if with_demo or (with_demo is None and first_time):
        click.echo("Loading the demonstration …")
        demo.load()
    if not settings().production:
        demo.print_logins()


def _check_port() -> None:
    """Say at once that the address is taken, instead of trying for ever."""
    chosen = settings()
    with socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            where = f"{chosen.host}:{chosen.port}"
            raise click.ClickException(
                f"Can't serve on {where} ({error.strerror}). PORT=8001 chooses another port."
            ) from None


def _web() -> list[str]:
    chosen = settings()
    return [
        *(sys.executable, "-m", "uvicorn", "forumapp.asgi:application"),
        *("--host", chosen.host, "--port", str(chosen.port)),
        *("--workers", str(chosen.web_processes)),
        *("--log-level", "warning", "--no-access-log", "--no-server-header"),
        "--no-proxy-headers",  # the application trusts a proxy only where it is told to
        *("--timeout-graceful-shutdown", "5", "--lifespan", "off"),
    ]


def _supervise(commands: list[list[str]]) -> None:
    """Keep the processes running until a signal comes; then end them all."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    running = [_start(command) for command in commands]
    try:
        while not stopping:
            time.sleep(0.2)
            for index, (process, began) in enumerate(running):
                if process.poll() is not None and not stopping:
                    time.sleep(0 if time.monotonic() - began > STEADY else 1)
                    running[index] = _start(commands[index])
    finally:
        _end([process for process, _ in running])


def _start(command: list[str]) -> tuple[subprocess.Popen[bytes], float]:
    """Start in a session of its own, so that the terminal's Ctrl-C comes to us alone."""
    process = subprocess.Popen(command, start_new_session=True, env=os.environ)
    return process, time.monotonic()


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
