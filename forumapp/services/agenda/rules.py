"""The rules by which an event's clashes are measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from forumapp.domain.access import Action, Actor
from forumapp.domain.clashes import Hours, read_hours
from forumapp.domain.text import many_lines, one_line
from forumapp.models import Event
from forumapp.services import rows
from forumapp.services.access import require
from forumapp.services.agenda import plan
from forumapp.services.events.checks import NAME, Checks

LONGEST_TURNAROUND, LONGEST_SHIFT = 240, 600  # minutes
MOST_HOURS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesValues:
    """What an organiser writes. `quiet_hours` are lines such as `12:00–13:30 Friday prayer`."""

    turnaround: int
    longest_shift: int
    night_from: time
    night_until: time
    quiet_hours: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesRow(RulesValues):
    """The rules as they are, with the version of the event that they belong to."""

    version: int


def rules_of(actor: Actor, event_id: int) -> RulesRow:
    """The event's rules as an organiser wrote them."""
    require(actor, Action.READ_WORKSPACE, event_id=event_id)
    event = rows.one(Event, event_id)
    found = plan.rules(event)
    return RulesRow(
        version=event.version,
        turnaround=found.turnaround,
        longest_shift=found.longest_shift,
        night_from=found.night.start,
        night_until=found.night.until,
        quiet_hours="\n".join(hours.written for hours in found.quiet),
    )


def save_rules(actor: Actor, event_id: int, values: RulesValues, *, version: int | None) -> None:
    """Change the rules; Stale when somebody saved the event since `version`.

    Raises Invalid `out_of_range` and, for the hours, `not_hours` and `too_many`.
    """
    require(actor, Action.EDIT_AGENDA, event_id=event_id)
    checks = Checks(values.columns())
    checks.number("turnaround", least=0, most=LONGEST_TURNAROUND)
    checks.number("longest_shift", least=1, most=LONGEST_SHIFT)
    quiet = _quiet(checks, values.quiet_hours)
    checks.finish()
    changed = {
        "turnaround": values.turnaround,
        "longest_shift": values.longest_shift,
        "night_from": _minutes(values.night_from),
        "night_until": _minutes(values.night_until),
        "quiet_hours": [
            {"name": one.name, "from": _minutes(one.start), "until": _minutes(one.until)}
            for one in quiet
        ],
    }
    rows.assign(rows.one(Event, event_id), changed, version=version)


def _quiet(checks: Checks, text: str) -> list[Hours]:
    found = []
    for line in filter(None, map(one_line, many_lines(text).split("\n"))):
        try:
            found.append(read_hours(line[:NAME]))
        except ValueError:
            checks.refuse("quiet_hours", "not_hours", line=line[:NAME])
    if len(found) > MOST_HOURS:
        checks.refuse("quiet_hours", "too_many_hours", most=MOST_HOURS)
    return found


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
