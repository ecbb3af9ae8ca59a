"""Leading whatever refers to a row that goes to the one that stays.

The tables tell which rows those are, so that a new one is not forgotten.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db

_SAME_TURN = {"speakers": ("session_id", "part")}  # nobody speaks twice in one part of a session


def lead(table: str, old: int, new: int, *, besides: set[str]) -> None:
    """Have every row that refers to the old one refer to the new, where it doesn't already."""
    for other in Base.metadata.sorted_tables:
        if other.name in besides:
            continue
        for column in other.columns:
            if any(key.target_fullname == f"{table}.id" for key in column.foreign_keys):
                _lead_rows(other, column, old, new)


def _lead_rows(table: sa.Table, column: sa.Column[Any], old: int, new: int) -> None:
    for shared in _unique_with(table, column):
        twin = table.alias()
        same = [twin.c[name] == table.c[name] for name in shared]
        has_it = sa.exists().where(twin.c[column.name] == new, *same)
        db.session.execute(sa.delete(table).where(column == old, has_it))
    db.session.execute(sa.update(table).where(column == old).values({column.name: new}))


def _unique_with(table: sa.Table, column: sa.Column[Any]) -> list[tuple[str, ...]]:
    """The columns beside which this one may have each value once."""
    found = [
        tuple(other.name for other in rule.columns if other is not column)
        for rule in table.constraints
        if isinstance(rule, sa.UniqueConstraint) and column.name in rule.columns
    ]
    return [*found, *([_SAME_TURN[table.name]] if table.name in _SAME_TURN else [])]
