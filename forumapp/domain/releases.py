"""What two releases differ in beside their sessions: names of places and people, the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts, PartFacts, Programme, RoomFacts, TrackFacts

Named = TypeVar("Named", PartFacts, RoomFacts, TrackFacts, PersonFacts)


class FrameKind(StrEnum):
    EVENT = "event"
    ORGANISERS = "organisers"
    PART = "part"
    ROOM = "room"
    TRACK = "track"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FrameChange:
    """Something that stands behind many sessions and is written otherwise than before.

    Before and after are facts of one kind; those of the event where its organisers changed.
    """

    kind: FrameKind
    before: EventFacts | PartFacts | RoomFacts | TrackFacts | PersonFacts
    after: EventFacts | PartFacts | RoomFacts | TrackFacts | PersonFacts


_OF_EVENT = (
    "title",
    "theme",
    "starts_on",
    "ends_on",
    "zone",
    "place",
    "venue",
    "format",
    "capitals",
)
_OF_PERSON = (
    "honorific",
    "printed_name",
    "family_name",
    "native_name",
    "title",
    "organisation",
    "country",
)


def compare_frame(before: Programme | None, after: Programme) -> tuple[FrameChange, ...]:
    """What is written otherwise in both programmes; what only one of them has is no change."""
    if before is None:
        return ()
    changes = []
    if _differ(before.event, after.event, _OF_EVENT):
        changes.append(FrameChange(FrameKind.EVENT, before.event, after.event))
    if before.event.organisations != after.event.organisations:
        changes.append(FrameChange(FrameKind.ORGANISERS, before.event, after.event))
    changes += _renamed(FrameKind.PART, before.parts, after.parts, ("name",))
    changes += _renamed(FrameKind.ROOM, before.rooms, after.rooms, ("name",))
    changes += _renamed(FrameKind.TRACK, before.tracks, after.tracks, ("name",))
    changes += _renamed(FrameKind.PERSON, before.people, after.people, _OF_PERSON)
    return tuple(changes)


def _renamed(
    kind: FrameKind, before: Iterable[Named], after: Iterable[Named], names: tuple[str, ...]
) -> list[FrameChange]:
    old = {one.id: one for one in before}
    return [
        FrameChange(kind, old[one.id], one)
        for one in after
        if one.id in old and _differ(old[one.id], one, names)
    ]


def _differ(one: object, other: object, names: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)
