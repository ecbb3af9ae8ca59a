"""Reading the JSON that the board sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from forumapp.domain.errors import Invalid
from forumapp.domain.text import one_line
from forumapp.services.agenda import Place, Seen

MOST = 2**31 - 1  # the largest number that a row can have
WRITTEN = "%Y-%m-%dT%H:%M"
YEARS = range(1950, 2101)
NEVER = datetime(1900, 1, 1)  # noqa: DTZ001  stands for a time that can't be read
LONGEST = 1000  # keys in one list
Code = TypeVar("Code", bound=StrEnum)


@dataclass
class Payload:
    """What was sent, read name by name; `finish` raises Invalid with all that was refused."""

    given: Mapping[str, Any]
    errors: dict[str, str] = field(default_factory=dict)

    def finish(self) -> None:
        if self.errors:
            raise Invalid(self.errors)

    def wall(self, name: str) -> datetime:
        """A wall time to the minute: 2026-12-19T09:05."""
        value = self.given.get(name)
        try:
            found = datetime.strptime(value if isinstance(value, str) else "", WRITTEN)  # noqa: DTZ007  wall time
        except ValueError:
            found = NEVER
        if found.year not in YEARS:
            self.errors[name] = "not_a_time"
        return found

    def number(self, name: str) -> int:
        found = self.key(name)
        if found is None:
            self.errors[name] = "required"
        return found or 0

    def key(self, name: str) -> int | None:
        """The number of a row, or None."""
        value = self.given.get(name)
        if value is None or _is_key(value):
            return value
        self.errors[name] = "not_a_choice"
        return None

    def keys(self, name: str) -> tuple[int, ...]:
        """The numbers of several rows, in order."""
        value = self.given.get(name)
        if isinstance(value, list) and len(value) <= LONGEST and all(map(_is_key, value)):
            return tuple(value)
        self.errors[name] = "not_a_choice"
        return ()

    def flag(self, name: str) -> bool:
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            self.errors[name] = "not_a_choice"
        return value is True

    def line(self, name: str) -> str:
        value = self.given.get(name, "")
        if not isinstance(value, str):
            self.errors[name] = "required"
            return ""
        return one_line(value)

    def code(self, name: str, codes: type[Code]) -> Code:
        try:
            return codes(str(self.given.get(name)))
        except ValueError:
            self.errors[name] = "not_a_choice"
            return next(iter(codes))

    def place(self) -> Place:
        """Where and when, as the board sends it with every move."""
        return Place(
            starts=self.wall("starts"),
            ends=self.wall("ends"),
            room_id=self.key("room"),
            video_room_id=self.key("video"),
            parked=self.flag("parked"),
        )

    def seen(self) -> Seen:
        """What the board showed when somebody took hold of the session."""
        return Seen(version=self.number("version"), video_room_id=self.key("video_seen"))


def sent() -> Payload:
    """The JSON object of this request; Invalid when there is none."""
    try:
        given = request.get_json(silent=True)
    except RecursionError:
        given = None
    if not isinstance(given, dict):
        raise Invalid({"sent": "unreadable"})
    return Payload(given)


def _is_key(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST
