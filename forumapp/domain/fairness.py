"""Fairness of the clock: at which hours each delegation sits in a meeting, and a better start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forumapp.domain import clock
from forumapp.domain.clashes.facts import Hours, Planned, Rules

STEP = timedelta(minutes=30)
FURTHEST = timedelta(hours=6)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """One day of the programme on a delegation's clock: its first start and last end, wall times.

    `minutes` of it are at night or in hours to be left alone, the first of them at `worst`.
    """

    day: date
    starts: datetime
    ends: datetime
    minutes: int
    worst: datetime | None
    worst_hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOf:
    """The programme on the clock of one zone, and the delegations that live by it."""

    zone: str
    delegations: tuple[int, ...]
    days: tuple[DayHours, ...]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Moving a day's sessions `by` harms this many delegations, where now it is `harmed_now`.

    `minutes` and `minutes_now` are those at bad hours, over all delegations.
    """

    day: date
    by: timedelta
    starts: datetime
    harmed: int
    harmed_now: int
    minutes: int
    minutes_now: int


def clocks(
    sessions: Iterable[Planned], zones: Mapping[int, str], rules: Rules
) -> tuple[ClockOf, ...]:
    """The programme on the clock of each delegation's zone, the worst off first.

    `zones` are those of the delegations, by their numbers.
    """
    days, together = _days(sessions), _together(zones)
    found = [
        ClockOf(
            zone=zone,
            delegations=delegations,
            days=tuple(_hours(day, spans, zone, rules) for day, spans in days.items()),
        )
        for zone, delegations in together.items()
    ]
    return tuple(sorted(found, key=_worst_first))


def _worst_first(one: ClockOf) -> tuple[object, ...]:
    """Those that are as well off in the order of their clocks."""
    return -one.minutes, tuple(day.starts for day in one.days), one.zone


def suggestions(
    sessions: Iterable[Planned], zones: Mapping[int, str], rules: Rules
) -> tuple[Suggestion, ...]:
    """For each day on which a delegation sits at a bad hour, the move that harms the fewest.

    Of moves that harm as many, the one with the fewest bad minutes over all delegations, then the
    shortest is taken; moves go in half hours, by six at most, and stay on the venue's day. A day
    that no move makes better is left out.
    """
    together = _together(zones)
    found = []
    for day, spans in _days(sessions).items():
        now = _harm(spans, timedelta(), together, rules)
        moves = [by for by in _moves() if _same_day(spans, by, rules.zone)]
        best = min(moves, key=lambda by: (*_harm(spans, by, together, rules), abs(by), by))
        harm = _harm(spans, best, together, rules)
        if harm < now:
            starts = clock.wall(min(start for start, _end in spans) + best, rules.zone)
            found.append(
                Suggestion(
                    day=day,
                    by=best,
                    starts=starts,
                    harmed=harm[0],
                    harmed_now=now[0],
                    minutes=harm[1],
                    minutes_now=now[1],
                )
            )
    return tuple(found)


_Spans = list[tuple[datetime, datetime]]


def _days(sessions: Iterable[Planned]) -> dict[date, _Spans]:
    days: dict[date, _Spans] = {}
    for session in sorted(sessions, key=lambda session: session.starts):
        days.setdefault(session.day, []).append((session.starts, session.ends))
    return {day: _merged(spans) for day, spans in sorted(days.items())}


def _merged(spans: _Spans) -> _Spans:
    """What sessions beside each other take of the day, counted once."""
    merged: _Spans = []
    for starts, ends in spans:
        if merged and starts <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((starts, ends))
    return merged


def _together(zones: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for delegation, zone in zones.items():
        found.setdefault(zone, []).append(delegation)
    return {zone: tuple(delegations) for zone, delegations in found.items()}


def _hours(day: date, spans: _Spans, zone: str, rules: Rules) -> DayHours:
    bad = _bad(spans, zone, rules)
    return DayHours(
        day=day,
        starts=clock.wall(spans[0][0], zone),
        ends=clock.wall(spans[-1][1], zone),
        minutes=len(bad) * _minutes(_QUARTER),
        worst=bad[0][0] if bad else None,
        worst_hours=bad[0][1].name if bad else "",
    )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _bad(spans: _Spans, zone: str, rules: Rules) -> list[tuple[datetime, Hours]]:
    """The quarters of an hour at which nobody should have to sit, by this clock."""
    found = []
    for starts, ends in spans:
        moment = starts
        while moment < ends:
            wall = clock.wall(moment, zone)
            hours = next((h for h in (rules.night, *rules.quiet) if h.has(wall)), None)
            if hours is not None:
                found.append((wall, hours))
            moment += _QUARTER
    return found


def _harm(
    spans: _Spans, by: timedelta, together: Mapping[str, tuple[int, ...]], rules: Rules
) -> tuple[int, int]:
    """How many delegations are harmed by a move, and how many bad minutes there are in all."""
    moved = [(starts + by, ends + by) for starts, ends in spans]
    bad = {zone: len(_bad(moved, zone, rules)) for zone in together}
    harmed = sum(len(together[zone]) for zone, quarters in bad.items() if quarters)
    quarters = sum(len(together[zone]) * quarters for zone, quarters in bad.items())
    return harmed, quarters * _minutes(_QUARTER)


def _moves() -> list[timedelta]:
    steps = FURTHEST // STEP
    return [STEP * step for step in range(-steps, steps + 1)]


def _same_day(spans: _Spans, by: timedelta, zone: str) -> bool:
    """Whether the day's sessions still start on the day, by the venue's calendar."""
    days = {clock.wall(starts, zone).date() for starts, _ends in spans}
    return {clock.wall(starts + by, zone).date() for starts, _ends in spans} == days
