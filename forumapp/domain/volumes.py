"""Volumes: files that are built once from facts that no longer change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CHOSEN = "+"  # stands in the editions of volumes that a reader put together, and in no other


class VolumeName(StrEnum):
    PROGRAMME = "programme"
    PROCEEDINGS = "proceedings"
    SITE = "site"
    PARTICIPANTS = "participants"
    BADGES = "badges"
    NAMEPLATES = "nameplates"
    FLAGS = "flags"
    SEATING = "seating"
    DOOR_LIST = "door_list"
    LETTER = "letter"
    NOTE = "note"
    LETTERS = "letters"

    @property
    def ending(self) -> str:
        """That of the file's name."""
        return "zip" if self is VolumeName.SITE else "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What is to be built. `edition` names its content: the same edition is the same file.

    A programme is that of a release, or of one part of it; proceedings are those of a digest. A
    site is the whole public site of an event, in every language, as it was when its digest says.
    Papers made of the registrations are of no release: their number is that of an edition or of a
    letter, 0 for what the tables hold now, and `layout` says how they are set.
    A reader may choose a second language beside the first, and whose clocks stand beside the
    venue's, by IANA zones; without a choice those are the event's capitals.
    """

    event_id: int
    name: VolumeName
    locale: str
    release_id: int
    number: int
    part_id: int | None = None
    digest: str = ""
    beside: str = ""
    clocks: tuple[str, ...] | None = None
    layout: str = ""

    @property
    def passing(self) -> bool:
        """Whether it holds what changes from day to day, so that an older one is of no use."""
        return self.number == 0 and not self.release_id

    @property
    def chosen(self) -> bool:
        """Whether it is one of the many that readers may put together."""
        return bool(self.beside) or self.clocks is not None

    @property
    def edition(self) -> str:
        """r2-en, r2-zh-part7, r2-en-0f3a…; one that was put together has a plus: r2-en+zh."""
        pieces = [f"r{self.number}", CHOSEN.join((self.locale, *self._choices()))]
        if self.part_id is not None:
            pieces.append(f"part{self.part_id}")
        if self.layout:
            pieces.append(self.layout)
        if self.digest:
            pieces.append(self.digest[:32])
        return "-".join(pieces)

    def _choices(self) -> tuple[str, ...]:
        second = (self.beside,) if self.beside else ()
        return second if self.clocks is None else (*second, "at", *self.clocks)

    @property
    def key(self) -> str:
        """The key of the job that builds it."""
        return key(self.event_id, self.name, self.edition)

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "event_id": self.event_id,
            "name": self.name.value,
            "locale": self.locale,
            "release_id": self.release_id,
            "number": self.number,
            "part_id": self.part_id,
            "digest": self.digest,
            "beside": self.beside,
            "clocks": None if self.clocks is None else list(self.clocks),
            "layout": self.layout,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Volume:
        """The volume of such JSON."""
        clocks = plain.get("clocks")
        given = {
            "name": VolumeName(plain["name"]),
            "clocks": None if clocks is None else tuple(clocks),
        }
        return cls(**{**plain, **given})


def key(event_id: int, name: str, edition: str) -> str:
    """The key of the job that builds this edition."""
    return f"build/{event_id}/{name}/{edition}"
