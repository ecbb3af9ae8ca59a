"""Rows that exist once: written unless they are there, without asking first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from forumapp.db.base import Base, db


def insert_once(model: type[Base], /, **values: Any) -> int | None:
    """Insert a row past the ORM and return its number.

    None, with nothing written, when a unique value of it is there already; on PostgreSQL that
    waits for whoever is just writing it.
    """
    connection = db.session.connection()
    found: int | None = connection.execute(_insert(model, connection.dialect.name), values).scalar()
    return found


def insert_new(
    model: type[Base], rows: Sequence[Mapping[str, Any]], *, by: str = "key"
) -> dict[str, int]:
    """Insert many rows that differ in a column, past the ORM; the number of each, by its value.

    Those that are there already are left out. The statements are as few as the database allows.
    """
    if not rows:
        return {}
    connection = db.session.connection()
    statement = _insert(model, connection.dialect.name).returning(model.__table__.c[by])
    return {key: number for number, key in connection.execute(statement, list(rows))}


@lru_cache(maxsize=64)
def _insert(model: type[Base], dialect: str) -> Any:
    table = model.__table__
    assert isinstance(table, sa.Table)
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert(table).on_conflict_do_nothing().returning(table.c.id)
