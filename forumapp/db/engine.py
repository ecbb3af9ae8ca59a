"""What each new connection is told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

WRITE = "forumapp_write"


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
        "busy_timeout=30000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: sa.Connection) -> None:
    """A writer takes the lock at once: a deferred one would fail when it turns out to write."""
    writes = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
