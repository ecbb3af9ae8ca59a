"""Circulars: what a secretariat writes to many at once, in several languages, once to each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from forumapp.domain import clock
from forumapp.domain.papers.letters import LetterKind
from forumapp.domain.questions import ANSWER
from forumapp.domain.text import Translated
from forumapp.domain.volumes import Volume

HOUR = time(9)  # of the event's clock, at which one leaves that is planned for a day
FURTHEST = 366  # days before the event, or after it
MOST_BYTES = 25 * 2**20  # that all files of a circular have together
MANY_BYTES = 5 * 2**20  # from which on some mail servers may refuse a mail


class CircularState(StrEnum):
    """A circular is written, then planned for a time, then sent, and doesn't change any more."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"


class Placeholder(StrEnum):
    """What stands in braces in a text and becomes each reader's own."""

    NAME = "name"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    VENUE = "venue"
    CONTACT = "contact"
    PROGRAMME = "programme"
    LINK = "link"


class Starter(StrEnum):
    """Texts to begin a circular from."""

    REMINDER = "reminder"
    PRACTICAL = "practical"
    JOINING = "joining"
    THANKS = "thanks"
    LETTER = "letter"


class Own(StrEnum):
    """What each reader of a circular can be sent of their own."""

    SCHEDULE = "schedule"
    BADGE = "badge"
    INVITATION = "invitation"
    VISA = "visa"
    CERTIFICATE = "certificate"

    @property
    def letter(self) -> LetterKind | None:
        """The kind of letter that it is, if it is one."""
        return LetterKind(self.value) if self.value in set(LetterKind) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPaper:
    """A reader's own paper as a PDF, or their schedule, which is none."""

    what: Own
    volume: Volume | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file that goes with every mail: its key in the store, and its name for readers."""

    file: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularFacts:
    """What a circular says; `body` is Markdown. A `test` goes to who wrote it alone, without what
    is the reader's own. `answers` are what its reader answered, by what stands in braces.
    """

    subject: Translated
    body: Translated
    test: bool = False
    papers: tuple[OwnPaper, ...] = ()
    files: tuple[Enclosed, ...] = ()
    answers: Mapping[str, Translated] = field(default_factory=dict)

    @property
    def asks_answers(self) -> bool:
        """Whether anything that the reader answered stands in it."""
        return any(f"{{{ANSWER}" in text for text in (*self.subject.values(), *self.body.values()))


_BRACES = re.compile(r"\{([^{}\n]{0,60})\}")


def unknown(text: str, *, answers: Collection[str] = ()) -> tuple[str, ...]:
    """What stands in braces and is no placeholder, nor one of these, in the order of the text."""
    known = {*Placeholder, *answers}
    return tuple(word for word in _BRACES.findall(text) if word not in known)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder's value in its place; other braces stay.

    An answer that wasn't given leaves nothing.
    """

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], "" if found[1].startswith(ANSWER) else found[0])

    return _BRACES.sub(value, text)


def leaves_at(
    *, at: datetime | None, days_before: int | None, starts_on: date, ends_on: date, zone: str
) -> datetime | None:
    """When a planned circular leaves: at that instant, or so many days before the event's first
    day, at nine of its clock, fewer than none counting from its last; None where neither is said.
    """
    if days_before is None:
        return at
    counted = starts_on if days_before >= 0 else ends_on
    return clock.instant(datetime.combine(counted - timedelta(days_before), HOUR), zone)
