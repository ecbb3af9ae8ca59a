"""What an event has already, as a file is compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A part, track, room or video room."""

    id: int
    name: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """One line of a speaker list, in the order of the list."""

    id: int
    person_id: int
    part: SpeakingPart
    minutes: int
    mode: SpeakerMode
    status: SpeakerStatus
    topic: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    id: int
    honorific: str
    printed_name: str
    family_name: str
    native_name: str
    title: Translated
    organisation: Translated
    country: str

    @property
    def name(self) -> str:
        return f"{self.honorific} {self.printed_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """A session; `starts` and `ends` are wall times of the event's zone."""

    id: int
    key: str
    code: str
    title: Translated
    kind: SessionKind
    starts: datetime
    ends: datetime
    part_id: int
    track_id: int | None
    room_id: int | None
    video_room_id: int | None
    all_rooms: bool
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    visibility: Visibility
    description: Translated
    parked: bool
    lines: tuple[KnownLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """An event and all that a file may name of it; `elsewhere` are keys that other events have."""

    key: str
    title: Translated
    venue: Translated = Translated()
    zone: str
    languages: tuple[str, ...]
    first_day: date
    last_day: date
    sessions: tuple[KnownSession, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    parts: tuple[Named, ...] = ()
    tracks: tuple[Named, ...] = ()
    rooms: tuple[Named, ...] = ()
    video_rooms: tuple[Named, ...] = ()
    elsewhere: frozenset[str] = frozenset()
