"""The timetable of a day: rooms as columns, times down the side, and each session in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from forumapp.domain.agenda import SessionKind
from forumapp.domain.programme import Programme, SessionFacts

FOR_ALL = frozenset(
    {SessionKind.CEREMONY, SessionKind.PLENARY, SessionKind.BREAK, SessionKind.SOCIAL}
)


class Place(StrEnum):
    """Where what has no room is: in the video link alone, for everyone, at no place yet."""

    ONLINE = "online"
    EVERYONE = "everyone"
    ELSEWHERE = "elsewhere"


Where = int | Place


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a session falls on one day; wall times of the venue, midnight at the day's edges."""

    session: SessionFacts
    starts: datetime
    ends: datetime

    @property
    def key(self) -> int:
        """The number of the session."""
        return self.session.id

    @property
    def carried(self) -> bool:
        """Whether the session began on the day before."""
        return self.session.starts < self.starts

    @property
    def goes_on(self) -> bool:
        """Whether the session lasts into the day after."""
        return self.ends < self.session.ends

    def overlaps(self, other: Piece) -> bool:
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Column:
    """A room, or another place: as many tracks of the grid as it has sessions at once."""

    where: Where
    first: int
    tracks: int


@dataclass(frozen=True, slots=True)
class Block:
    """Where a piece stands: so many rows and tracks, from this row and this track on."""

    row: int
    rows: int
    track: int
    tracks: int

    def meets(self, other: Block) -> bool:
        """Whether both take a cell."""
        return (
            self.row < other.row + other.rows
            and other.row < self.row + self.rows
            and self.track < other.track + other.tracks
            and other.track < self.track + self.tracks
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a row: of the piece that begins there, or of nothing for so many tracks."""

    piece: Piece | None
    rows: int
    tracks: int


@dataclass(frozen=True, slots=True)
class Row:
    """What of a day begins at one wall time, and what stays free there, from left to right."""

    starts: datetime
    cells: tuple[Cell, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(cell.piece for cell in self.cells if cell.piece)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's grid. `lines` are the times at which its rows begin, and the last one's end.

    Pieces are in the order in which they are read: by time, then by column. Blocks are found by
    the number of the session.
    """

    day: date
    pieces: tuple[Piece, ...]
    lines: tuple[datetime, ...]
    columns: tuple[Column, ...]
    blocks: Mapping[int, Block]

    @property
    def tracks(self) -> int:
        return sum(column.tracks for column in self.columns)

    def rows(self) -> tuple[Row, ...]:
        """The grid as a table has it: each piece where it begins, and what nobody takes."""
        taken: list[list[int | None]] = [[None] * self.tracks for _ in self.lines[1:]]
        for key, block in self.blocks.items():
            for row in taken[block.row : block.row + block.rows]:
                row[block.track : block.track + block.tracks] = [key] * block.tracks
        pieces = {piece.key: piece for piece in self.pieces}
        return tuple(
            Row(self.lines[number], tuple(self._cells(number, row, pieces)))
            for number, row in enumerate(taken)
        )

    def _cells(
        self, number: int, row: Iterable[int | None], pieces: Mapping[int, Piece]
    ) -> Iterator[Cell]:
        """The cells of a row, of which this one has who takes each track."""
        for key, run in groupby(row):
            tracks = len(list(run))
            if key is None:
                yield Cell(None, 1, tracks)
            elif self.blocks[key].row == number:
                yield Cell(pieces[key], self.blocks[key].rows, tracks)


def days_of(session: SessionFacts) -> tuple[date, ...]:
    """The days of the venue's calendar that a session is on: two when it goes past midnight."""
    first = session.starts.date()
    last = max(session.starts, session.ends - timedelta.resolution).date()
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def timetable(programme: Programme) -> tuple[Day, ...]:
    """A grid for each day on which something is on."""
    days: dict[date, list[Piece]] = {}
    for session in programme.sessions:
        for day in days_of(session):
            days.setdefault(day, []).append(_piece(session, day))
    rooms = [room.id for room in programme.rooms]
    return tuple(_laid_out(day, pieces, rooms) for day, pieces in sorted(days.items()))


def _piece(session: SessionFacts, day: date) -> Piece:
    morning = datetime.combine(day, time())
    night = morning + timedelta(days=1)
    return Piece(session, max(session.starts, morning), min(session.ends, night))


def _laid_out(day: date, pieces: Sequence[Piece], rooms: Sequence[int]) -> Day:
    pieces = sorted(pieces, key=_order)
    lines = sorted({moment for piece in pieces for moment in (piece.starts, piece.ends)})
    columns, spans = _placed(pieces, rooms)
    rows = {moment: row for row, moment in enumerate(lines)}
    blocks = {
        piece.key: Block(rows[piece.starts], rows[piece.ends] - rows[piece.starts], *span)
        for piece in pieces
        for span in (spans[piece.key],)
    }
    read = sorted(pieces, key=lambda piece: (piece.starts, blocks[piece.key].track))
    return Day(day, tuple(read), tuple(lines), columns, blocks)


def _order(piece: Piece) -> tuple[datetime, timedelta, str, int]:
    """By time, the longer one first."""
    return piece.starts, piece.starts - piece.ends, piece.session.code, piece.key


Span = tuple[int, int]  # the first track, and how many
Spans = dict[int, Span]


def _placed(
    pieces: Sequence[Piece], rooms: Sequence[int]
) -> tuple[tuple[Column, ...], Mapping[int, Span]]:
    """The columns, and the tracks of each piece.

    What is for everyone and has no room takes the widest run of tracks that is free while it
    lasts; where there is none, a column of its own.
    """
    homes = {piece.key: home for piece in pieces if (home := _home(piece.session)) is not None}
    while True:
        settled = [piece for piece in pieces if piece.key in homes]
        columns, spans = _at_home(settled, homes, rooms)
        width = sum(column.tracks for column in columns)
        _spread(settled, pieces, spans, width)
        crowded = _seat(pieces, spans, width)
        if not crowded:
            return columns, spans
        homes |= dict.fromkeys(crowded, Place.EVERYONE)


def _home(session: SessionFacts) -> Where | None:
    """The column that a session belongs to; None for what takes whatever is free."""
    if session.all_rooms:
        return None
    if session.room_id is not None:
        return session.room_id
    if session.online:
        return Place.ONLINE
    return None if session.kind in FOR_ALL else Place.ELSEWHERE


def _at_home(
    pieces: Iterable[Piece], homes: Mapping[int, Where], rooms: Sequence[int]
) -> tuple[tuple[Column, ...], Spans]:
    """The columns in the order of the rooms; those of one that overlap stand side by side."""
    columns: list[Column] = []
    spans: Spans = {}
    first = 0
    by_place: dict[Where, list[Piece]] = {}
    for piece in pieces:
        by_place.setdefault(homes[piece.key], []).append(piece)
    for where in _in_order(by_place, rooms):
        lanes, tracks = _lanes(by_place[where])
        spans |= {key: (first + lane, wide) for key, (lane, wide) in lanes.items()}
        columns.append(Column(where, first, tracks))
        first += tracks
    return tuple(columns), spans


def _in_order(used: Iterable[Where], rooms: Sequence[int]) -> list[Where]:
    """The rooms as the programme has them, then the other places."""
    order: list[Where] = [*rooms, *Place]
    return sorted(used, key=lambda where: order.index(where) if where in order else len(rooms))


def _lanes(pieces: Sequence[Piece]) -> tuple[Spans, int]:
    """The lanes of each piece of one place, and how many there are.

    Each takes, in order of time, the first that is free, and those on its right that stay so.
    """
    rows: list[list[Piece]] = []
    for piece in pieces:
        lane = next((row for row in rows if row[-1].ends <= piece.starts), None)
        if lane is None:
            rows.append([piece])
        else:
            lane.append(piece)
    return {
        piece.key: (lane, _free_from(lane, piece, rows))
        for lane, row in enumerate(rows)
        for piece in row
    }, len(rows)


def _free_from(lane: int, piece: Piece, rows: Sequence[Sequence[Piece]]) -> int:
    """How many lanes a piece may take: its own, and those beside it until one is in use."""
    for wide, row in enumerate(rows[lane + 1 :], start=1):
        if any(piece.overlaps(other) for other in row):
            return wide
    return len(rows) - lane


def _spread(settled: Iterable[Piece], pieces: Iterable[Piece], spans: Spans, width: int) -> None:
    """What is for everyone goes across all rooms while nothing else is on."""
    for piece in settled:
        if piece.session.kind in FOR_ALL and not any(
            piece.overlaps(other) for other in pieces if other.key != piece.key
        ):
            spans[piece.key] = 0, width


def _seat(pieces: Iterable[Piece], spans: Spans, width: int) -> list[int]:
    """Give each that has no tracks the widest free run; return the keys of those without one."""
    crowded, seated = [], [piece for piece in pieces if piece.key in spans]
    for piece in pieces:
        if piece.key in spans:
            continue
        free = _widest([spans[other.key] for other in seated if piece.overlaps(other)], width)
        if free is None:
            crowded.append(piece.key)
        else:
            spans[piece.key] = free
            seated.append(piece)
    return crowded


def _widest(taken: Iterable[Span], width: int) -> Span | None:
    """The longest run of tracks that none of these takes, the first of several."""
    best: Span | None = None
    edge = 0
    for first, tracks in (*sorted(taken), (width, 0)):
        if first > edge and (best is None or first - edge > best[1]):
            best = edge, first - edge
        edge = max(edge, first + tracks)
    return best
