"""The organiser's list of sessions: by day, filtered by what the address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from typing import Any

from flask import request, url_for

from forumapp.domain.agenda import SessionKind
from forumapp.services.agenda import SessionFilter, SessionRow

SIZE = 100
NAMES = ("day", "part", "room", "track", "kind", "over", "q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the sessions that the filter admits, under their days; parked ones under None."""

    filter: SessionFilter
    found: tuple[SessionRow, ...]
    days: tuple[tuple[date | None, tuple[SessionRow, ...]], ...]
    page: int
    pages: int


def listing(rows: Iterable[SessionRow]) -> Listing:
    """What the request's address asks to see of these sessions, already in order."""
    wanted = asked()
    found = tuple(row for row in rows if wanted.admits(row))
    pages = max(1, ceil(len(found) / SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = found[(page - 1) * SIZE : page * SIZE]
    days = groupby(shown, key=lambda row: None if row.parked else row.day)
    return Listing(
        filter=wanted,
        found=found,
        days=tuple((day, tuple(group)) for day, group in days),
        page=page,
        pages=pages,
    )


def asked() -> SessionFilter:
    """The filter in the request's address; what can't be read asks for nothing."""
    given = request.args
    return SessionFilter(
        day=given.get("day", type=date.fromisoformat),
        part_id=given.get("part", type=int),
        room_id=given.get("room", type=int),
        track_id=given.get("track", type=int),
        kind=given.get("kind", type=SessionKind),
        over=bool(given.get("over")),
        text=given.get("q", "")[:200],
    )


def address(slug: str, **changes: Any) -> str:
    """The list's own address with its filters, some of them changed; an empty one is left out."""
    kept: Mapping[str, Any] = {name: request.args.get(name) for name in NAMES}
    return url_for(
        "agenda.sessions",
        slug=slug,
        **{name: value for name, value in {**kept, **changes}.items() if value},
    )
