"""What clashes are worked out from, and what one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from forumapp.domain.agenda import SessionKind


class ClashKind(StrEnum):
    """What can be wrong with a plan."""

    ROOM = "room"
    VIDEO_ROOM = "video_room"
    PERSON = "person"
    TURNAROUND = "turnaround"
    UNAVAILABLE = "unavailable"
    SHIFT = "shift"
    SEATS = "seats"
    VIDEO_SEATS = "video_seats"
    MINUTES = "minutes"
    OUTSIDE = "outside"
    UNCONFIRMED = "unconfirmed"
    NO_CHAIR = "no_chair"
    NIGHT = "night"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day that a meeting should leave alone, `until` excluded; they may cross midnight.

    A night has no name.
    """

    start: time
    until: time
    name: str = ""

    def has(self, wall: datetime) -> bool:
        """Whether a clock that shows this is within them."""
        now = wall.time()
        if self.start <= self.until:
            return self.start <= now < self.until
        return now >= self.start or now < self.until

    @property
    def written(self) -> str:
        """As an organiser writes them: 12:00–13:30 Friday prayer."""
        return f"{self.start:%H:%M}–{self.until:%H:%M} {self.name}".strip()


_WRITTEN = re.compile(
    r"(?P<start>\d{1,2}[:.]\d\d)\s*[-–—−~至到]\s*(?P<until>\d{1,2}[:.]\d\d)[\s,:：，]*(?P<name>.+)"
)


def read_hours(line: str) -> Hours:
    """Hours with their name from a written line; ValueError when it is none."""
    found = _WRITTEN.fullmatch(line.strip())
    if found is None:
        raise ValueError(line)
    start, until = (_time(found[name]) for name in ("start", "until"))
    if start == until:
        raise ValueError(line)
    return Hours(start, until, found["name"].strip())


def _time(text: str) -> time:
    hour, minute = re.split("[:.]", text)
    return time(int(hour), int(minute))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """An event's own: its days, the minutes between two rooms, an interpreter's longest stretch."""

    zone: str
    first_day: date
    last_day: date
    turnaround: int = 5
    longest_shift: int = 40
    night: Hours = Hours(time(22), time(6))
    quiet: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A session with a time. `starts` and `ends` are instants in UTC, `day` the venue's.

    `expected` and `expected_online` are the people that seats are needed for. `spoken` is the sum
    of the minutes of its turns.
    """

    id: int
    kind: SessionKind
    part_id: int
    day: date
    starts: datetime
    ends: datetime
    room_id: int | None = None
    all_rooms: bool = False
    video_room_id: int | None = None
    expected: int = 0
    expected_online: int = 0
    spoken: int = 0
    speaking: int = 0
    confirmed: int = 0
    presiding: int = 0

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds() // 60)


class Task(StrEnum):
    """Why a person has to be in a session."""

    SPEAKS = "speaks"
    PRESIDES = "presides"
    INTERPRETS = "interprets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A person's task in a session, from one instant to another (UTC), at a place or by video link.

    `who` is the same for the same person in every event. `turn` is when they are heard, where that
    is known. `elsewhere` says that the session is one of another event, whose number it is.
    """

    who: str
    person_id: int
    session_id: int
    task: Task
    starts: datetime
    ends: datetime
    turn: tuple[datetime, datetime] | None = None
    room_id: int | None = None
    by_video: bool = False
    zone: str = ""
    elsewhere: int | None = None

    @property
    def heard(self) -> tuple[datetime, datetime]:
        """When the person is needed at the least."""
        return self.turn or (self.starts, self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """When a person can't take part, in UTC."""

    who: str
    starts: datetime
    ends: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole event to be looked at: what it holds, whom it needs, and by which rules.

    Seats are by room; a room without a number takes any number of people. Duties in other events
    are those of people who have one in this event too.
    """

    rules: Rules
    sessions: tuple[Planned, ...]
    duties: tuple[Duty, ...] = ()
    absences: tuple[Absence, ...] = ()
    seats: Mapping[int, int] = field(default_factory=dict)
    video_seats: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One thing that is wrong: in which sessions, about whom or which room, with the facts of it.

    `sessions` are of this event; `elsewhere` is the session of another one, as (event, session).
    """

    kind: ClashKind
    sessions: tuple[int, ...]
    person_id: int | None = None
    room_id: int | None = None
    elsewhere: tuple[int, int] | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What clashes with what: the same however often it is worked out."""
        pieces = [self.kind.value, "-".join(map(str, sorted(self.sessions)))]
        if self.person_id is not None:
            pieces.append(f"p{self.person_id}")
        if self.elsewhere is not None:
            pieces.append("e{}-{}".format(*self.elsewhere))
        if name := self.facts.get("hours"):
            pieces.append(str(name))
        return ":".join(pieces)
