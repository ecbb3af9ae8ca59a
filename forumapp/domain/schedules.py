"""A schedule that comes from another program, as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Problem(StrEnum):
    """What was wrong with a row; the row is left out or read as well as can be."""

    NO_TITLE = "no_title"
    NO_TIME = "no_time"
    NO_DURATION = "no_duration"
    SAME_IDENTITY = "same_identity"
    UNKNOWN_ZONE = "unknown_zone"


class Unreadable(Exception):
    """The file is of no kind that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSession:
    """One session of a file. `starts` is a wall time; `identity` is the file's own."""

    identity: str
    title: str
    starts: datetime
    minutes: int
    room: str = ""
    track: str = ""
    description: str = ""
    language: str = ""
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSchedule:
    """What a file says. `problems` are (identity or title, what was wrong)."""

    title: str
    acronym: str
    zone: str
    sessions: tuple[ReadSession, ...]
    problems: tuple[tuple[str, Problem], ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """First and last day on which a session starts; ValueError for an empty schedule."""
        return (
            min(session.starts for session in self.sessions).date(),
            max(session.starts for session in self.sessions).date(),
        )
