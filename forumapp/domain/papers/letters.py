"""Letters to participants: their texts with placeholders, and the code that proves them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from forumapp.domain.delegations import Capacity
from forumapp.domain.people import PersonFacts
from forumapp.domain.programme import EventFacts
from forumapp.domain.questions import ANSWER
from forumapp.domain.registration import written_in
from forumapp.domain.text import Translated


class LetterKind(StrEnum):
    INVITATION = "invitation"
    VISA = "visa"
    CERTIFICATE = "certificate"


class TextKind(StrEnum):
    """The texts that an organiser may write in place of the usual ones: of letters, and the note
    verbale that invites delegations.
    """

    INVITATION = LetterKind.INVITATION.value
    VISA = LetterKind.VISA.value
    CERTIFICATE = LetterKind.CERTIFICATE.value
    NOTE = "note"


class Placeholder(StrEnum):
    """What a text may ask for, written in braces: {name}."""

    HONORIFIC = "honorific"
    NAME = "name"
    NATIVE_NAME = "native_name"
    TITLE = "title"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    DELEGATION = "delegation"
    CAPACITY = "capacity"
    CATEGORY = "category"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    VENUE = "venue"
    TODAY = "today"
    CONTACT = "contact"
    SECRETARIAT = "secretariat"
    SESSIONS = "sessions"


LONGEST_HEADING, LONGEST_TEXT = 200, 10_000
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
CODE = 16  # characters of a code, five bits each


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """A letter as it was issued: its text with placeholders, and the facts that fill them.

    `answers` are its reader's, by what stands in braces.
    """

    kind: LetterKind
    language: str
    code: str
    heading: str
    text: str
    person: PersonFacts
    event: EventFacts
    category: Translated = Translated()
    delegation_country: str = ""
    delegation_name: Translated = Translated()
    capacity: Capacity
    sessions: int = 0
    answers: Mapping[str, Translated] = field(default_factory=dict)
    day: date


_SET = re.compile(r"(?P<kind>[a-z]+)(?:-d(?P<delegation>\d{1,9}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoice:
    """Which letters are put together: all of a kind that are good, or those of a delegation."""

    kind: LetterKind
    delegation_id: int | None = None

    @property
    def code(self) -> str:
        """The same as a word: certificate-d12."""
        return f"{self.kind}-d{self.delegation_id}" if self.delegation_id else self.kind.value

    @classmethod
    def of(cls, code: str) -> LetterChoice:
        """The choice of such a word; raises ValueError for any other."""
        found = _SET.fullmatch(code)
        if found is None:
            raise ValueError(code)
        delegation = found["delegation"]
        return cls(
            kind=LetterKind(found["kind"]), delegation_id=int(delegation) if delegation else None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSet:
    """Letters to be put together, by number, in the order of their readers' names."""

    event: EventFacts
    kind: LetterKind
    ids: tuple[int, ...]


_BRACES = re.compile(r"\{([^{}\n]*)\}")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")
_BEFORE_NOTHING = re.compile(r"(?:[,，] ?)+(?=[,，.。)）])")
_AFTER_NOTHING = re.compile(r"([(（])[,，] ?")
_IDLE_LINES = re.compile(r"(?m)^ {2}\n")
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})


def named(text: str) -> list[str]:
    """What stands in braces, in its order."""
    return _BRACES.findall(text)


def lacks_an_answer(text: str, answers: Collection[str]) -> bool:
    """Whether the text names an answer that is not among these placeholders."""
    return any(name.startswith(ANSWER) and name not in answers for name in named(text))


def faults(text: str, *, known: Collection[str]) -> tuple[str, ...]:
    """What stands in braces without being one of the placeholders; `{` or `}` for one left open."""
    unknown = [found for found in named(text) if found not in known]
    rest = _BRACES.sub("", text)
    return tuple(dict.fromkeys([*unknown, *(mark for mark in "{}" if mark in rest)]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders' values, none of which is taken for Markdown."""
    return _closed_up(_BRACES.sub(lambda found: escaped(values.get(found[1], "")), text))


def escaped(text: str) -> str:
    """A text that means in Markdown what it says."""
    return _MARKS.sub(r"\\\1", text)


def plain(text: str, values: Mapping[str, str]) -> str:
    """The same for a text that is no Markdown, such as a heading."""
    return _closed_up(_BRACES.sub(lambda found: values.get(found[1], ""), text))


def _closed_up(text: str) -> str:
    """Without the commas and lines that stand about what somebody has not: a title, a country."""
    text = _IDLE_LINES.sub("", text)
    return _AFTER_NOTHING.sub(r"\1", _BEFORE_NOTHING.sub("", text))


def name_on(person: PersonFacts, language: str) -> str:
    """Honorific and name as a letter prints them; on a Chinese one, a Chinese name in Chinese."""
    if language == "zh" and written_in(person.native_name) == "zh":
        return person.native_name
    return person.name


def read_code(typed: str) -> str:
    """A code as somebody types it: small letters, spaces, O for 0; empty for none at all."""
    code = typed.strip().upper().translate(_ALIKE)
    return code if len(code) == CODE and set(code) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """A code as it is printed: 7K3M-92QX-…"""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
