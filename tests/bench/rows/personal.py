"""A registered person's own page beside hello world, in an event of 40 sessions and of 1,000."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.load import GZIP, Target, fetch
from tests.bench.results import Figure, skipped
from tests.bench.rows.pages import LARGE, both

REACH = 0.1
SMALL = "forty"  # where the same is to be shown: links to join, sessions one speaks in


def measure(house: House) -> Iterator[Figure]:
    """/me/ as a browser asks for it that opened a personal link."""
    try:
        small, large = (_target(house, slug) for slug in (SMALL, LARGE))
    except LookupError as error:
        yield skipped("/me/ of a registered person", reach=f">= {REACH}", reason=str(error))
        return
    yield from both(house, small, large, name="/me/", reach=REACH)


def _target(house: House, slug: str) -> Target:
    """The page with the cookie that the personal link gives."""
    base = house.server.address
    opened = fetch(base + house.inside(house.instance, "link", slug))
    cookie = ""
    for name, value in opened.headers.items():
        if name == "set-cookie":
            cookie = value.partition(";")[0]
    if not cookie:
        raise LookupError(f"the personal link answers {opened.status} and sets no cookie")
    return Target(f"{base}/me/", {**GZIP, "Cookie": cookie})
