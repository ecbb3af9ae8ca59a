"""A seating plan: the order of countries fills the tables, and who was moved by hand stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from forumapp.domain.proceedings import ListedDelegation
from forumapp.domain.programme import EventFacts

MOST_TABLES, MOST_SEATS = 20, 6
_ROWS = re.compile(r"r(?P<tables>[1-9]|1\d|20)x(?P<seats>[1-6])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Rows of tables before a podium, a table for each delegation, with so many seats at each."""

    tables: int = 6
    seats: int = 2

    @property
    def code(self) -> str:
        """The same as a word: r6x2."""
        return f"r{self.tables}x{self.seats}"

    @classmethod
    def of(cls, code: str) -> Seating:
        """The layout of such a word; raises ValueError for any other."""
        found = _ROWS.fullmatch(code)
        if found is None:
            raise ValueError(code)
        return cls(tables=int(found["tables"]), seats=int(found["seats"]))


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a table stands: row and place in it count from 1, the first row nearest the podium."""

    row: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A table given by hand, and why."""

    spot: Spot
    reason: str = ""
    moved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table of a delegation; `number` is its place in the order of countries.

    `move` is None where that order placed it.
    """

    id: int
    delegation: ListedDelegation
    number: int
    spot: Spot
    move: Move | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatingPlan:
    """The tables row by row; None is a place where nobody sits."""

    event: EventFacts
    seating: Seating
    rows: tuple[tuple[Table | None, ...], ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for row in self.rows for table in row if table is not None)

    @property
    def by_hand(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.move is not None)


def arranged(
    seating: Seating,
    delegations: Sequence[tuple[int, ListedDelegation]],
    moves: Mapping[int, Move],
) -> tuple[tuple[Table | None, ...], ...]:
    """The rows: who was moved where a table stands, the others in their order between them.

    A move to a place that a row no longer has counts for nothing.
    """
    kept = {
        key: moves[key]
        for key, _one in delegations
        if key in moves and moves[key].spot.place <= seating.tables
    }
    taken = {move.spot for move in kept.values()}
    free = (spot for spot in _spots(seating) if spot not in taken)
    placed = [
        Table(
            id=key,
            delegation=one,
            number=number,
            spot=kept[key].spot if key in kept else next(free),
            move=kept.get(key),
        )
        for number, (key, one) in enumerate(delegations, start=1)
    ]
    by_spot = {table.spot: table for table in placed}
    last = max((table.spot.row for table in placed), default=0)
    places = range(1, seating.tables + 1)
    return tuple(
        tuple(by_spot.get(Spot(row, place)) for place in places) for row in range(1, last + 1)
    )


def _spots(seating: Seating) -> Iterable[Spot]:
    return (Spot(row, place) for row in count(1) for place in range(1, seating.tables + 1))
