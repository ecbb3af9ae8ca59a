"""Scans as they come in from phones: each is kept once, whenever and however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forumapp.db import db, insert_once
from forumapp.domain.checkin.lists import digest
from forumapp.domain.checkin.scans import Direction, Way, corrected
from forumapp.domain.checkin.verdicts import Finding, Verdict
from forumapp.domain.errors import Invalid, NotFound
from forumapp.models import Door, Person, Scan
from forumapp.services import tokens
from forumapp.services.checkin.openings import OpenDoor
from forumapp.services.tokens import Purpose

MOST = 200  # scans of one delivery
LONGEST_CODE = 300
AGAIN = timedelta(minutes=2)  # entries this fresh are told twice: a slower one may come before them
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One scan as a phone tells it; `device_at` is by the phone's clock."""

    key: str
    door_key: str
    person_id: int | None
    code: str
    direction: Direction
    way: Way
    finding: Finding
    let_through: bool
    device_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Somebody who was let through one of the doors to the same place; `number` is the scan's."""

    number: int
    key: str
    person_id: int
    direction: Direction
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a delivery: the keys that are safe here, and why others can't be kept."""

    kept: tuple[str, ...]
    refused: Mapping[str, str]


def read_sent(raw: Any) -> Sent:
    """One scan of a delivery; Invalid where a phone of ours wouldn't write it so."""
    try:
        sent = Sent(
            key=str(raw["key"]),
            door_key=str(raw["door"]),
            person_id=None if raw["person"] is None else int(raw["person"]),
            code=str(raw["code"]),
            direction=Direction(raw["direction"]),
            way=Way(raw["way"]),
            finding=Finding(raw["finding"]),
            let_through=raw["let_through"] is True,
            device_at=instant(raw["at"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Invalid({"scan": "not_a_scan"}) from None
    if not _KEY.fullmatch(sent.key) or len(sent.code) > LONGEST_CODE:
        raise Invalid({"scan": "not_a_scan"})
    return sent


def instant(milliseconds: Any) -> datetime:
    """The instant of a browser's count of milliseconds; ValueError, TypeError, OverflowError."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        raise TypeError(milliseconds)
    if not 0 <= milliseconds < 2**43:
        raise OverflowError(milliseconds)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def deliver(
    doors: Iterable[OpenDoor], scans: Iterable[Sent], *, sent_at: datetime, now: datetime
) -> Delivery:
    """Keep the scans of a phone that keeps, or kept, these doors.

    `sent_at` is the phone's clock at the moment of sending: by how much it is off from `now`, all
    its scans are put right. What is here already stays as it is.
    """
    known = {door.key: door for door in doors}
    kept, refused = [], {}
    for scan in scans:
        door = known.get(scan.door_key)
        if door is None:
            refused[scan.key] = "other_door"
            continue
        _keep(door, scan, sent_at=sent_at, now=now)
        kept.append(scan.key)
    return Delivery(kept=tuple(kept), refused=refused)


def entries(door: OpenDoor, *, after: int, now: datetime) -> tuple[Entry, ...]:
    """Who was let through this door, or another to the same place on its day, since a number."""
    beside = sa.select(Door.id).where(
        Door.event_id == door.event_id,
        Door.day == door.day,
        Door.scope == door.scope,
        Door.session_id.is_not_distinct_from(door.session_id),
        Door.part_id.is_not_distinct_from(_own_part(door)),
    )
    found = db.session.execute(
        sa.select(Scan.id, Scan.key, Scan.person_id, Scan.direction, Scan.at)
        .where(
            Scan.door_id.in_(beside),
            Scan.let_through,
            Scan.person_id.is_not(None),
            sa.or_(Scan.id > after, Scan.received_at > now - AGAIN),
        )
        .order_by(Scan.id)
    )
    return tuple(
        Entry(number=number, key=key, person_id=person_id or 0, direction=direction, at=at)
        for number, key, person_id, direction, at in found
    )


def _own_part(door: OpenDoor) -> int | None:
    """The part that the door itself names; that of a session is the session's."""
    return None if door.session_id is not None else door.part_id


def _keep(door: OpenDoor, scan: Sent, *, sent_at: datetime, now: datetime) -> None:
    person_id = _person(door, scan)
    insert_once(
        Scan,
        event_id=door.event_id,
        key=scan.key,
        door_id=door.id,
        person_id=person_id,
        code_digest=digest(scan.code) if scan.code and person_id is None else "",
        direction=scan.direction,
        way=scan.way,
        finding=scan.finding,
        let_through=scan.let_through and person_id is not None and _may_pass(scan.finding),
        device_at=scan.device_at,
        at=corrected(scan.device_at, sent_at=sent_at, received_at=now),
        received_at=now,
    )


def _may_pass(finding: Finding) -> bool:
    """Nobody is let in on red."""
    return finding.verdict is not Verdict.RED


def _person(door: OpenDoor, scan: Sent) -> int | None:
    """The person that was scanned; for a code that the phone's list didn't have, whose it is."""
    person_id = scan.person_id
    if person_id is None and scan.code:
        try:
            person_id = tokens.read(scan.code, Purpose.BADGE)[0].id
        except NotFound:
            return None
    known = sa.select(Person.id).filter_by(id=person_id, event_id=door.event_id)
    return None if person_id is None else db.session.scalar(known)
