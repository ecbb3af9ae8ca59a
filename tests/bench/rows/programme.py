"""The public programme page of 1,000 sessions beside the same bytes from memory."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.load import GZIP, PLAIN, Target
from tests.bench.results import Figure
from tests.bench.rows.ratios import beside, whole

ADDRESS = "/events/big/programme"


def measure(house: House) -> Iterator[Figure]:
    """Plain and compressed, anonymous, 16 connections; and hello world for the scale."""
    yield from whole(house, ADDRESS, name="programme page of 1,000 sessions")
    page = Target(house.server.address + ADDRESS, GZIP)
    hello = Target(house.hello.address + "/", PLAIN)
    yield beside(house, page, hello, what="the same, gzip, beside hello world", reach=None)
