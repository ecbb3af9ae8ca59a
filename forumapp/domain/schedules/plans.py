"""What taking a file over would do, row by row, before it is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from forumapp.domain.schedules.findings import Finding, Place, Severity
from forumapp.domain.schedules.known import KnownSession
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.text import Translated


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the file says otherwise; of a speaker's line it names the speaker.

    `speaker` with nothing before is a line that is added, `order` is a new order of the list.
    """

    name: str
    before: Any = None
    after: Any = None
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewName:
    """A part, track or room to be made; its `ref` is a number below 0."""

    ref: int
    name: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPerson:
    """A person to be made (`ref` below 0) or changed, with the columns to set."""

    ref: int
    name: str
    values: Mapping[str, Any]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A line of a speaker list as it shall be; `id` None for a new one, values are those to set."""

    id: int | None
    person: int
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row of the file and what becomes of it.

    `values` are the columns to set: all of a new session's, the differing ones of another's.
    References in them and in the lines are numbers of the tables, or refs below 0. `lines` is the
    whole list in order, None where nothing of it changes. `room` and `speakers` are as the file
    says; `left` names who speaks and isn't in the file.
    """

    place: Place
    outcome: Outcome
    name: str
    code: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    room: str = ""
    speakers: tuple[tuple[SpeakingPart | None, str], ...] = ()
    session_id: int | None = None
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    video_room: int | None = None
    lines: tuple[PlannedLine, ...] | None = None
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether something of it was read only as well as could be."""
        return self.outcome is not Outcome.WRONG and any(
            finding.severity is Severity.DOUBT for finding in self.findings
        )


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All of it. `first_day` and `last_day` are those that the event has then.

    `kept` are sessions that the file doesn't have: they stay as they are. `findings` concern the
    whole file; those of rows stand with them.
    """

    rows: tuple[PlannedRow, ...]
    parts: tuple[NewName, ...] = ()
    tracks: tuple[NewName, ...] = ()
    rooms: tuple[NewName, ...] = ()
    people: tuple[PlannedPerson, ...] = ()
    kept: tuple[KnownSession, ...] = ()
    findings: tuple[Finding, ...] = ()
    first_day: date
    last_day: date
    longer: bool = False

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many rows come to what."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def doubtful(self) -> int:
        """How many rows that can be used are to be checked."""
        return sum(row.doubtful for row in self.rows)

    @property
    def usable(self) -> int:
        """How many rows can be used."""
        return len(self.rows) - self.counts[Outcome.WRONG]

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        changes = self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]
        return bool(changes or self.people or self.longer)

    @cached_property
    def token(self) -> str:
        """The same for two plans that do the same to an event in the same state."""
        content = (
            self.rows,
            self.parts,
            self.tracks,
            self.rooms,
            self.people,
            [session.id for session in self.kept],
            self.first_day,
            self.last_day,
        )
        return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()
