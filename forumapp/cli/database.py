"""forumapp migrate, and Alembic's own commands for those who write migrations."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app

from forumapp.config import folder
from forumapp.db import db


@click.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    before, after = bring_up_to_date()
    click.echo(f"Database at {after}." if before == after else f"Database migrated to {after}.")


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def alembic_(arguments: tuple[str, ...]) -> None:
    """Write and look at migrations (Flask-Migrate's commands)."""
    connect_alembic()
    from flask_migrate.cli import db as commands

    commands.main(arguments, prog_name="forumapp db")


def bring_up_to_date() -> tuple[str | None, str]:
    """Migrate when needed; (revision before, revision now)."""
    before, latest = revision(), latest_revision()
    if before != latest:
        connect_alembic()
        from flask_migrate import upgrade

        upgrade()
    return before, latest


def revision() -> str | None:
    """The revision of the database, None when it is empty."""
    with db.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: sa.Connection) -> str | None:
    """The same, as this connection sees it."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar()
    return found


def latest_revision() -> str:
    """The revision that the code needs."""
    return max(revisions())


def revisions() -> frozenset[str]:
    """Those that the code knows: migrations are numbered, and their files named for it."""
    files = Path(folder("migrations"), "versions").glob("[0-9]*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def upgrade_within(connection: sa.Connection, target: str) -> None:
    """Migrate up to a revision inside the transaction that the connection is in."""
    connect_alembic()
    from alembic import command

    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def connect_alembic() -> None:
    """Load Alembic, which takes a third of a second, only where there is something to migrate."""
    from flask_migrate import Migrate

    Migrate(
        current_app,
        db,
        directory=folder("migrations"),
        render_as_batch=True,
        compare_type=True,
    )
