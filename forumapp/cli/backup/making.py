"""forumapp backup."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import click
import sqlalchemy as sa

from forumapp.cli import database
from forumapp.cli.backup import archive, keys, private, sealing, tables
from forumapp.cli.backup.manifest import Manifest, Table
from forumapp.cli.backup.refusals import in_one_line
from forumapp.config import settings

FILE = click.Path(dir_okay=False, path_type=Path)


def _make_key(context: click.Context, _option: click.Parameter, file: Path | None) -> None:
    if file is None:
        return
    with in_one_line(file):
        click.echo(sealing.make_key(file))
    click.echo(f"Backups for this recipient open with {file} alone: keep it elsewhere.", err=True)
    context.exit()


@click.command()
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    help="Whose key opens it (age1…); FORUMAPP_BACKUP_RECIPIENTS where left out.",
)
@click.option(
    "--new-key",
    type=FILE,
    is_eager=True,
    expose_value=False,
    callback=_make_key,
    metavar="FILE",
    help="Only make a secret key, write it to FILE, and print its recipient.",
)
@click.argument("file", type=FILE)
def backup(file: Path, recipients: tuple[str, ...]) -> None:
    """Write database, files and secret keys to FILE, encrypted to keys that are kept elsewhere."""
    chosen = recipients or settings().backup_recipients
    if not chosen:
        raise click.ClickException(
            "Whose key shall open it? Give --recipient or set FORUMAPP_BACKUP_RECIPIENTS; "
            "--new-key makes a key."
        )
    with in_one_line(file):
        sealed_for = sealing.recipients(chosen)
        if file.exists():
            raise click.ClickException(f"{file} is there already.")
        if database.revision() is None:
            raise click.ClickException("There is nothing in the database yet.")
        with private.whole(file) as target:
            manifest = _write(target, sealed_for)
        size = file.stat().st_size
    click.echo(f"{manifest} written to {file} ({size / 1e6:.1f} MB).")


def _write(target: BinaryIO, sealed_for: Sequence[Any]) -> Manifest:
    """Files are looked for before and after the database: those that it names are all there.

    One that is thrown away meanwhile was seen before, and one that comes meanwhile is seen after.
    """
    now = datetime.now(UTC)
    with archive.written(target, sealed_for, now=now) as writer:
        writer.add(archive.KEYS, keys.present().json())
        _add_files(writer)
        with tables.snapshot() as connection:
            revision = database.revision_of(connection)
            rows = {
                table.name: _add_table(writer, connection, table)
                for table in tables.contents(tables.reflected(connection))
            }
        _add_files(writer)
        manifest = Manifest(
            made_at=now,
            application=version("forumapp"),
            revision=str(revision),
            tables=rows,
            members=writer.sums,
        )
        writer.add(archive.MANIFEST, manifest.json())
    return manifest


def _add_table(writer: archive.Writer, connection: sa.Connection, table: sa.Table) -> Table:
    rows = 0
    for number, piece in enumerate(tables.pieces(connection, table), start=1):
        writer.add(f"tables/{table.name}/{number:05}.jsonl", piece)
        rows += piece.count(b"\n")
    return Table(rows, tables.last_id(connection, table))


def _add_files(writer: archive.Writer) -> None:
    """Every file of the store that isn't in it; say which is no longer what was stored."""
    root = settings().files
    for path in sorted(root.rglob("*")):
        name = f"files/{path.relative_to(root).as_posix()}"
        if not archive.MEMBER.fullmatch(name) or name in writer.sums:
            continue
        with suppress(FileNotFoundError), path.open("rb") as file:
            writer.add_from(name, file, size=os.fstat(file.fileno()).st_size)
            if not path.name.startswith(writer.sums[name].sha256):
                click.echo(f"{path} is damaged: take it from an older backup.", err=True)
