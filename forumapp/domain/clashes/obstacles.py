"""What stands in the way of a session that is being moved, before it is put anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from forumapp.domain.clashes.facts import Absence, Clash, ClashKind, Duty, Plan, Planned
from forumapp.domain.clashes.overlaps import overlap

START = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A time (UTC) that a session must not overlap, and the clash that it would be.

    It holds in one room, in one video room, or wherever the session is put. What must not overlap
    is the session from `after` its start `until` so long after it, or to its end; a shift is cut
    where the session ends, a speaker's turn is not.
    """

    clash: Clash
    starts: datetime
    ends: datetime
    room_id: int | None = None
    video_room_id: int | None = None
    after: timedelta = START
    until: timedelta | None = None
    cut: bool = False

    def meets(self, session: Planned) -> bool:
        """Whether the session, where it is now, overlaps this."""
        for here, there in (
            (self.room_id, session.room_id),
            (self.video_room_id, session.video_room_id),
        ):
            if here is not None and here != there:
                return False
        begins = session.starts + self.after
        ends = session.ends if self.until is None else session.starts + self.until
        if self.cut:
            ends = min(ends, session.ends)
        return begins < ends and overlap((begins, ends), (self.starts, self.ends))


def obstacles(plan: Plan, session_id: int) -> tuple[Obstacle, ...]:
    """Everything that a session of the plan could clash with by room, video room or person.

    The plan may have it at any time. Overlapping one of these is what `find` reports afterwards.
    """
    mine = next(session for session in plan.sessions if session.id == session_id)
    return (*_places(plan, mine), *_people(plan, mine))


def placed(
    plan: Plan,
    session_id: int,
    *,
    starts: datetime,
    ends: datetime,
    room_id: int | None,
    video_room_id: int | None,
) -> Plan:
    """The plan with a session somewhere else: who is needed in it comes along."""
    mine = next(session for session in plan.sessions if session.id == session_id)
    there = replace(mine, starts=starts, ends=ends, room_id=room_id, video_room_id=video_room_id)
    duties = (
        moved
        for duty in plan.duties
        for moved in (_along(duty, mine, there) if _is_of(duty, mine) else (duty,))
    )
    sessions = (there if session is mine else session for session in plan.sessions)
    return replace(plan, sessions=tuple(sessions), duties=tuple(duties))


def _along(duty: Duty, old: Planned, new: Planned) -> Iterator[Duty]:
    """The duty at the session's new time; a shift that comes to nothing is none."""
    by = new.starts - old.starts
    starts = duty.starts + by
    ends = new.ends if duty.ends == old.ends else min(duty.ends + by, new.ends)
    turn = (duty.turn[0] + by, duty.turn[1] + by) if duty.turn else None
    if starts < ends:
        yield replace(duty, starts=starts, ends=ends, turn=turn, room_id=new.room_id)


def _places(plan: Plan, mine: Planned) -> Iterator[Obstacle]:
    for other in plan.sessions:
        if other is mine:
            continue
        whole = other.part_id == mine.part_id and (other.all_rooms or mine.all_rooms)
        if whole or other.room_id is not None:
            room_id = None if whole else other.room_id
            yield _taken(mine, other, ClashKind.ROOM, room_id=room_id)
        if other.video_room_id is not None:
            yield _taken(mine, other, ClashKind.VIDEO_ROOM, video_room_id=other.video_room_id)


def _taken(
    mine: Planned,
    other: Planned,
    kind: ClashKind,
    *,
    room_id: int | None = None,
    video_room_id: int | None = None,
) -> Obstacle:
    named = room_id if kind is ClashKind.ROOM else video_room_id
    return Obstacle(
        clash=Clash(kind=kind, sessions=(mine.id, other.id), room_id=named),
        starts=other.starts,
        ends=other.ends,
        room_id=room_id,
        video_room_id=video_room_id,
    )


def _people(plan: Plan, mine: Planned) -> Iterator[Obstacle]:
    for duty in plan.duties:
        if not _is_of(duty, mine):
            continue
        for other in plan.duties:
            if other.who == duty.who and not _is_of(other, mine):
                yield _busy(mine, duty, other)
        for absence in plan.absences:
            if absence.who == duty.who:
                yield _away(mine, duty, absence)


def _busy(mine: Planned, duty: Duty, other: Duty) -> Obstacle:
    here = (mine.id,) if other.elsewhere is not None else (mine.id, other.session_id)
    there = None if other.elsewhere is None else (other.elsewhere, other.session_id)
    clash = Clash(
        kind=ClashKind.PERSON,
        sessions=here,
        person_id=duty.person_id,
        elsewhere=there,
        facts={"turns_apart": False},
    )
    span = (duty.starts, duty.ends)
    return _of(mine, span, Obstacle(clash=clash, starts=other.starts, ends=other.ends, cut=True))


def _away(mine: Planned, duty: Duty, absence: Absence) -> Obstacle:
    clash = Clash(
        kind=ClashKind.UNAVAILABLE,
        sessions=(mine.id,),
        person_id=duty.person_id,
        facts={"note": absence.note},
    )
    found = Obstacle(clash=clash, starts=absence.starts, ends=absence.ends, cut=duty.turn is None)
    return _of(mine, duty.heard, found)


def _of(mine: Planned, span: tuple[datetime, datetime], obstacle: Obstacle) -> Obstacle:
    """The obstacle for a stretch of the session, which may last to its end wherever that is."""
    starts, ends = span
    lasts = obstacle.cut and ends == mine.ends
    return replace(
        obstacle,
        after=starts - mine.starts,
        until=None if lasts else ends - mine.starts,
    )


def _is_of(duty: Duty, session: Planned) -> bool:
    return duty.elsewhere is None and duty.session_id == session.id
