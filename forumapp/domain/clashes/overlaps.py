"""Finding what overlaps in one pass over what is in order of its start."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol, TypeVar


class Span(Protocol):
    """Something from one instant to a later one."""

    @property
    def starts(self) -> datetime: ...

    @property
    def ends(self) -> datetime: ...


Spanning = TypeVar("Spanning", bound=Span)
AT_ONCE = timedelta()


def pairs(
    spans: Iterable[Spanning], *, within: timedelta = AT_ONCE
) -> Iterator[tuple[Spanning, Spanning]]:
    """Every two that overlap, or that follow each other by less than `within`; the earlier first.

    Takes n log n steps and one for each pair that it finds.
    """
    open_: list[tuple[datetime, int, Spanning]] = []
    for number, span in enumerate(sorted(spans, key=_start)):
        while open_ and open_[0][0] + within <= span.starts:
            heapq.heappop(open_)
        for _ends, _number, earlier in open_:
            yield earlier, span
        heapq.heappush(open_, (span.ends, number, span))


def crossing(
    ones: Iterable[Spanning], others: Iterable[Spanning]
) -> Iterator[tuple[Spanning, Spanning]]:
    """Every one of the first that overlaps one of the others."""
    marked = [(span, True) for span in ones] + [(span, False) for span in others]
    open_: dict[bool, list[tuple[datetime, int, Spanning]]] = {True: [], False: []}
    for number, (span, first) in enumerate(sorted(marked, key=lambda pair: pair[0].starts)):
        for waiting in open_.values():
            while waiting and waiting[0][0] <= span.starts:
                heapq.heappop(waiting)
        for _ends, _number, other in open_[not first]:
            yield (span, other) if first else (other, span)
        heapq.heappush(open_[first], (span.ends, number, span))


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _start(span: Span) -> datetime:
    return span.starts
