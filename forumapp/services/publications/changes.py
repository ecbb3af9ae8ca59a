"""What everyone may read of the releases so far: each as it was, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from forumapp.domain.agenda import Visibility
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import Change, Programme, compare
from forumapp.domain.releases import FrameChange, compare_frame
from forumapp.services.publications.releases import ReleaseRow, history
from forumapp.services.publications.snapshot import programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two releases as everyone may read them; `before` is None for the first."""

    release: ReleaseRow
    before: Programme | None
    after: Programme
    changes: tuple[Change, ...]
    frame: tuple[FrameChange, ...]


def public_changes(event_id: int, *, page: int = 1, size: int = 10) -> tuple[Difference, ...]:
    """A page of the releases, latest first, each with what it changed of the one before."""
    rows: tuple[ReleaseRow | None, ...] = (*history(event_id), None)
    first = (page - 1) * size
    shown = rows[first : first + size + 1]
    return tuple(_difference(after, before) for after, before in pairwise(shown) if after)


def since(event_id: int, number: int) -> Difference:
    """What changed from a release to the one in force; NotFound for a number that isn't there."""
    rows = history(event_id)
    before = next((row for row in rows if row.number == number), None)
    if before is None:
        raise NotFound
    return _difference(rows[0], before)


def public_release(event_id: int, number: int) -> tuple[ReleaseRow, Programme]:
    """A release and its programme as everyone could read it; NotFound when there is none."""
    row = next((row for row in history(event_id) if row.number == number), None)
    if row is None:
        raise NotFound
    return row, _public(row)


def _difference(after: ReleaseRow, before: ReleaseRow | None) -> Difference:
    old, new = _public(before) if before else None, _public(after)
    return Difference(
        release=after,
        before=old,
        after=new,
        changes=compare(old, new),
        frame=compare_frame(old, new),
    )


def _public(row: ReleaseRow) -> Programme:
    return programme(row.id).visible_to(Visibility.PUBLIC)
