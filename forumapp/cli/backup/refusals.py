"""Why a backup can't be made or used, in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import StatementError


class Unusable(Exception):
    """A backup or a key that can't be used; says why, and tells no secret."""


@contextmanager
def in_one_line(file: Path) -> Iterator[None]:
    """End the command with a line about the file, or about the database."""
    try:
        yield
    except Unusable as error:
        raise click.ClickException(f"{file}: {error}.") from None
    except OSError as error:
        where = error.filename or file
        raise click.ClickException(f"{where}: {error.strerror or error}.") from None
    except StatementError as error:
        # The first line only: those that follow may quote a row.
        said = str(error.orig).partition("\n")[0]
        raise click.ClickException(f"The database refused: {said}.") from None
