"""A session's speaker list as a file has it, beside the one that is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from forumapp.domain.schedules.known import KnownLine
from forumapp.domain.schedules.plans import Difference, PlannedLine
from forumapp.domain.schedules.reading import ReadSpeaker
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated

_SAID = ("part", "minutes", "mode", "status")
_USUAL = {
    "part": SpeakingPart.PRESENTATION,
    "minutes": 0,
    "mode": SpeakerMode.ROOM,
    "status": SpeakerStatus.INVITED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """Someone whom the file has speak, the number of the person, and what is said of the line."""

    person: int
    name: str
    speaker: ReadSpeaker
    topic: Translated


@dataclass(frozen=True, slots=True)
class Lines:
    """The list as it shall be, None where nothing changes; how it differs; whom it keeps."""

    planned: tuple[PlannedLine, ...] | None
    differences: tuple[Difference, ...]
    kept: tuple[KnownLine, ...]


def compared(said: Sequence[Said], known: Sequence[KnownLine]) -> Lines:
    """The file's lines in its order; those that it lacks stay where they were."""
    own = _own_lines(said, known)
    planned = [_planned(one, line) for one, line in zip(said, own, strict=True)]
    differences = [
        difference
        for one, line in zip(said, own, strict=True)
        for difference in _differences(one, line)
    ]
    used = {line.id for line in own if line is not None}
    kept = tuple(line for line in known if line.id not in used)
    whole = _with_kept(planned, kept, known)
    if differences == [] and [line.id for line in whole] == [line.id for line in known]:
        return Lines(None, (), kept)
    if differences == []:
        differences.append(Difference("order"))
    return Lines(tuple(whole), tuple(differences), kept)


def _own_lines(said: Iterable[Said], known: Iterable[KnownLine]) -> list[KnownLine | None]:
    """The line of each: the person's, and of several the one most like it."""
    free = list(known)
    found: list[KnownLine | None] = []
    for one in said:
        mine = [line for line in free if line.person_id == one.person]
        line = max(mine, key=lambda known: _likeness(one, known), default=None)
        if line is not None:
            free.remove(line)
        found.append(line)
    return found


def _likeness(one: Said, line: KnownLine) -> tuple[bool, int, bool]:
    """By the part, by all else that is said, and by whether they still speak."""
    said = _values(one)
    same = sum(_after(line, name, value) == getattr(line, name) for name, value in said.items())
    return line.part == one.speaker.part, same, line.status.speaks


def _values(one: Said) -> dict[str, Any]:
    given = {name: getattr(one.speaker, name) for name in _SAID}
    values = {name: value for name, value in given.items() if value is not None}
    return values | ({"topic": one.topic} if one.topic else {})


def _planned(one: Said, line: KnownLine | None) -> PlannedLine:
    values = _values(one)
    if line is None:
        return PlannedLine(id=None, person=one.person, values={**_USUAL, **values})
    changes = {name: _after(line, name, value) for name, value in values.items()}
    differing = {name: value for name, value in changes.items() if getattr(line, name) != value}
    return PlannedLine(id=line.id, person=one.person, values=differing)


def _differences(one: Said, line: KnownLine | None) -> list[Difference]:
    if line is None:
        return [Difference("speaker", None, one.name)]
    return [
        Difference(name, getattr(line, name), value, one.name)
        for name, value in _planned(one, line).values.items()
    ]


def _after(line: KnownLine, name: str, value: Any) -> Any:
    """The value as it shall be; a topic that stands in another language already stays there."""
    if name != "topic":
        return value
    known = set(line.topic.values())
    return Translated({**line.topic, **{code: t for code, t in value.items() if t not in known}})


def _with_kept(
    planned: list[PlannedLine], kept: Iterable[KnownLine], known: Sequence[KnownLine]
) -> list[PlannedLine]:
    """Each kept line right after the one that it came after."""
    order = [line.id for line in known]
    whole = list(planned)
    for line in kept:
        before = order[: order.index(line.id)]
        places = [place for place, other in enumerate(whole) if other.id in before]
        at = max(places, default=-1) + 1
        whole.insert(at, PlannedLine(id=line.id, person=line.person_id))
    return whole
