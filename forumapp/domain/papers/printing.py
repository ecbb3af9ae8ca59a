"""What is printed of people and delegations: badges, nameplates, flags, and lists for doors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forumapp.domain.events import Mode
from forumapp.domain.people import PersonFacts
from forumapp.domain.proceedings import ListedDelegation, ParticipantFacts
from forumapp.domain.programme import EventFacts
from forumapp.domain.text import Translated


class BadgeSheet(StrEnum):
    """How badges lie on paper; the numbers are how many share an A4 sheet."""

    A4_10 = "a4_10"
    A4_8 = "a4_8"
    A4_4 = "a4_4"
    A6 = "a6"

    @property
    def together(self) -> int:
        """How many lie on one page."""
        return {BadgeSheet.A4_10: 10, BadgeSheet.A4_8: 8, BadgeSheet.A4_4: 4}.get(self, 1)


_CHOICE = re.compile(
    r"(?P<sheet>[a-z0-9_]+)(?:-c(?P<category>\d{1,9}))?(?:-d(?P<delegation>\d{1,9}))?(?:-p(?P<person>\d{1,9}))?"
    r"(?P<online>-online)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeChoice:
    """Which badges are made, and on what paper; without `online`, of those in the room alone.

    With `person_id`, that of one person.
    """

    sheet: BadgeSheet = BadgeSheet.A4_8
    category_id: int | None = None
    delegation_id: int | None = None
    person_id: int | None = None
    online: bool = False

    @property
    def code(self) -> str:
        """The same as a word: a4_8-c3-d12-online."""
        pieces = (
            self.sheet.value,
            f"c{self.category_id}" if self.category_id else "",
            f"d{self.delegation_id}" if self.delegation_id else "",
            f"p{self.person_id}" if self.person_id else "",
            "online" if self.online else "",
        )
        return "-".join(piece for piece in pieces if piece)

    @classmethod
    def of(cls, code: str) -> BadgeChoice:
        """The choice of such a word; raises ValueError for any other."""
        found = _CHOICE.fullmatch(code)
        if found is None:
            raise ValueError(code)
        numbers = {
            f"{name}_id": int(found[name]) if found[name] else None
            for name in ("category", "delegation", "person")
        }
        return cls(sheet=BadgeSheet(found["sheet"]), online=bool(found["online"]), **numbers)


COLOURS = (  # of the bands of badges, by the place of a category that was given none
    *("#1f4e79", "#7a1f2b", "#2f5d3a", "#6b4a00"),
    *("#4a3a7a", "#00595c", "#4d4d4d", "#8a3b12"),
)


def band_colour(chosen: str, *, place: int) -> str:
    """That of a category's badges, #rrggbb: as chosen, else that of its place."""
    return chosen or COLOURS[place % len(COLOURS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """One person's badge. `colour` is that of their category, `token` what the door reads."""

    participant: ParticipantFacts
    delegation: ListedDelegation
    category: Translated
    colour: str
    token: str

    @property
    def person(self) -> PersonFacts:
        return self.participant.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Badges:
    """The badges of an event that were chosen, in the order of protocol."""

    event: EventFacts
    choice: BadgeChoice
    badges: tuple[Badge, ...]


class PlateKind(StrEnum):
    """What a nameplate names."""

    COUNTRY = "country"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLine:
    """Somebody who may be in the room of a session; `delegation` None for who has none."""

    person: PersonFacts
    delegation: ListedDelegation | None = None
    speaks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorList:
    """Those who may be in the room of a session, by family name; times are those of its wall."""

    event: EventFacts
    title: Translated
    code: str
    room: Translated
    starts: datetime
    ends: datetime
    closed: bool
    lines: tuple[DoorLine, ...]


def in_room(participant: ParticipantFacts) -> bool:
    """Whether a person has a seat in the room, or comes without having asked for one."""
    return Mode.ROOM in participant.modes or not participant.modes
