"""A day of the programme as a table, where there is no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forumapp.services.agenda import Block, Board
from forumapp.web.agenda.board.words import Column, Places


def column_of(block: Block) -> Column:
    """The column in which a session is drawn: its room's, else its video room's."""
    if block.room_id is not None:
        return block.room_id, None
    return None, block.video_room_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What starts at one time: in each column, or across them all where one takes all rooms."""

    starts: datetime
    cells: tuple[tuple[Block, ...], ...]
    wide: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A day as a table: a row for each time at which something starts, a column for each place."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int

    @classmethod
    def of(cls, board: Board, day: date, places: Places) -> Table:
        """Only the columns in which something is held that day."""
        today = [b for b in board.blocks if not b.parked and b.starts.date() == day]
        used = {column_of(block) for block in today if not block.all_rooms}
        columns = tuple(column for column in board.columns if column in used)
        by_start: dict[datetime, list[Block]] = {}
        for block in today:
            by_start.setdefault(block.starts, []).append(block)
        return cls(
            heads=tuple(places.column(column) for column in columns),
            rows=tuple(_row(start, now_on, columns) for start, now_on in by_start.items()),
            count=len(today),
        )


def _row(start: datetime, now_on: list[Block], columns: tuple[Column, ...]) -> Row:
    if any(block.all_rooms for block in now_on):
        return Row(starts=start, cells=(), wide=tuple(now_on))
    cells = tuple(
        tuple(block for block in now_on if column_of(block) == column) for column in columns
    )
    return Row(starts=start, cells=cells)
