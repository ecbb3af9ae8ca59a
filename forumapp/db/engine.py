"""What each new connection is told."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import sqlalchemy as sa

WRITE = "forumapp_write"
PATIENCE = 30_000  # milliseconds for which a connection waits for a lock


def options(url: str) -> dict[str, Any]:
    """Engine options by database."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 30}


def prepare(engine: sa.Engine) -> None:
    """SQLite: write-ahead log, full durability, foreign keys, and explicit transactions."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _on_connect)
        sa.event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the begin event speaks, not the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-512",  # KiB a connection; the system keeps the file in memory too
        f"busy_timeout={PATIENCE}",
        "temp_store=MEMORY",
        "secure_delete=ON",  # what is deleted is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def settle(engine: sa.Engine) -> None:
    """SQLite: write the log into the database and empty it, as it has what is deleted since.

    Whoever reads meanwhile goes first; after two seconds the log stays until the next time.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=2000")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")


def _on_begin(connection: sa.Connection) -> None:
    """A writer takes the lock at once: a deferred one would fail when it turns out to write."""
    writes = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
