"""forumapp user …"""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import AppGroup

from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.errors import Invalid
from forumapp.services import accounts

user = AppGroup("user", help="Manage the accounts of the secretariat.")


def register(app: Flask) -> None:
    app.cli.add_command(user)


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as shown to colleagues.")
@click.option("--admin", is_flag=True, help="Make a system administrator.")
@click.password_option(help="12 to 128 characters; asked for when left out.")
def add(email: str, name: str, admin: bool, password: str) -> None:
    """Add an account for EMAIL."""
    try:
        with unit_of_work():
            accounts.add_user(
                SYSTEM,
                email=email,
                name=name,
                password=password,
                administrator=admin,
                now=datetime.now(UTC),
            )
    except Invalid as error:
        raise click.ClickException(REASONS[next(iter(error.errors.values()))]) from None
    click.echo(f"Added {email}.")


REASONS = {
    "taken": "There is an account with this address already.",
    "length": "A password has 12 to 128 characters.",
    "common": "This password is on the list of common ones.",
    "address": "This is no e-mail address.",
}
