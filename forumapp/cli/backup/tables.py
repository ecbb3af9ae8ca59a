"""The rows of every table as lines of JSON, which are the same from either database.

Tables are taken as the database has them, not as the models say, so that a backup can be made
before a migration, and one of an older schema be read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from forumapp.cli.backup.manifest import Table
from forumapp.cli.backup.refusals import Unusable
from forumapp.db import db

VERSION = "alembic_version"
QUEUE = "huey_"  # the tables of the queue, which the jobs' own rows refill
PIECE = 2**20  # bytes after which a table's lines go on in another member
FETCH = 200  # rows at once
# Where SQLite keeps the last number that it gave to a row of each table (AUTOINCREMENT).
_given = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection


def reflected(connection: sa.Connection) -> sa.MetaData:
    """The application's tables as they are, without the queue's."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(QUEUE))
    return metadata


def contents(metadata: sa.MetaData) -> list[sa.Table]:
    """The tables that hold something, each after those that it points at."""
    return [table for table in metadata.sorted_tables if table.name != VERSION]


def held(connection: sa.Connection) -> dict[str, int]:
    """How many rows there are in each table that has any."""
    counts = {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in contents(reflected(connection))
    }
    return {name: count for name, count in counts.items() if count}


def drop(connection: sa.Connection) -> None:
    """Remove the application's tables; raise Unusable where there are only another's."""
    metadata = reflected(connection)
    if metadata.tables and VERSION not in metadata.tables:
        raise Unusable(f"the database is another application's: it has {min(metadata.tables)}")
    metadata.drop_all(connection)


def pieces(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """The table's lines in the order of its key, about a megabyte at once."""
    rows = connection.execute(
        sa.select(table).order_by(*table.primary_key), execution_options={"yield_per": FETCH}
    )
    piece = bytearray()
    for row in rows.mappings():
        piece += json.dumps(dict(row), default=_plain, separators=(",", ":")).encode() + b"\n"
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def last_id(connection: sa.Connection, table: sa.Table) -> int:
    """The last number that was given to a row, as far as the database knows."""
    if "id" not in table.columns:
        return 0
    highest = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
    if connection.dialect.name == "postgresql":
        given = connection.scalar(sa.select(sa.func.pg_sequence_last_value(_sequence(table))))
    else:
        given = connection.scalar(sa.select(_given.c.seq).filter_by(name=table.name))
    return max(int(highest), given or 0)


def continue_ids(connection: sa.Connection, table: sa.Table, known: Table) -> None:
    """Have new rows numbered from there on: a number that a link names is not given out again."""
    last = max(last_id(connection, table), known.last_id)
    if not last:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.setval(_sequence(table), last)))
    else:
        connection.execute(sa.delete(_given).where(_given.c.name == table.name))
        connection.execute(sa.insert(_given).values(name=table.name, seq=last))


def insert(connection: sa.Connection, table: sa.Table, lines: bytes) -> None:
    """Insert rows from their lines; raise Unusable."""
    readers = _readers(table)
    try:
        rows = [_row(json.loads(line), readers) for line in lines.splitlines()]
        connection.execute(table.insert(), rows)
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        raise Unusable(f"a row of {table.name} can't be read") from None


def _sequence(table: sa.Table) -> Any:
    from sqlalchemy.dialects.postgresql import REGCLASS

    quoted = sa.func.quote_ident(table.name)
    return sa.cast(sa.func.pg_get_serial_sequence(quoted, "id"), REGCLASS)


def _plain(value: object) -> str:
    """What JSON has no form for: bytes in base64, dates and instants (in UTC) by ISO 8601.

    SQLite keeps instants in UTC without saying so; there they look like times of a wall clock.
    """
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in a backup")


Reader = Callable[[Any], Any]


def _row(values: Mapping[str, Any], readers: Mapping[str, Reader]) -> dict[str, Any]:
    if values.keys() != readers.keys():
        raise ValueError("other columns")
    return {name: None if value is None else readers[name](value) for name, value in values.items()}


def _readers(table: sa.Table) -> dict[str, Reader]:
    return {column.name: _reader(column) for column in table.columns}


def _reader(column: sa.Column[Any]) -> Reader:
    if isinstance(column.type, sa.JSON):
        # No value is NULL where the column takes it, and the JSON value null where it doesn't.
        column.type.none_as_null = bool(column.nullable)
    if isinstance(column.type, sa.DateTime):
        return _instant if column.type.timezone else _without_zone
    if isinstance(column.type, sa.Date):
        return date.fromisoformat
    if isinstance(column.type, sa.LargeBinary):
        return _binary
    return _as_it_is


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _without_zone(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _binary(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _as_it_is(value: Any) -> Any:
    return value
