"""Scans of many phones, merged: in any order, however often they arrive, to the same presence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

SKEWED = timedelta(minutes=2)  # a phone's clock that is further off is told to the staff


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Way(StrEnum):
    """How the person was recognised."""

    CAMERA = "camera"
    TYPED = "typed"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFacts:
    """One scan that let somebody through; `at` is its instant by the server's clock."""

    key: str
    person_id: int
    door_id: int
    at: datetime
    direction: Direction = Direction.IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """From coming in to going out; `until` is None where nobody was seen to go."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What the scans of one person add up to; `doubles` are the keys of entries while inside."""

    stays: tuple[Stay, ...] = ()
    doubles: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        return bool(self.stays) and self.stays[-1].until is None


def corrected(device_at: datetime, *, sent_at: datetime, received_at: datetime) -> datetime:
    """When a scan was made by the server's clock.

    `device_at` and `sent_at` are of the phone's clock, which at the moment of sending was off by
    `received_at - sent_at`. Nothing is later than its arrival.
    """
    return min(device_at + (received_at - sent_at), received_at)


def merged(scans: Iterable[ScanFacts]) -> tuple[ScanFacts, ...]:
    """Each scan once, in order of time; of one key the earliest is kept."""
    ordered = sorted(scans, key=_order)
    once: dict[str, ScanFacts] = {}
    for scan in ordered:
        once.setdefault(scan.key, scan)
    return tuple(once.values())


def presences(scans: Iterable[ScanFacts]) -> Mapping[int, Presence]:
    """The presence of each person, by number, behind doors that lead to the same place."""
    by_person = sorted(merged(scans), key=lambda scan: scan.person_id)
    return {
        person_id: _presence(tuple(own))
        for person_id, own in groupby(by_person, key=lambda scan: scan.person_id)
    }


def _presence(scans: tuple[ScanFacts, ...]) -> Presence:
    """Stays of one person: an entry while inside is a double, going out from outside nothing."""
    stays: list[Stay] = []
    doubles: set[str] = set()
    since: datetime | None = None
    for scan in scans:
        if scan.direction is Direction.OUT:
            if since is not None:
                stays.append(Stay(since=since, until=scan.at))
            since = None
        elif since is None:
            since = scan.at
        else:
            doubles.add(scan.key)
    if since is not None:
        stays.append(Stay(since=since))
    return Presence(stays=tuple(stays), doubles=frozenset(doubles))


def _order(scan: ScanFacts) -> tuple[datetime, str, str, int, int]:
    return scan.at, scan.key, scan.direction, scan.person_id, scan.door_id
