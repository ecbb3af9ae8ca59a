"""forumapp worker."""

from __future__ import annotations

import click
from flask import Flask, current_app

from forumapp.domain.jobs import Line

THREADS = 2


def register(app: Flask) -> None:
    app.cli.add_command(worker)


@click.command()
@click.option("--threads", default=THREADS, show_default=True, help="Mails sent at once.")
def worker(threads: int) -> None:
    """Carry out background work until stopped."""
    work(current_app._get_current_object(), threads=threads)  # type: ignore[attr-defined]  # noqa: SLF001


def work(app: Flask, *, threads: int = THREADS) -> None:
    """Carry out jobs until a signal comes: short ones so many at once, volumes one by one."""
    app.extensions["forumapp_jobs"].work(threads={Line.QUICK: threads, Line.LONG: 1})
