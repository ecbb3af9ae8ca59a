"""Registrations: what a form holds, who is the same person, seats and the waiting list."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forumapp.domain.answers import Answers
from forumapp.domain.delegations import Capacity
from forumapp.domain.events import Mode
from forumapp.domain.text import many_lines, one_line

LONGEST_NAME = 200
LONGEST_LINE = 300
LONGEST_NOTE = 1000


class RegistrationStatus(StrEnum):
    """What the secretariat decided about a person."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def active(self) -> bool:
        return self in (RegistrationStatus.PENDING, RegistrationStatus.APPROVED)


class SeatStatus(StrEnum):
    """A person's seat in one part: a pending registration already holds one.

    One that is offered is kept for the person until the offer runs out.
    """

    HELD = "held"
    OFFERED = "offered"
    WAITING = "waiting"
    RELEASED = "released"

    @property
    def taken(self) -> bool:
        """Whether it counts against the capacity and the quota."""
        return self in TAKEN


TAKEN = (SeatStatus.HELD, SeatStatus.OFFERED)


class Origin(StrEnum):
    """How a registration came about."""

    FORM = "form"
    FOCAL_POINT = "focal_point"
    SECRETARIAT = "secretariat"
    ON_THE_SPOT = "on_the_spot"
    CODE = "code"


class Reach(StrEnum):
    """Whether mails reach a person."""

    REACHED = "reached"
    RETURNED = "returned"
    MISSING = "missing"


class Approval(StrEnum):
    """How a category of participants is approved."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"


class Outcome(StrEnum):
    """What became of a form that was sent."""

    NEW = "new"
    SENT_TWICE = "sent_twice"
    KNOWN_PERSON = "known_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person writes of themselves, cleaned; `family_name` is a part of `printed_name`.

    `country` is an ISO 3166-1 alpha-2 code, `locale` the language of the mails, and `listed` the
    consent to stand in the list of participants. `answers` are those to the event's own questions,
    None where a form asks none of them.
    """

    honorific: str = ""
    printed_name: str
    family_name: str = ""
    native_name: str = ""
    title: str = ""
    organisation: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    locale: str = "en"
    access_needs: str = ""
    dietary_needs: str = ""
    listed: bool = False
    answers: Answers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for: a category, perhaps a delegation, and a mode in each part chosen.

    `capacity` is that in the delegation, `origin` who asks.
    """

    category_id: int
    delegation_id: int | None = None
    parts: Mapping[int, Mode] = field(default_factory=dict)
    capacity: Capacity = Capacity.DELEGATE
    origin: Origin = Origin.FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCount:
    """The seats of one part in one mode. `capacity` None means without limit.

    `held` counts those that are offered too; `waiting` are those who would sit here if one more
    seat were free.
    """

    part_id: int
    mode: Mode
    capacity: int | None
    held: int
    waiting: int = 0

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.held)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def open(self) -> int | None:
        """The seats that someone who asks now can have: none while others wait for one."""
        return 0 if self.waiting and self.capacity is not None else self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The people of one delegation in one mode. `limit` None means without limit."""

    mode: Mode
    limit: int | None
    held: int

    @property
    def is_full(self) -> bool:
        return self.limit is not None and self.held >= self.limit


def seat(count: SeatCount, *quotas: Quota) -> SeatStatus:
    """What a new request for a seat gets; nobody overtakes those who already wait."""
    if count.open == 0 or any(quota.is_full for quota in quotas):
        return SeatStatus.WAITING
    return SeatStatus.HELD


def decided(approval: Approval) -> RegistrationStatus:
    """The status a new registration of a category starts with."""
    if approval is Approval.AUTOMATIC:
        return RegistrationStatus.APPROVED
    return RegistrationStatus.PENDING


def same_as(*, email: str, printed_name: str) -> str:
    """One value for one person, however often and however carelessly name and address are typed.

    Case, marks of direction, width and the order of the name's words make no difference; a shared
    mailbox with another name is another person. Without an address nobody is recognised: empty.
    """
    if not email:
        return ""
    words = sorted(_letters(printed_name).split())
    return hashlib.sha256("\0".join((_letters(email), *words)).encode()).hexdigest()


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc"))


LONGEST: Mapping[str, int] = {
    "honorific": 60,
    "printed_name": LONGEST_NAME,
    "family_name": LONGEST_NAME,
    "native_name": LONGEST_NAME,
    "title": LONGEST_LINE,
    "organisation": LONGEST_LINE,
    "access_needs": LONGEST_NOTE,
    "dietary_needs": LONGEST_NOTE,
}
_NOTES = ("access_needs", "dietary_needs")


def cleaned(raw: Mapping[str, str]) -> dict[str, str]:
    """Every text as it may be kept: one-line fields on one line, notes with line feeds alone."""
    return {
        name: many_lines(raw.get(name, "")) if name in _NOTES else one_line(raw.get(name, ""))
        for name in LONGEST
    }


def text_errors(texts: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with cleaned texts, field by field: `required`, `too_many_characters`, …"""
    errors = {
        name: "too_many_characters" for name, most in LONGEST.items() if len(texts[name]) > most
    }
    if not any(character.isalpha() for character in texts["printed_name"]):
        errors["printed_name"] = "required"
    elif family_part(texts["printed_name"], texts["family_name"]) is None:
        errors.setdefault("family_name", "not_in_name")
    return errors


def family_part(printed_name: str, family_name: str) -> str | None:
    """The family name as the printed name writes it, whatever the case; None if it isn't there."""
    if family_name in printed_name:
        return family_name
    at = printed_name.lower().find(family_name.lower())
    if at < 0 or len(printed_name.lower()) != len(printed_name):
        return None
    return printed_name[at : at + len(family_name)]


_SCRIPTS = (
    ("km", "\u1780", "\u17ff"),
    ("lo", "\u0e80", "\u0eff"),
    ("th", "\u0e00", "\u0e7f"),
    ("my", "\u1000", "\u109f"),
    ("zh", "\u3400", "\u9fff"),
)


def written_in(text: str) -> str:
    """The language that a text's script tells of: km, lo, th, my, zh; en for any other."""
    letters = [c for c in text if c.isalpha()]
    for language, first, last in _SCRIPTS:
        if sum(first <= c <= last for c in letters) * 2 > len(letters):
            return language
    return "en"
