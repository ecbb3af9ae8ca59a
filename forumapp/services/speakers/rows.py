"""What the organiser's pages know of a speaker list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forumapp.domain.invitations import Answer
from forumapp.domain.people import PersonFacts
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a speaker list and its person.

    `starts` is the wall time of the turn, worked out from the minutes before it; None for who
    takes no time or doesn't speak. `text` is the speech as Markdown. `answer` is what the person
    answered to the invitation, None for whom nobody has asked.
    """

    id: int
    version: int
    session_id: int
    person_id: int
    part: SpeakingPart
    minutes: int
    mode: SpeakerMode
    status: SpeakerStatus
    topic: Translated
    text: str
    text_language: str
    person: PersonFacts
    starts: datetime | None
    answer: Answer | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineValues:
    """What an organiser writes of one line."""

    part: SpeakingPart
    minutes: int = 0
    mode: SpeakerMode = SpeakerMode.ROOM
    status: SpeakerStatus = SpeakerStatus.INVITED

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in LineValues.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechValues(LineValues):
    """A line with its topic and the text handed in, as Markdown in a language of the event."""

    topic: Translated = Translated()
    text: str = ""
    text_language: str = "en"

    def columns(self) -> dict[str, Any]:
        return {
            **LineValues.columns(self),
            "topic": self.topic,
            "text": self.text,
            "text_language": self.text_language,
        }
