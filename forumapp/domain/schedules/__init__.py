"""Schedules that come from other programs: what a file says, and what taking it over would do."""

from forumapp.domain.schedules.days import spanned
from forumapp.domain.schedules.findings import Code, Finding, Place, Severity, Unreadable
from forumapp.domain.schedules.known import (
    KnownEvent,
    KnownLine,
    KnownPerson,
    KnownSession,
    Named,
)
from forumapp.domain.schedules.planning import plan
from forumapp.domain.schedules.plans import (
    Difference,
    NewName,
    Outcome,
    Plan,
    PlannedLine,
    PlannedPerson,
    PlannedRow,
)
from forumapp.domain.schedules.reading import (
    IGNORED,
    Ask,
    FileKind,
    ReadColumn,
    ReadEvent,
    ReadSchedule,
    ReadSession,
    ReadSpeaker,
)

__all__ = [
    "IGNORED",
    "Ask",
    "Code",
    "Difference",
    "FileKind",
    "Finding",
    "KnownEvent",
    "KnownLine",
    "KnownPerson",
    "KnownSession",
    "Named",
    "NewName",
    "Outcome",
    "Place",
    "Plan",
    "PlannedLine",
    "PlannedPerson",
    "PlannedRow",
    "ReadColumn",
    "ReadEvent",
    "ReadSchedule",
    "ReadSession",
    "ReadSpeaker",
    "Severity",
    "Unreadable",
    "plan",
    "spanned",
]
