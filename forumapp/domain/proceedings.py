"""The facts of a proceedings volume."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forumapp.domain.delegations import Capacity, DelegationCategory
from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechFacts:
    """The text of one line of a speaker list. `html` was cleaned when it was saved."""

    speaker_id: int
    language: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFacts:
    """One person of the list of participants, already in protocol order."""

    person: PersonFacts
    capacity: Capacity
    modes: tuple[Mode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDelegation:
    """One heading of the list of participants: a state (`country`) or an organisation."""

    category: DelegationCategory | None
    country: str
    name: Translated
    participants: tuple[ParticipantFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """A proceedings volume. `foreword` is cleaned HTML by language."""

    programme: Programme
    foreword: Translated = Translated()
    foreword_by: str = ""
    symbol: str = ""
    issued_on: date
    speeches: tuple[SpeechFacts, ...] = ()
    delegations: tuple[ListedDelegation, ...] = ()
