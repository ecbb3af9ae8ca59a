"""forumapp migrate."""

from __future__ import annotations

import click
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Config, upgrade

from forumapp.db import db


def register(app: Flask) -> None:
    app.cli.add_command(migrate)


@click.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    before, after = bring_up_to_date()
    click.echo(f"Database at {after}." if before == after else f"Database migrated to {after}.")


def bring_up_to_date() -> tuple[str | None, str | None]:
    """Migrate when needed; (revision before, revision now)."""
    before, head = revision(), _head()
    if before != head:
        upgrade()
    return before, head


def revision() -> str | None:
    """The revision of the database, None when it is empty."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            sa.text("SELECT version_num FROM alembic_version")
        ).scalar()
        return found


def _head() -> str | None:
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config).get_current_head()
