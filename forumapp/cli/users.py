"""forumapp user …"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from forumapp.cli import addresses
from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.errors import Invalid
from forumapp.services import accounts

PAGE = 200
user = AppGroup("user", help="Manage the accounts of the secretariat.")


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as shown to colleagues.")
@click.option("--admin", is_flag=True, help="Make a system administrator.")
@click.password_option(help="12 to 128 characters; asked for when left out.")
def add(email: str, name: str, admin: bool, password: str) -> None:
    """Add an account for EMAIL."""
    with _refusals_in_words(), unit_of_work():
        accounts.add_user(
            SYSTEM,
            email=email,
            name=name,
            password=password,
            administrator=admin,
            now=datetime.now(UTC),
        )
    click.echo(f"Added {email}.")


@user.command("list")
def list_() -> None:
    """List every account: address, name, and what is particular about it."""
    number = 1
    while rows := accounts.list_users(SYSTEM, page=number, size=PAGE):
        for row in rows:
            click.echo("\t".join((row.email, row.name, ", ".join(_marks(row)))).rstrip())
        number += 1


@user.command()
@click.argument("email")
def reset(email: str) -> None:
    """Print a link with which EMAIL can set a new password within the hour, once."""
    user_id = accounts.find_user(email)
    if user_id is None or not accounts.user(SYSTEM, user_id).active:
        raise click.ClickException("There is no open account with this address.")
    with unit_of_work():
        path = accounts.reset_path(SYSTEM, user_id, now=datetime.now(UTC))
    click.echo(settings().base_url + path)
    addresses.say_what_decides()


def _marks(row: accounts.UserRow) -> Iterator[str]:
    if row.administrator:
        yield "administrator"
    if not row.active:
        yield "closed"
    if row.waiting:
        yield "no password yet"
    if row.second_factor:
        yield "two-step"


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        code = next(iter(error.errors.values()))
        raise click.ClickException(REASONS.get(code, code)) from None


REASONS = {
    "taken": "There is an account with this address already.",
    "length": "A password has 12 to 128 characters.",
    "common": "This password is too easily guessed.",
    "not_an_email": "This is no e-mail address.",
    "required": "A name is needed.",
    "too_many_characters": "A name has at most 200 characters.",
}
