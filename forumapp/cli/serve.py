"""forumapp run: migrate, load the demonstration the first time, and serve with web and worker."""

from __future__ import annotations

import ctypes
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import click
import sqlalchemy as sa
import uvicorn
from flask import Flask
from flask.globals import app_ctx

from forumapp.cli import database, worker
from forumapp.cli.processes import Family
from forumapp.config import settings
from forumapp.http.shell import asgi

SERVER: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,  # the application trusts a proxy only where it is told to
    "timeout_graceful_shutdown": 5,
    "lifespan": "off",
}
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # malloc.h


@click.command()
@click.option("--demo/--no-demo", "with_demo", default=None, help="Load the demonstration first.")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Also run the worker.")
def run(with_demo: bool | None, with_worker: bool) -> None:
    """Serve on HOST and PORT (127.0.0.1:8000), until Ctrl-C ends everything it started."""
    app = app_ctx.app
    family = Family()
    with _bound() as listening:
        preparing = family.start(partial(_prepare, app, with_demo=with_demo))
        preparing.join()
        if preparing.exitcode:
            sys.exit(preparing.exitcode)
        works: list[Callable[[], object]] = []
        works += [partial(_serve, app, listening)] * settings().web_processes
        works += [partial(worker.work, app)] * with_worker
        click.echo(f"Serving on {settings().base_url}  (Ctrl-C ends it)")
        family.keep(works)


def _prepare(app: Flask, *, with_demo: bool | None) -> None:
    """In a process of its own: it opens the database, which those that serve must not share."""
    from forumapp.cli import demo

    with app.app_context():
        try:
            before, after = database.bring_up_to_date()
        except sa.exc.OperationalError as error:
            sys.exit(f"Can't use the database: {error.orig}")
        if before != after:
            click.echo(f"Database migrated to {after}.")
        first_time = before is None and not settings().production
        if with_demo or (with_demo is None and first_time):
            click.echo("Loading the demonstration …")
            demo.load()
        if not settings().production:
            demo.print_logins()


def _bound() -> socket.socket:
    """A socket at the address; where that is taken, say so at once instead of trying for ever."""
    chosen = settings()
    listening = socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((chosen.host, chosen.port))
    except OSError as error:
        listening.close()
        where = f"{chosen.host}:{chosen.port}"
        raise click.ClickException(
            f"Can't serve on {where} ({error.strerror}). PORT=8001 chooses another port."
        ) from None
    return listening


def _serve(app: Flask, listening: socket.socket) -> None:
    """A web process: it takes its share of what comes to the socket."""
    _return_memory()
    shell = asgi(app, threads=settings().threads)
    uvicorn.Server(uvicorn.Config(shell, **SERVER)).run(sockets=[listening])


def _return_memory() -> None:
    """Have glibc give large blocks back at once and keep few pools for threads (mallopt(3))."""
    with suppress(AttributeError, OSError, TypeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, 128 * 2**10)
        mallopt(M_ARENA_MAX, 1)
