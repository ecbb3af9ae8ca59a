"""The rows of a preview that the address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import request, url_for

from forumapp.domain.schedules import Outcome, Plan, PlannedRow
from forumapp.domain.text import folded

SIZE = 50
CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the rows that the filter admits."""

    show: str
    words: str
    found: int
    rows: tuple[PlannedRow, ...]
    page: int
    pages: int


def listing(plan: Plan) -> Listing:
    """What the request's address asks to see of a plan."""
    show = request.args.get("show", "")
    show = show if show in (CHECK, *Outcome) else ""
    words = request.args.get("q", "")[:200].strip()
    found = [row for row in plan.rows if _admits(row, show) and _says(row, folded(words))]
    pages = max(1, ceil(len(found) / SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return Listing(
        show=show,
        words=words,
        found=len(found),
        rows=tuple(found[(page - 1) * SIZE : page * SIZE]),
        page=page,
        pages=pages,
    )


def address(slug: str, import_id: int, **changes: Any) -> str:
    """The preview's own address with its filters, some of them changed."""
    kept = {name: request.args.get(name) for name in ("show", "q")}
    wanted = {name: value for name, value in {**kept, **changes}.items() if value}
    return url_for(
        "agenda.import_preview", slug=slug, import_id=import_id, _anchor="rows", **wanted
    )


def _says(row: PlannedRow, words: str) -> bool:
    texts = (row.name, row.code, row.room, *(name for _part, name in row.speakers))
    return not words or any(words in folded(text) for text in texts)


def _admits(row: PlannedRow, show: str) -> bool:
    return row.doubtful if show == CHECK else show in ("", row.outcome)
