"""The ledger of attendance in SQL, for sums over thousands of people: the rule is the domain's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from forumapp.db.functions import greatest, least, seconds
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import DoorFacts, MarkKind, Sitting, counting_doors
from forumapp.domain.checkin.scans import Direction
from forumapp.domain.video import Decision
from forumapp.models import Join, Mark, Scan

Number = sa.ColumnElement[int]
NONE = sa.literal(0)
NO_KIND = sa.cast(sa.null(), sa.String)


def entries(
    sittings: Sequence[Sitting], doors: Sequence[DoorFacts], *, now: int, of: Iterable[int]
) -> tuple[sa.CTE, sa.CTE]:
    """Who was in the sessions `of`, as domain.checkin.ledger has it; then who came in twice.

    `now` in seconds since 1970. An entry has `session_id part_id person_id room online minutes`,
    a double entry the `person_id` of a scan of somebody inside: once, however many sessions it
    counts for. There must be a session at least.
    """
    own = set(of)
    behind = {s.id: counting_doors(s, doors=doors, sittings=sittings) for s in sittings}
    held, places = _sittings([s for s in sittings if s.id in own], behind, now)
    turns = _turns(places)
    pieces = sa.union_all(_in_room(held, _stays(turns)), _online(held), _marked(held)).subquery()
    return _entry(held, pieces), _doubles(turns)


def _sittings(
    sittings: Sequence[Sitting], behind: dict[int, tuple[DoorFacts, ...]], now: int
) -> tuple[sa.CTE, sa.CTE]:
    """Each session with its place, that is its doors together; and the doors of each place."""
    numbers: dict[frozenset[int], int] = {frozenset(): 0}
    rows = []
    for sitting in sittings:
        doors = behind[sitting.id]
        starts, ends = int(sitting.starts_at.timestamp()), int(sitting.ends_at.timestamp())
        place = numbers.setdefault(frozenset(door.id for door in doors), len(numbers))
        leads_here = any(door.scope is DoorScope.SESSION for door in doors)
        rows.append(
            (sitting.id, sitting.part_id, place, starts, min(ends, now), ends, int(leads_here))
        )
    names = ("session_id", "part_id", "place", "starts", "until", "ends", "own")
    behind_doors = [(place, door) for own, place in numbers.items() for door in own]
    return _table("sitting", names, rows), _table(
        "place", ("place", "door_id"), behind_doors or [(0, 0)]
    )


def _table(name: str, names: Iterable[str], rows: Sequence[tuple[int, ...]]) -> sa.CTE:
    columns = [sa.column(column, sa.BigInteger) for column in names]
    return sa.values(*columns, name=f"{name}_rows").data(rows).cte(name)


def _turns(places: sa.CTE) -> sa.CTE:
    """Scans behind each place, with the way of the same person's scan before."""
    since = sa.func.lag(Scan.direction, type_=Scan.direction.type).over(
        partition_by=(places.c.place, Scan.person_id), order_by=(Scan.at, Scan.key)
    )
    return (
        sa.select(places.c.place, Scan.id, Scan.key, Scan.person_id, Scan.direction)
        .add_columns(Scan.at, since.label("before"))
        .join(places, places.c.door_id == Scan.door_id)
        .where(Scan.let_through, Scan.person_id.is_not(None))
        .cte("turn")
    )


def _stays(turns: sa.CTE) -> sa.Subquery:
    """From coming in to the next going out; `until` is null where nobody was seen to go."""
    at = seconds(turns.c.at)
    until = sa.func.lead(at).over(
        partition_by=(turns.c.place, turns.c.person_id), order_by=(turns.c.at, turns.c.key)
    )
    switched = (
        sa.select(turns.c.place, turns.c.person_id, turns.c.direction)
        .add_columns(at.label("since"), until.label("until"))
        .where(turns.c.direction.is_distinct_from(turns.c.before))
        .subquery()
    )
    return sa.select(switched).where(switched.c.direction == Direction.IN).subquery()


def _doubles(turns: sa.CTE) -> sa.CTE:
    entered = (turns.c.direction == Direction.IN, turns.c.before == Direction.IN)
    return sa.select(turns.c.id, turns.c.person_id).where(*entered).distinct().cte("double")


def _in_room(held: sa.CTE, stays: sa.Subquery) -> sa.Select[Any]:
    """The seconds of each stay; at the session's own door one counts even after its time."""
    until = sa.func.coalesce(stays.c.until, held.c.until)
    within = sa.and_(stays.c.since < held.c.until, until > held.c.starts)
    return (
        sa.select(held.c.session_id, stays.c.person_id, held.c.own.label("own"))
        .add_columns(_within(held, stays.c.since, until).label("stayed"))
        .add_columns(NONE.label("joined_at"), NO_KIND.label("kind"), NONE.label("by_hand"))
        .join(stays, stays.c.place == held.c.place)
        .where(sa.or_(held.c.own == 1, within))
    )


def _online(held: sa.CTE) -> sa.Select[Any]:
    return (
        sa.select(held.c.session_id, Join.person_id, NONE, NONE, seconds(Join.at), NO_KIND, NONE)
        .join(Join, Join.session_id == held.c.session_id)
        .where(Join.decision == Decision.ADMITTED)
    )


def _marked(held: sa.CTE) -> sa.Select[Any]:
    """The last mark of each session and person; without minutes, it is for the whole session."""
    last = sa.select(sa.func.max(Mark.id)).group_by(Mark.session_id, Mark.person_id)
    whole = (held.c.ends - held.c.starts) // 60
    minutes = least(sa.func.coalesce(Mark.minutes, whole), whole)
    return (
        sa.select(held.c.session_id, Mark.person_id, NONE, NONE, NONE)
        .add_columns(sa.cast(Mark.kind, sa.String), minutes)
        .join(Mark, Mark.session_id == held.c.session_id)
        .where(Mark.id.in_(last), Mark.kind != MarkKind.AS_RECORDED)
    )


def _entry(held: sa.CTE, pieces: sa.Subquery) -> sa.CTE:
    """The pieces of each session and person made one; a mark counts instead of the others.

    Nobody logs out of a video room: minutes online run from the first joining to the end.
    """
    one = _together(pieces)
    in_room, kind = one.c.stayed // 60, one.c.kind
    on_line = _within(held, one.c.joined_at, held.c.until) // 60
    stayed, joined = sa.or_(in_room > 0, one.c.own == 1), one.c.joined_at > 0
    room = sa.case((kind.is_(None), _one_if(stayed)), else_=_one_if(kind == MarkKind.ROOM))
    online = sa.case((kind.is_(None), _one_if(joined)), else_=_one_if(kind == MarkKind.ONLINE))
    recorded = in_room + sa.case((joined, on_line), else_=0)
    minutes = sa.case((kind.is_(None), recorded), else_=one.c.by_hand)
    return (
        sa.select(one.c.session_id, held.c.part_id, one.c.person_id)
        .add_columns(room.label("room"), online.label("online"), minutes.label("minutes"))
        .join(held, held.c.session_id == one.c.session_id)
        .where(sa.or_(room == 1, online == 1))
        .cte("entry")
    )


def _together(pieces: sa.Subquery) -> sa.Subquery:
    key = (pieces.c.session_id, pieces.c.person_id)
    first = sa.case((pieces.c.joined_at > 0, pieces.c.joined_at))
    return (
        sa.select(*key, sa.cast(sa.func.sum(pieces.c.stayed), sa.BigInteger).label("stayed"))
        .add_columns(sa.func.coalesce(sa.func.min(first), 0).label("joined_at"))
        .add_columns(*(sa.func.max(pieces.c[n]).label(n) for n in ("own", "kind", "by_hand")))
        .group_by(*key)
        .subquery()
    )


def _within(held: sa.CTE, since: Number, until: Number) -> Number:
    """The seconds between two instants that lie within a session, as far as it has gone."""
    return greatest(least(until, held.c.until) - greatest(since, held.c.starts), 0)


def _one_if(condition: sa.ColumnElement[bool]) -> Number:
    return sa.case((condition, 1), else_=0)
