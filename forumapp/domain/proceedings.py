"""The facts of a proceedings volume."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forumapp.domain.delegations import CAPACITY_RANK, Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechFacts:
    """The text of one line of a speaker list, in Markdown as it was handed in."""

    speaker_id: int
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFacts:
    """One person of the list of participants. `modes` are those of the parts attended."""

    person: PersonFacts
    capacity: Capacity
    position: int = 0
    modes: tuple[Mode, ...] = ()

    @property
    def online(self) -> bool:
        """Whether the person took part by video link alone."""
        return self.modes == (Mode.ONLINE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDelegation:
    """One heading of the list: a state (`country`), an organisation (`name`), or neither.

    `category` None gathers those who came without a delegation.
    """

    category: DelegationCategory | None
    country: str = ""
    name: Translated = Translated()
    participants: tuple[ParticipantFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """A proceedings volume, of what everyone may read. `foreword` is Markdown by language."""

    programme: Programme
    foreword: Translated = Translated()
    foreword_by: Translated = Translated()
    symbol: str = ""
    issued_on: date
    speeches: tuple[SpeechFacts, ...] = ()
    delegations: tuple[ListedDelegation, ...] = ()

    def speeches_of(self, session: SessionFacts) -> tuple[SpeechFacts, ...]:
        """The texts of a session in the order of its speaker list."""
        texts = {speech.speaker_id: speech for speech in self.speeches}
        return tuple(
            texts[speaker.id]
            for speaker in session.speakers
            if speaker.status.speaks and speaker.id in texts
        )

    @property
    def participants(self) -> int:
        """How many people are listed."""
        return sum(len(delegation.participants) for delegation in self.delegations)


def listed_under(category: DelegationCategory | None) -> DelegationCategory | None:
    """The heading under which a category is listed: hosts stand among the members."""
    if category in (DelegationCategory.HOST, DelegationCategory.CO_HOST):
        return DelegationCategory.MEMBER
    return category


def by_precedence(participants: Iterable[ParticipantFacts]) -> tuple[ParticipantFacts, ...]:
    """The people of one delegation: the head first, then by capacity, place and family name."""
    return tuple(
        sorted(
            participants,
            key=lambda one: (
                CAPACITY_RANK[one.capacity],
                one.position,
                one.person.sort_key,
                one.person.id,
            ),
        )
    )
