"""The addresses that commands print."""

from __future__ import annotations

import click


def say_what_decides() -> None:
    """Say on the error stream, so that a script reads the addresses alone, what they follow."""
    click.echo(
        "Addresses follow FORUMAPP_BASE_URL or else HOST and PORT: "
        "give this command what the server was given.",
        err=True,
    )
