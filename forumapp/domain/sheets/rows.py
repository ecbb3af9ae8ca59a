"""One session as a row of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.sheets.columns import Column, Heading, layout
from forumapp.domain.sheets.speakers import SpeakerLine, speakers_cell
from forumapp.domain.sheets.times import clock_cell, end_cell
from forumapp.domain.sheets.words import word
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A session with the names of what it is in. Times are wall times of the event's zone."""

    key: str
    code: str
    title: Translated
    kind: SessionKind
    starts: datetime
    ends: datetime
    room: str = ""
    video_room: str = ""
    all_rooms: bool = False
    part: str = ""
    track: str = ""
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    description: Translated = Translated()
    speakers: tuple[SpeakerLine, ...] = ()


def cells(row: SheetRow, languages: Iterable[str]) -> tuple[str, ...]:
    """The row's cells under the headings of an event in these languages, all of them texts."""
    languages = tuple(languages) or ("en",)
    first = languages[0]
    return tuple(_cell(row, heading, first) for heading in layout(languages))


def _cell(row: SheetRow, heading: Heading, first: str) -> str:
    if heading.column.translated:
        text: Translated = getattr(row, heading.column.value)
        return text.get(heading.language or first, "")
    return _CELLS[heading.column](row)


_CELLS: Mapping[Column, Callable[[SheetRow], str]] = {
    Column.CODE: lambda row: row.code,
    Column.KIND: lambda row: word(row.kind),
    Column.DAY: lambda row: row.starts.date().isoformat(),
    Column.START: lambda row: clock_cell(row.starts),
    Column.END: lambda row: end_cell(row.starts, row.ends),
    Column.ROOM: lambda row: row.room,
    Column.VIDEO_ROOM: lambda row: row.video_room,
    Column.ALL_ROOMS: lambda row: "yes" if row.all_rooms else "no",
    Column.PART: lambda row: row.part,
    Column.TRACK: lambda row: row.track,
    Column.LANGUAGES: lambda row: " ".join(row.languages),
    Column.INTERPRETATION: lambda row: " ".join(row.interpretation),
    Column.VISIBILITY: lambda row: word(row.visibility),
    Column.SPEAKERS: lambda row: speakers_cell(row.speakers),
    Column.ID: lambda row: row.key,
}
