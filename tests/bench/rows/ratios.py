"""Answers a second of a page, as a part of those of what it stands beside."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from tests.bench.house import House
from tests.bench.load import GZIP, PLAIN, Target, check, ratio
from tests.bench.results import Figure

WHOLE = 0.8


def whole(house: House, address: str, *, name: str, reach: float = WHOLE) -> Iterator[Figure]:
    """A page plain and compressed, each beside a Flask view of the same bytes from memory."""
    page = house.server.address + address
    copies = house.copy(address.strip("/").replace("/", "-"), Target(page))
    for headers, same, word in zip((PLAIN, GZIP), copies, ("plain", "gzip"), strict=True):
        size = len(check(same).body) / 1024
        what = f"{name}, {word} ({size:,.0f} KB)"
        yield beside(house, Target(page, headers), same, what=what, reach=reach, other="same bytes")


def beside(
    house: House,
    page: Target,
    other_page: Target,
    *,
    what: str,
    reach: float | None,
    other: str = "hello",
) -> Figure:
    """A page beside another, in turns."""
    ours, theirs = house.client.rates(page, other_page)
    return compared(ours, theirs, what=what, reach=reach, other=other)


def compared(
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    what: str,
    reach: float | None,
    other: str = "hello",
) -> Figure:
    """A figure from the rates of both: the median of the turns' ratios."""
    part = ratio(ours, theirs)
    rate, scale = statistics.median(ours), statistics.median(theirs)
    return Figure(
        what=what,
        reach="" if reach is None else f">= {reach} of {other}",
        measured=f"{part:.2f} ({rate:,.0f}/s beside {scale:,.0f}/s)",
        met=None if reach is None else part >= reach,
        values={"ratio": part, "ours": rate, "other": scale},
    )
