"""Order by hand: one step up or down, and positions that say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from forumapp.db import db

Row = TypeVar("Row", bound=Any)


def moved(rows: Sequence[Row], key: int, *, down: bool) -> list[Row]:
    """The rows with the one of this number a step nearer to the end, or to the start."""
    ordered = list(rows)
    place = next((n for n, row in enumerate(ordered) if row.id == key), None)
    if place is None:
        return ordered
    other = place + (1 if down else -1)
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
    return ordered


def renumber(rows: Sequence[Any]) -> None:
    """Give rows the positions of their sequence."""
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
    db.session.flush()
