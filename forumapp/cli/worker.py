"""forumapp worker."""

from __future__ import annotations

import click
from flask import Flask
from flask.globals import app_ctx

from forumapp.domain.jobs import Line

THREADS = 2


@click.command()
@click.option("--threads", default=THREADS, show_default=True, help="Mails sent at once.")
def worker(threads: int) -> None:
    """Carry out background work until stopped."""
    work(app_ctx.app, threads=threads)


def work(app: Flask, *, threads: int = THREADS) -> None:
    """Carry out jobs until a signal comes: short ones so many at once, volumes one by one."""
    app.extensions["forumapp_jobs"].work(threads={Line.QUICK: threads, Line.LONG: 1})
