"""The public notice board: which notices are shown, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class Standing(StrEnum):
    """Whether a notice is up."""

    COMING = "coming"
    UP = "up"
    OVER = "over"


class Posted(Protocol):
    """What is to be known of a notice here; instants are aware."""

    @property
    def pinned(self) -> bool: ...
    @property
    def shows_from(self) -> datetime: ...
    @property
    def shows_until(self) -> datetime | None: ...


Found = TypeVar("Found", bound=Posted)


def standing(notice: Posted, *, now: datetime) -> Standing:
    """A notice is up from its first instant until just before its last."""
    if now < notice.shows_from:
        return Standing.COMING
    over = notice.shows_until is not None and notice.shows_until <= now
    return Standing.OVER if over else Standing.UP


def in_order(notices: Iterable[Found]) -> tuple[Found, ...]:
    """Those that are pinned first, each time the latest first."""
    latest = sorted(notices, key=lambda one: one.shows_from, reverse=True)
    return tuple(sorted(latest, key=lambda one: not one.pinned))
