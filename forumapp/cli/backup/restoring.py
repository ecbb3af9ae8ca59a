"""forumapp restore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
import sqlalchemy as sa

from forumapp.cli import database
from forumapp.cli.backup import archive, keys, sealing, tables
from forumapp.cli.backup.keys import Keys
from forumapp.cli.backup.manifest import Manifest
from forumapp.cli.backup.refusals import Unusable, in_one_line
from forumapp.config import settings
from forumapp.db import db, in_session
from forumapp.db.engine import WRITE
from forumapp.domain.mail import MailState
from forumapp.gateways.files import LocalFiles
from forumapp.models import Mail
from forumapp.services import privacy

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--identity", type=FILE, required=True, help="The file with the secret key.")
@click.option("--replace", is_flag=True, help="Remove what the database holds.")
@click.option("--yes", is_flag=True, help="Don't ask before that.")
@click.argument("file", type=FILE)
def restore(file: Path, identity: Path, replace: bool, yes: bool) -> None:
    """Bring database, files and secret keys back from FILE, all or nothing.

    Stop web and workers first. The database may be of either kind.
    """
    with in_one_line(identity):
        opened_by = sealing.identities(identity)
    with in_one_line(file), file.open("rb") as source:
        lost = _lost(replace=replace)
        manifest = archive.read(source, opened_by, archive.Entry.sum)
        if manifest.revision not in database.revisions():
            raise Unusable(f"its schema {manifest.revision} is newer than this forumapp")
        if lost and not yes:
            _ask(lost)
        left_to_do = _bring_back(source, opened_by, manifest, replace=replace)
    click.echo(f"Restored {manifest}, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    for line in left_to_do:
        click.echo(line)


def _lost(*, replace: bool) -> Mapping[str, int]:
    """The rows that a restore removes, by table; refuse where that was not asked for."""
    with db.engine.connect() as connection:
        return _counted(connection, replace=replace)


def _counted(connection: sa.Connection, *, replace: bool) -> Mapping[str, int]:
    held = tables.held(connection)
    if held and not replace:
        raise click.ClickException(
            f"{_where()} holds {sum(held.values())} rows; --replace removes them first."
        )
    return held


def _ask(lost: Mapping[str, int]) -> None:
    click.echo(f"{_where()} holds what would be removed, and only a backup brings back:")
    click.echo(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in lost.items()))
    if click.prompt("Type replace to go on", default="", show_default=False) != "replace":
        raise click.ClickException("Nothing was done.")


def _where() -> str:
    return db.engine.url.render_as_string(hide_password=True)


def _bring_back(
    source: BinaryIO, opened_by: Sequence[Any], manifest: Manifest, *, replace: bool
) -> list[str]:
    """Schema and rows in one transaction; return what the operator should know, in words.

    Files come before its end: one that nothing refers to does no harm, one that is missing does.
    """
    with (
        db.engine.connect().execution_options(**{WRITE: True}) as connection,
        connection.begin(),
    ):
        _be_patient(connection)
        _counted(connection, replace=replace)
        erased = _erased(connection)
        tables.drop(connection)
        database.upgrade_within(connection, manifest.revision)
        taker = _Taker.into(connection)
        if archive.read(source, opened_by, taker.take) != manifest:
            raise Unusable("it was changed while it was read")
        for name, table in manifest.tables.items():
            tables.continue_ids(connection, taker.table(name), table)
        database.upgrade_within(connection, database.latest_revision())
        again = _erase_again(connection, erased, {*keys.present().all, *taker.secrets.all})
        keys.keep(taker.secrets)
        waiting = _waiting(connection)
    return [line for line in (keys.settle(taker.secrets), again, waiting) if line]


def _erased(connection: sa.Connection) -> frozenset[str]:
    """The marks of everyone who was erased, as far as this installation knows."""
    with in_session(connection):
        return privacy.marks_kept()


def _erase_again(connection: sa.Connection, marks: frozenset[str], secrets: set[str]) -> str:
    """Erase those whom the backup has and who were erased since; say how many."""
    with in_session(connection):
        count = privacy.replay(marks, secrets=secrets, now=datetime.now(UTC))
        privacy.complete_file()
    return f"Erased again, as they were since the backup: {count}." if count else ""


def _be_patient(connection: sa.Connection) -> None:
    """Wait as long for what others hold as SQLite does, and not for ever."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL lock_timeout = '30s'"))


def _waiting(connection: sa.Connection) -> str:
    query = sa.select(sa.func.count(Mail.id)).where(Mail.state == MailState.QUEUED)
    count = connection.scalar(query)
    return f"Mails that were waiting, and go out once a worker runs: {count}." if count else ""


@dataclass(kw_only=True)
class _Taker:
    """Takes in the members of a backup as they come: rows into empty tables, files, keys."""

    connection: sa.Connection
    empty: Mapping[str, sa.Table]
    store: LocalFiles
    found: Keys | None = None

    @classmethod
    def into(cls, connection: sa.Connection) -> _Taker:
        empty = {table.name: table for table in tables.contents(tables.reflected(connection))}
        return cls(connection=connection, empty=empty, store=LocalFiles(settings().files))

    @property
    def secrets(self) -> Keys:
        if self.found is None:
            raise Unusable("it holds no keys")
        return self.found

    def table(self, name: str) -> sa.Table:
        if name not in self.empty:
            raise Unusable(f"its schema has no table {name}")
        return self.empty[name]

    def take(self, entry: archive.Entry) -> None:
        if entry.table:
            tables.insert(self.connection, self.table(entry.table), entry.read())
        elif entry.key:
            self._take_file(entry)
        else:
            self.found = Keys.of(entry.read())

    def _take_file(self, entry: archive.Entry) -> None:
        data = entry.read()
        if entry.key.startswith(entry.sum().sha256):
            self.store.put(data, suffix=entry.key[64:])
        else:
            click.echo(f"{entry.name} was damaged before it was backed up: left out.", err=True)
