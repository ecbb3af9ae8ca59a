"""Speakers by video link whose own clock shows an hour at which nobody should be asked to speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from forumapp.domain import clock
from forumapp.domain.agenda import SessionKind
from forumapp.domain.clashes.facts import Clash, ClashKind, Duty, Hours, Plan

_STEP = timedelta(minutes=15)


def clashes(plan: Plan) -> Iterator[Clash]:
    told: set[str] = set()
    for clash in _all(plan):
        if clash.key not in told:
            told.add(clash.key)
            yield clash


def _all(plan: Plan) -> Iterator[Clash]:
    for duty in plan.duties:
        if duty.elsewhere is None and duty.by_video and duty.zone:
            yield from _of(duty, ClashKind.NIGHT, (plan.rules.night,))
            yield from _of(duty, ClashKind.QUIET, plan.rules.quiet)
    for session in plan.sessions:
        if session.kind is SessionKind.BREAK:
            continue  # which is what the hours are left for
        for hours in plan.rules.quiet:
            if moment := first_within(hours, (session.starts, session.ends), plan.rules.zone):
                yield Clash(
                    kind=ClashKind.QUIET,
                    sessions=(session.id,),
                    facts={"hours": hours.name, "at": moment, "zone": plan.rules.zone},
                )


def _of(duty: Duty, kind: ClashKind, hours: Iterable[Hours]) -> Iterator[Clash]:
    for one in hours:
        if moment := first_within(one, duty.heard, duty.zone):
            yield Clash(
                kind=kind,
                sessions=(duty.session_id,),
                person_id=duty.person_id,
                facts={"hours": one.name, "at": moment, "zone": duty.zone},
            )


def first_within(hours: Hours, span: tuple[datetime, datetime], zone: str) -> datetime | None:
    """The first wall time of the span, looked at every quarter of an hour, that is within hours."""
    starts, ends = span
    moment = starts
    while moment < ends or moment == starts:
        wall = clock.wall(moment, zone)
        if hours.has(wall):
            return wall
        moment += _STEP
    return None
