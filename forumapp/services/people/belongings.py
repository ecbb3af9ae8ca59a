"""What is a person's own: each row that refers to them, and what refers to those rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db

Belongings = Mapping[str, tuple[Mapping[str, Any], ...]]


def belongings(person_id: int) -> Belongings:
    """Table to rows, each table after those that it refers to; one without any isn't in it.

    The tables tell themselves which they are, so that a new one is not forgotten.
    """
    ids: dict[str, set[int]] = {"people": {person_id}}
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for table in Base.metadata.sorted_tables:
        rows: tuple[Any, ...] = tuple(db.session.execute(_about(table, ids)).mappings())
        if rows:
            ids.setdefault(table.name, {row["id"] for row in rows})
            found[table.name] = rows
    return found


def _about(table: sa.Table, ids: Mapping[str, set[int]]) -> sa.Select[Any]:
    """The rows that are the person's own: found already, or referring to one that is."""
    whose = [
        column.in_(ids[key.column.table.name])
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in ids
    ]
    if table.name in ids:
        whose.append(table.c.id.in_(ids[table.name]))
    return sa.select(table).where(sa.or_(sa.false(), *whose)).order_by(table.c.id)
