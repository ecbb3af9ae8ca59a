"""What the list of registrations can be narrowed to, as its address says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from forumapp.domain.events import Mode
from forumapp.domain.registration import Origin, Reach, RegistrationStatus, SeatStatus

NOBODY = 0  # as a delegation: those who come with none
ANSWER = "answer_"  # before the code of a question
MOST_ANSWERS = 8


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to. Part, mode and seat speak of one and the same seat.

    `answers` are pairs of a question's code and a value, all of which were answered.
    """

    status: RegistrationStatus | None = None
    part_id: int | None = None
    mode: Mode | None = None
    seat: SeatStatus | None = None
    category_id: int | None = None
    delegation_id: int | None = None
    country: str = ""
    origin: Origin | None = None
    reach: Reach | None = None
    text: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.NEWEST


Found = TypeVar("Found")


def read_filters(given: Mapping[str, str]) -> Filters:
    """What the address of a list asks for, by its names; what can't be read asks for nothing."""
    return Filters(
        status=_read(RegistrationStatus, given.get("status")),
        part_id=_read(int, given.get("part")),
        mode=_read(Mode, given.get("mode")),
        seat=_read(SeatStatus, given.get("seat")),
        category_id=_read(int, given.get("category")),
        delegation_id=_read(int, given.get("delegation")),
        country=given.get("country", "")[:2],
        origin=_read(Origin, given.get("origin")),
        reach=_read(Reach, given.get("reach")),
        text=given.get("q", "")[:200],
        answers=_answers(given),
        sort=_read(Sort, given.get("sort")) or Sort.NEWEST,
    )


def _answers(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = (
        (name.removeprefix(ANSWER), value[:60])
        for name, value in given.items()
        if name.startswith(ANSWER) and value
    )
    return tuple(sorted(found)[:MOST_ANSWERS])


def _read(kind: Callable[[str], Found], text: str | None) -> Found | None:
    try:
        return kind(text) if text else None
    except ValueError:
        return None
