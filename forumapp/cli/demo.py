"""forumapp demo."""

from __future__ import annotations

import click
from flask import Flask


def register(app: Flask) -> None:
    app.cli.add_command(demo)


@click.command()
def demo() -> None:
    """Load the demonstration."""
    load()


def load() -> None:
    """Load the three demonstration events where they are missing."""


def print_logins() -> None:
    """Print the demonstration's addresses and log-ins where it is loaded."""
