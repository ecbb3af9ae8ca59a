"""Clashes: everything in a plan that can't be, or that somebody should have thought of."""

from __future__ import annotations

from forumapp.domain.clashes import hours, people, places, sessions
from forumapp.domain.clashes.facts import (
    Absence,
    Clash,
    ClashKind,
    Duty,
    Hours,
    Plan,
    Planned,
    Rules,
    Task,
    read_hours,
)
from forumapp.domain.clashes.obstacles import Obstacle, obstacles, placed

__all__ = [
    "Absence",
    "Clash",
    "ClashKind",
    "Duty",
    "Hours",
    "Obstacle",
    "Plan",
    "Planned",
    "Rules",
    "Task",
    "find",
    "obstacles",
    "placed",
    "read_hours",
]

_RANK = {kind: rank for rank, kind in enumerate(ClashKind)}


def find(plan: Plan) -> tuple[Clash, ...]:
    """Every clash of a plan, the gravest kinds first, then in the order of the sessions.

    Takes n log n steps in what the plan holds, and one for each clash.
    """
    place = {session.id: number for number, session in enumerate(plan.sessions)}
    found = [clash for kind in (places, people, sessions, hours) for clash in kind.clashes(plan)]
    return tuple(
        sorted(found, key=lambda clash: (_RANK[clash.kind], place[clash.sessions[0]], clash.key))
    )
