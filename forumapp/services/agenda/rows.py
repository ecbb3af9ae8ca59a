"""What the organiser's pages know of sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from forumapp.domain import agenda, speakers
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session as it is now, with the names of what it refers to and the sum of its turns.

    `starts` and `ends` are wall times in the event's zone. `video` is the name of its video room,
    empty when it has none. `names` are those of everyone on the speaker list.
    """

    id: int
    version: int
    key: str
    code: str
    title: Translated
    kind: SessionKind
    part_id: int
    track_id: int | None
    room_id: int | None
    starts: datetime
    ends: datetime
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    description: Translated
    visibility: Visibility
    parked: bool
    all_rooms: bool
    part: Translated
    track: Translated
    room: Translated
    video_room_id: int | None
    video: str
    speaking: int
    spoken: int
    names: tuple[str, ...]

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def minutes(self) -> int:
        return agenda.minutes(self.starts, self.ends)

    @property
    def overrun(self) -> int:
        """By how many minutes the turns exceed the session."""
        return speakers.overrun(self.minutes, self.spoken)

    @property
    def online(self) -> bool:
        return self.video_room_id is not None

    @property
    def days_later(self) -> int:
        """How many midnights it crosses."""
        return (self.ends.date() - self.starts.date()).days


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions a list shows: those that meet everything that is set."""

    day: date | None = None
    part_id: int | None = None
    room_id: int | None = None
    track_id: int | None = None
    kind: SessionKind | None = None
    over: bool = False
    text: str = ""

    def admits(self, row: SessionRow) -> bool:
        wanted = (
            (self.day, row.day),
            (self.part_id, row.part_id),
            (self.room_id, row.room_id),
            (self.track_id, row.track_id),
            (self.kind, row.kind),
        )
        return (
            all(asked is None or asked == has for asked, has in wanted)
            and (not self.over or row.overrun > 0)
            and _mentions(row, self.text)
        )


def _mentions(row: SessionRow, text: str) -> bool:
    """Whether every word stands somewhere in the code, the titles, the names or the places."""
    fields = (row.code, *row.title.values(), *row.names, *row.room.values(), *row.track.values())
    hay = "\n".join(fields).casefold()
    return all(word in hay for word in text.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over a list of sessions; `minutes` is the time they take one after the other."""

    sessions: int
    minutes: int
    turns: int
    over: int


def totals(rows: Iterable[SessionRow]) -> Totals:
    kept = tuple(rows)
    return Totals(
        sessions=len(kept),
        minutes=sum(row.minutes for row in kept),
        turns=sum(row.speaking for row in kept),
        over=sum(row.overrun > 0 for row in kept),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a session may be put into, in the event's own order."""

    parts: tuple[tuple[int, Translated], ...]
    rooms: tuple[tuple[int, Translated], ...]
    tracks: tuple[tuple[int, Translated], ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What goes with a session when it is deleted."""

    speakers: int
    texts: int
    stars: int
    joins: int
    video: str
    released: bool
