"""The columns of a table: what their headings say, and what somebody says they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forumapp.domain.schedules.findings import Code
from forumapp.domain.schedules.reading import IGNORED, Ask
from forumapp.domain.sheets import Column, Heading, recognised
from forumapp.gateways.schedules.cells import Cell, text_of
from forumapp.gateways.schedules.collector import WHOLE, Collector

_SEPARATORS = re.compile(
    r"\s*[\n/|]\s*|\s*[(（]|\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+(?=[A-Za-z])"
)


@dataclass(slots=True)
class Layout:
    """The headings of a sheet, and what each column is taken for; a column without is None."""

    headings: tuple[str, ...] = ()
    meanings: tuple[Heading | None, ...] = ()
    samples: list[list[str]] = field(default_factory=list)
    document: bool = False  # of a text, in which a cell says what it likes

    @property
    def exact(self) -> bool:
        """Whether it is laid out as ours, in which a title is nothing but a title."""
        return not self.document and Column.TIME not in self.columns

    @property
    def columns(self) -> set[Column]:
        return {meaning.column for meaning in self.meanings if meaning}

    @property
    def others(self) -> tuple[int, ...]:
        """The columns of a document that mean nothing known: remarks, notes."""
        pairs = enumerate(zip(self.headings, self.meanings, strict=True))
        return tuple(n for n, (words, meaning) in pairs if self.document and words and not meaning)

    @property
    def usable(self) -> bool:
        """Whether rows can come to sessions: with a title, and a time."""
        return Column.TITLE in self.columns and bool(self.columns & {Column.START, Column.TIME})


def heading_of(text: str) -> Heading | None:
    """The column that a heading means, in one language or in two beside each other."""
    whole = recognised(text)
    if whole or len(text) > 80:
        return whole
    pieces = _SEPARATORS.split(text.strip())
    return next((found for piece in pieces if piece and (found := recognised(piece))), None)


def layout_of(
    row: tuple[Cell, ...], ask: Ask, collector: Collector, *, document: bool = False
) -> Layout:
    """What a row of headings says; what is not known is told, or in a document read as text."""
    headings = tuple(text_of(cell) for cell in row)
    meanings: list[Heading | None] = [
        _chosen(ask.columns, heading, place) for place, heading in enumerate(headings)
    ]
    _tell_title_from_position(headings, meanings, ask)
    seen: set[Heading] = set()
    for place, meaning in enumerate(meanings):
        if meaning in seen and meaning.column not in (Column.SPEAKERS, Column.TITLE):
            collector.tell(Code.COLUMN_TWICE, WHOLE, heading=headings[place])
            meanings[place] = None
        elif meaning is not None:
            seen.add(meaning)
        elif headings[place] and not document:
            collector.tell_once(Code.COLUMN_IGNORED, headings[place], heading=headings[place])
    return Layout(headings, tuple(meanings), document=document)


def _chosen(columns: Mapping[str, str], heading: str, place: int) -> Heading | None:
    """What a person chose for a column, else what its heading says."""
    chosen = columns.get(name_of(heading, place))
    if chosen is None:
        return heading_of(heading)
    if chosen == IGNORED:
        return None
    column, _, language = chosen.partition(":")
    try:
        return Heading(Column(column), language)
    except ValueError:
        return None


def _tell_title_from_position(
    headings: Sequence[str], meanings: list[Heading | None], ask: Ask
) -> None:
    """Beside an `Agenda item`, a `Title` is that of the person."""
    titles = [n for n, meaning in enumerate(meanings) if meaning == Heading(Column.TITLE)]
    if len(titles) < 2:
        return
    for place in titles:
        own = headings[place].strip().casefold() == "title"
        if own and name_of(headings[place], place) not in ask.columns:
            meanings[place] = Heading(Column.POSITION)


def name_of(heading: str, place: int) -> str:
    """What a column is called among those that were chosen."""
    return " ".join(heading.split()).casefold()[:80] or f"#{place + 1}"
