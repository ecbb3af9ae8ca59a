"""forumapp worker."""

from __future__ import annotations

import click
from flask import Flask, current_app


def register(app: Flask) -> None:
    app.cli.add_command(worker)


@click.command()
@click.option("--threads", default=2, show_default=True, help="Jobs carried out at once.")
def worker(threads: int) -> None:
    """Carry out background work until stopped."""
    current_app.extensions["forumapp_jobs"].consumer(workers=threads).run()
