"""forumapp worker."""

from __future__ import annotations

import click
from flask import Flask, current_app

from forumapp import jobs


def register(app: Flask) -> None:
    app.cli.add_command(worker)


@click.command()
@click.option("--threads", default=2, show_default=True, help="Jobs carried out at once.")
def worker(threads: int) -> None:
    """Carry out background work until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    jobs.consumer(app, workers=threads).run()
