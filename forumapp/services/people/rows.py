"""What the organiser's pages know of people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(PersonFacts):
    """A person as written now, with how many lines of speaker lists name them.

    E-mail and telephone are empty for who may only look at the workspace, and the registration is
    None for who may not read registrations.
    """

    version: int
    email: str
    phone: str
    locale: str
    zone: str
    lines: int
    registration_id: int | None
    registration: RegistrationStatus | None


class Role(StrEnum):
    """What brings a person to an event."""

    SPEAKERS = "speakers"
    REGISTERED = "registered"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Which people a list shows: those who meet everything that is set."""

    text: str = ""
    country: str = ""
    role: Role | None = None
    without_email: bool = False

    def admits(self, row: PersonRow) -> bool:
        return (
            (not self.country or row.country == self.country)
            and (self.role is None or _has(self.role, row))
            and (not self.without_email or not row.email)
            and mentions(row, self.text)
        )


def _has(role: Role, row: PersonRow) -> bool:
    speaks, registered = row.lines > 0, row.registration_id is not None
    return {
        Role.SPEAKERS: speaks,
        Role.REGISTERED: registered,
        Role.BOTH: speaks and registered,
        Role.NEITHER: not speaks and not registered,
    }[role]


def mentions(row: PersonRow, text: str) -> bool:
    """Whether every word stands somewhere in the names, title, organisation or address."""
    texts = (*row.title.values(), *row.organisation.values())
    fields = (row.honorific, row.printed_name, row.native_name, row.email, *texts)
    hay = "\n".join(fields).casefold()
    return all(word in hay for word in text.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues:
    """What an organiser writes of a person.

    `zone` is the IANA zone where they follow the meeting; empty for that of their capital.
    """

    printed_name: str
    honorific: str = ""
    family_name: str = ""
    native_name: str = ""
    title: Translated = Translated()
    organisation: Translated = Translated()
    country: str = ""
    biography: Translated = Translated()
    email: str = ""
    phone: str = ""
    locale: str = "en"
    zone: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}
