"""Rooms and video rooms that are asked for twice, or for too many people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forumapp.domain.clashes.facts import Clash, ClashKind, Plan, Planned
from forumapp.domain.clashes.overlaps import crossing, pairs


def clashes(plan: Plan) -> Iterator[Clash]:
    yield from _rooms(plan)
    yield from _whole_parts(plan)
    yield from _video_rooms(plan)
    yield from _seats(plan)


def _rooms(plan: Plan) -> Iterator[Clash]:
    """One room for two sessions at once."""
    for room_id, sessions in _by(plan.sessions, "room_id"):
        for first, second in pairs(sessions):
            ids = (first.id, second.id)
            yield Clash(kind=ClashKind.ROOM, sessions=ids, room_id=room_id)


def _whole_parts(plan: Plan) -> Iterator[Clash]:
    """A session beside one that takes all rooms of the same part; where both are in one room,
    that was said already."""
    for _part_id, sessions in _by(plan.sessions, "part_id"):
        whole = [session for session in sessions if session.all_rooms]
        others = [session for session in sessions if not session.all_rooms]
        for first, second in (*pairs(whole), *crossing(whole, others)):
            if first.room_id is None or first.room_id != second.room_id:
                yield Clash(kind=ClashKind.ROOM, sessions=_in_order(first, second))


def _video_rooms(plan: Plan) -> Iterator[Clash]:
    for room_id, sessions in _by(plan.sessions, "video_room_id"):
        for first, second in pairs(sessions):
            ids = (first.id, second.id)
            yield Clash(kind=ClashKind.VIDEO_ROOM, sessions=ids, room_id=room_id)


def _seats(plan: Plan) -> Iterator[Clash]:
    """More people than seats, in the room or by video link."""
    for session in plan.sessions:
        for kind, room_id, known, needed in (
            (ClashKind.SEATS, session.room_id, plan.seats, session.expected),
            (
                ClashKind.VIDEO_SEATS,
                session.video_room_id,
                plan.video_seats,
                session.expected_online,
            ),
        ):
            seats = known.get(room_id) if room_id is not None else None
            if seats is not None and needed > seats:
                facts = {"seats": seats, "needed": needed}
                yield Clash(kind=kind, sessions=(session.id,), room_id=room_id, facts=facts)


def _by(sessions: Iterable[Planned], name: str) -> Iterator[tuple[int, list[Planned]]]:
    """Sessions under the room, video room or part that they have."""
    found: dict[int, list[Planned]] = {}
    for session in sessions:
        if (key := getattr(session, name)) is not None:
            found.setdefault(key, []).append(session)
    yield from found.items()


def _in_order(first: Planned, second: Planned) -> tuple[int, int]:
    if (second.starts, second.id) < (first.starts, first.id):
        first, second = second, first
    return first.id, second.id
