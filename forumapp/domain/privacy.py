"""When somebody may be erased, and what takes the place of what is erased."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

ERASED = "—"  # in the place of a name


class Obstacle(StrEnum):
    """Why somebody can't be erased yet."""

    SPEAKS = "speaks"
    PUBLISHED = "published"
    REGISTERED = "registered"


def obstacle(
    *, speaks: bool, published: bool, active: bool, ends_on: date, today: date
) -> Obstacle | None:
    """What stands in the way, by the venue's calendar.

    Who speaks or interprets is part of the programme; who stands in the release in force, of what
    everyone reads; and who is registered is waited for until the event is over.
    """
    if speaks:
        return Obstacle.SPEAKS
    if published:
        return Obstacle.PUBLISHED
    return Obstacle.REGISTERED if active and today <= ends_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Whom a snapshot is to forget: a person by number, with their lines of speaker lists."""

    person_id: int
    speakers: frozenset[int] = frozenset()

    def of(self, value: Any) -> Any:
        """The same JSON without them: their place in a list goes, elsewhere a name is a dash."""
        if isinstance(value, list):
            return [self.of(one) for one in value if not self._goes(one)]
        if not isinstance(value, dict):
            return value
        if "printed_name" in value and value.get("id") == self.person_id:
            return {**{key: _nothing(kept) for key, kept in value.items()}, **self._nobody()}
        kept = {key: self.of(one) for key, one in value.items()}
        if value.get("person_id") == self.person_id and "topic" in value:
            kept["topic"] = _nothing(value["topic"])
        if "agreed" in value:
            kept["agreed"] = [one for one in value["agreed"] if one != self.person_id]
        return kept

    def _nobody(self) -> dict[str, Any]:
        return {"id": self.person_id, "printed_name": ERASED}

    def _goes(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        person, members = value.get("person"), value.get("participants")
        if isinstance(person, dict) and person.get("id") == self.person_id:
            return True
        if members and all(self._goes(one) for one in members):
            return True  # a delegation of which nobody is left
        return value.get("speaker_id") in self.speakers


def _nothing(value: Any) -> Any:
    return type(value)() if isinstance(value, str | dict | list) else value


@dataclass(frozen=True, slots=True)
class Traces:
    """Words by which somebody is told from others, sought in what was written of something else."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Collection[str]) -> Traces:
        found = sorted({word for word in words if word}, key=len, reverse=True)
        joined = "|".join(map(re.escape, found))
        return cls(re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if found else None)

    def without(self, value: Any) -> Any:
        """The same JSON with a dash in the place of each of them."""
        if self.pattern is None:
            return value
        if isinstance(value, str):
            return self.pattern.sub(ERASED, value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {key: self.without(one) for key, one in value.items()}
        return value
