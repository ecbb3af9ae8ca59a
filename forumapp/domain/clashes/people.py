"""People who are needed twice, have no time to change rooms, can't come, or work too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from forumapp.domain.clashes.facts import Absence, Clash, ClashKind, Duty, Plan, Task
from forumapp.domain.clashes.overlaps import overlap, pairs

REST = timedelta(minutes=10)  # a pause after which an interpreter's stretch begins anew


def clashes(plan: Plan) -> Iterator[Clash]:
    absences = _absences(plan.absences)
    turnaround = timedelta(minutes=plan.rules.turnaround)
    for who, duties in _of_each(plan.duties):
        yield from _once_each(_two_at_once(duties, turnaround))
        yield from _absent(duties, absences.get(who, ()))
        yield from _shifts(duties, timedelta(minutes=plan.rules.longest_shift))


def _of_each(duties: Iterable[Duty]) -> Iterator[tuple[str, list[Duty]]]:
    for who, group in groupby(sorted(duties, key=_who), key=_who):
        yield who, list(group)


def _who(duty: Duty) -> str:
    return duty.who


def _two_at_once(duties: list[Duty], turnaround: timedelta) -> Iterator[Clash]:
    for first, second in pairs(duties, within=turnaround):
        if _session(first) == _session(second) or None not in (first.elsewhere, second.elsewhere):
            continue
        if second.starts < first.ends:
            apart = not overlap(first.heard, second.heard)
            yield _clash(ClashKind.PERSON, first, second, facts={"turns_apart": apart})
        elif _changes_rooms(first, second):
            gap = int((second.starts - first.ends).total_seconds() // 60)
            yield _clash(ClashKind.TURNAROUND, first, second, facts={"minutes": gap})


def _session(duty: Duty) -> tuple[int | None, int]:
    return duty.elsewhere, duty.session_id


def _changes_rooms(first: Duty, second: Duty) -> bool:
    """Whether the person has to go from one room to another."""
    if first.by_video or second.by_video or None in (first.room_id, second.room_id):
        return False
    return (first.elsewhere, first.room_id) != (second.elsewhere, second.room_id)


def _clash(kind: ClashKind, first: Duty, second: Duty, *, facts: dict[str, object]) -> Clash:
    here = [duty for duty in (first, second) if duty.elsewhere is None]
    there = next((duty for duty in (first, second) if duty.elsewhere is not None), None)
    return Clash(
        kind=kind,
        sessions=tuple(duty.session_id for duty in here),
        person_id=here[0].person_id,
        elsewhere=(there.elsewhere or 0, there.session_id) if there else None,
        facts=facts,
    )


def _once_each(found: Iterable[Clash]) -> Iterator[Clash]:
    """Who presides and speaks has two duties in a session: what clashes with it is said once."""
    worst: dict[str, Clash] = {}
    for clash in found:
        known = worst.get(clash.key)
        if known is None or (known.facts.get("turns_apart") and not clash.facts["turns_apart"]):
            worst[clash.key] = clash
    yield from worst.values()


def _absences(absences: Iterable[Absence]) -> dict[str, list[Absence]]:
    found: dict[str, list[Absence]] = {}
    for absence in absences:
        found.setdefault(absence.who, []).append(absence)
    return found


def _absent(duties: list[Duty], absences: Iterable[Absence]) -> Iterator[Clash]:
    told: set[int] = set()
    for absence in absences:
        for duty in duties:
            if duty.elsewhere is not None or duty.session_id in told:
                continue
            if overlap(duty.heard, (absence.starts, absence.ends)):
                told.add(duty.session_id)
                yield Clash(
                    kind=ClashKind.UNAVAILABLE,
                    sessions=(duty.session_id,),
                    person_id=duty.person_id,
                    facts={"note": absence.note},
                )


def _shifts(duties: list[Duty], longest: timedelta) -> Iterator[Clash]:
    """An interpreter who works too long without a rest, whichever sessions that goes through."""
    shifts = sorted(
        (d for d in duties if d.task is Task.INTERPRETS and d.elsewhere is None),
        key=lambda duty: duty.starts,
    )
    stretch: list[Duty] = []
    until: datetime | None = None
    for shift in (*shifts, None):
        if shift and until is not None and shift.starts < until + REST:
            stretch.append(shift)
            until = max(until, shift.ends)
            continue
        if stretch and until is not None and until - stretch[0].starts > longest:
            yield Clash(
                kind=ClashKind.SHIFT,
                sessions=tuple(dict.fromkeys(duty.session_id for duty in stretch)),
                person_id=stretch[0].person_id,
                facts={"minutes": int((until - stretch[0].starts).total_seconds() // 60)},
            )
        stretch, until = ([shift], shift.ends) if shift else ([], None)
