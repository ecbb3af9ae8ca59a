"""Who a release would tell, and what, before anybody is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forumapp.domain.invitations import Pair, Standing
from forumapp.domain.programme import Programme
from forumapp.domain.telling import Notice, notices, shown
from forumapp.services.invitations.circle import Reader, circle, readers, standings


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Whom a release tells: those with an address; `unreachable` are those without.

    What is told is the difference from `before`, the last release that was told or else the first,
    whose number in the tables is `base_id`; None while there is none.
    """

    base_id: int | None
    before: Programme | None
    notices: tuple[Notice, ...] = ()
    unreachable: tuple[Notice, ...] = ()
    readers: dict[int, Reader]
    known: dict[Pair, Standing]

    @property
    def digest(self) -> str:
        """What stands for exactly these people being told exactly this."""
        content = [[_plain(notice) for notice in told] for told in (self.notices, self.unreachable)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def of(self, person_id: int) -> Notice | None:
        """What one person would be told."""
        return next((one for one in self.notices if one.person_id == person_id), None)


def plan(
    event_id: int,
    *,
    base_id: int | None,
    before: Programme | None,
    quiet: Iterable[tuple[datetime, Programme]] = (),
    after: Programme,
    now: datetime,
) -> Plan:
    """Who would be told of this programme after that one, in a constant number of queries.

    `quiet` are the releases between them, latest first, which nobody was told of.
    """
    known = standings(event_id)
    stands = circle(event_id, shown=shown(quiet, after))
    found = notices(before, after, circle=stands, known=known, now=now)
    people = readers(event_id, (one.person_id for one in found))
    reached = [one for one in found if one.person_id in people and people[one.person_id].email]
    lost = [one for one in found if one.person_id in people and not people[one.person_id].email]
    return Plan(
        base_id=base_id,
        before=before,
        notices=tuple(reached),
        unreachable=tuple(lost),
        readers=people,
        known=known,
    )


def _plain(notice: Notice) -> list[object]:
    items = [
        [
            item.key,
            item.reason,
            item.news,
            [item.step.method, item.step.sequence, item.step.now.plain()] if item.step else None,
        ]
        for item in notice.items
    ]
    return [notice.person_id, notice.event, items]
