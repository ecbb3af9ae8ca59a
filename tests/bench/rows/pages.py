"""Pages of a release beside hello world, in an event of 40 sessions and in one of 1,000."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.load import GZIP, PLAIN, Target, fetch
from tests.bench.results import Figure
from tests.bench.rows.ratios import compared

REACH = 0.3
ALIKE = 0.8  # what the larger event may at most cost: the rest is the noise of a shared machine
SMALL, LARGE = "forum-2022", "big"


def measure(house: House) -> Iterator[Figure]:
    """A session's page and the speakers' page."""
    base = house.server.address
    small, large = (f"{base}/events/{slug}" for slug in (SMALL, LARGE))
    yield from both(
        house,
        Target(base + house.sessions(SMALL)[20], GZIP),
        Target(base + house.sessions(LARGE)[500], GZIP),
        name="session's page",
        reach=REACH,
    )
    yield from both(
        house,
        Target(f"{small}/speakers", GZIP),
        Target(f"{large}/speakers", GZIP),
        name="speakers' page",
        reach=REACH,
    )


def both(
    house: House, small: Target, large: Target, *, name: str, reach: float
) -> Iterator[Figure]:
    """The page in either event beside hello world, and the one beside the other."""
    hello = Target(house.hello.address + "/", PLAIN)
    few, many, scale = house.client.rates(small, large, hello)
    for target, rates, sessions in ((small, few, "40"), (large, many, "1,000")):
        size = len(fetch(target.url, target.headers).body) / 1024
        what = f"{name}, event of {sessions} ({size:,.1f} KB)"
        yield compared(rates, scale, what=what, reach=reach)
    what = f"{name}, event of 1,000 beside 40"
    yield compared(many, few, what=what, reach=ALIKE, other="40")
