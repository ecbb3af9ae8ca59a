"""forumapp verify."""

from __future__ import annotations

from pathlib import Path

import click

from forumapp.cli.backup import archive, sealing
from forumapp.cli.backup.keys import Keys
from forumapp.cli.backup.refusals import in_one_line

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--identity", type=FILE, required=True, help="The file with the secret key.")
@click.argument("file", type=FILE)
def verify(file: Path, identity: Path) -> None:
    """Read FILE to its end, compare every sum in it, and say what it holds. Exits 1 on damage."""
    with in_one_line(identity):
        opened_by = sealing.identities(identity)
    with in_one_line(file), file.open("rb") as source:
        manifest = archive.read(source, opened_by, _look)
    click.echo(
        f"{file} is whole: {manifest} ({manifest.size / 1e6:.1f} MB unpacked) of "
        f"{manifest.made_at:%Y-%m-%d %H:%M} UTC, schema {manifest.revision}, "
        f"forumapp {manifest.application}."
    )


def _look(entry: archive.Entry) -> None:
    if entry.name == archive.KEYS:
        Keys.of(entry.read())
