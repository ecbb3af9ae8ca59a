"""The organiser's list of people, filtered by what the address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import request, url_for

from forumapp.services.people import PeopleFilter, PersonRow, Role

SIZE = 100
NAMES = ("q", "country", "role", "without_email")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the people whom the filter admits."""

    filter: PeopleFilter
    found: int
    rows: tuple[PersonRow, ...]
    page: int
    pages: int


def listing(rows: Iterable[PersonRow]) -> Listing:
    """Whom the request's address asks to see of these people, already in order."""
    wanted = asked()
    found = tuple(row for row in rows if wanted.admits(row))
    pages = max(1, ceil(len(found) / SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = found[(page - 1) * SIZE : page * SIZE]
    return Listing(filter=wanted, found=len(found), rows=shown, page=page, pages=pages)


def asked() -> PeopleFilter:
    """The filter in the request's address; what can't be read asks for nothing."""
    given = request.args
    return PeopleFilter(
        text=given.get("q", "")[:200],
        country=given.get("country", ""),
        role=given.get("role", type=Role),
        without_email=bool(given.get("without_email")),
    )


def address(slug: str, **changes: Any) -> str:
    """The list's own address with its filters, some of them changed; an empty one is left out."""
    kept: Mapping[str, Any] = {name: request.args.get(name) for name in NAMES}
    return url_for(
        "people.everyone",
        slug=slug,
        **{name: value for name, value in {**kept, **changes}.items() if value},
    )
