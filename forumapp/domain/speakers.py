"""The speaker list of a session: who plays which part, for how many minutes, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forumapp.domain.text import Translated


class SpeakingPart(StrEnum):
    """The part a person plays in a session."""

    MASTER_OF_CEREMONIES = "master_of_ceremonies"
    CHAIR = "chair"
    CO_CHAIR = "co_chair"
    MODERATOR = "moderator"
    OPENING_REMARKS = "opening_remarks"
    ADDRESS = "address"
    KEYNOTE = "keynote"
    PRESENTATION = "presentation"
    PANELLIST = "panellist"
    DISCUSSANT = "discussant"
    STATEMENT = "statement"
    CLOSING_REMARKS = "closing_remarks"

    @property
    def presides(self) -> bool:
        """Whether this part leads the session rather than taking a turn in it."""
        return self in PRESIDING


PRESIDING = frozenset(
    {
        SpeakingPart.MASTER_OF_CEREMONIES,
        SpeakingPart.CHAIR,
        SpeakingPart.CO_CHAIR,
        SpeakingPart.MODERATOR,
    }
)


class SpeakerMode(StrEnum):
    """How a speaker is heard."""

    ROOM = "room"
    VIDEO_LINK = "video_link"
    RECORDED = "recorded"


class SpeakerStatus(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"

    @property
    def speaks(self) -> bool:
        return self in (SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFacts:
    """One line of a speaker list. `minutes` 0 takes no time of its own."""

    id: int
    person_id: int
    part: SpeakingPart
    minutes: int = 0
    mode: SpeakerMode = SpeakerMode.ROOM
    status: SpeakerStatus = SpeakerStatus.INVITED
    topic: Translated = Translated()


def running_order(
    starts: datetime, speakers: Iterable[SpeakerFacts]
) -> tuple[tuple[SpeakerFacts, datetime | None], ...]:
    """Each speaker who speaks with the wall time of the turn, in list order.

    A turn starts when the minutes before it are over; a line without minutes has no time.
    """
    turns: list[tuple[SpeakerFacts, datetime | None]] = []
    clock = starts
    for speaker in speakers:
        if not speaker.status.speaks:
            continue
        turns.append((speaker, clock if speaker.minutes else None))
        clock += timedelta(minutes=speaker.minutes)
    return tuple(turns)


def moved(order: Sequence[int], key: int, *, step: int) -> tuple[int, ...]:
    """The same keys with this one so many places further down (up where negative), within bounds.

    Raises ValueError for a key that isn't among them.
    """
    place = order.index(key)
    rest = [other for other in order if other != key]
    rest.insert(max(0, place + step), key)
    return tuple(rest)


def turns_from(minutes: int, speakers: Iterable[SpeakerFacts]) -> tuple[int, ...]:
    """The lines that come when so many minutes of the session are over, in list order.

    A turn that has begun by then isn't among them; who takes no time comes with the turn before.
    """
    later, over = [], 0
    for speaker in speakers:
        if over >= minutes:
            later.append(speaker.id)
        if speaker.status.speaks:
            over += speaker.minutes
    return tuple(later)


def overrun(length: int, spoken: int) -> int:
    """By how many minutes the turns exceed a session of this length; 0 when they fit."""
    return max(0, spoken - length)
