"""forumapp worker."""

from __future__ import annotations

import click
from flask import Flask, current_app

THREADS = 2


def register(app: Flask) -> None:
    app.cli.add_command(worker)


@click.command()
@click.option("--threads", default=THREADS, show_default=True, help="Jobs carried out at once.")
def worker(threads: int) -> None:
    """Carry out background work until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    work(app, threads=threads)


def work(app: Flask, *, threads: int = THREADS) -> None:
    """Carry out jobs until a signal comes."""
    app.extensions["forumapp_jobs"].consumer(workers=threads).run()
