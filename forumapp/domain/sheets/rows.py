"""One session as a row of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.sheets.columns import Column, Heading, layout
from forumapp.domain.sheets.speakers import SpeakerLine, speakers_cell
from forumapp.domain.sheets.times import clock_cell, end_cell
from forumapp.domain.sheets.words import word
from forumapp.domain.text import Translated

Say = Callable[[StrEnum], str]


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


def cells(row: SheetRow, languages: Iterable[str], *, say: Say = word) -> tuple[str, ...]:
    """The row's cells under the headings of an event in these languages, all of them texts.

    `say` gives the words of codes, which `code_of` must know.
    """
    languages = tuple(languages) or ("en",)
    first = languages[0]
    return tuple(_cell(row, heading, first, say) for heading in layout(languages))


def _cell(row: SheetRow, heading: Heading, first: str, say: Say) -> str:
    if heading.column.translated:
        text: Translated = getattr(row, heading.column.value)
        return text.get(heading.language or first, "")
    return _CELLS[heading.column](row, say)


_CELLS: Mapping[Column, Callable[[SheetRow, Say], str]] = {
    Column.CODE: lambda row, _say: row.code,
    Column.KIND: lambda row, say: say(row.kind),
    Column.DAY: lambda row, _say: row.starts.date().isoformat(),
    Column.START: lambda row, _say: clock_cell(row.starts),
    Column.END: lambda row, _say: end_cell(row.starts, row.ends),
    Column.ROOM: lambda row, _say: row.room,
    Column.VIDEO_ROOM: lambda row, _say: row.video_room,
    Column.ALL_ROOMS: lambda row, _say: "yes" if row.all_rooms else "no",
    Column.PART: lambda row, _say: row.part,
    Column.TRACK: lambda row, _say: row.track,
    Column.LANGUAGES: lambda row, _say: " ".join(row.languages),
    Column.INTERPRETATION: lambda row, _say: " ".join(row.interpretation),
    Column.VISIBILITY: lambda row, say: say(row.visibility),
    Column.SPEAKERS: lambda row, say: speakers_cell(row.speakers, say=say),
    Column.ID: lambda row, _say: row.key,
}
