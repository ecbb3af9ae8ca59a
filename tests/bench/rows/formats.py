"""The programme for calendars and schedule programs: in full, and unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.load import GZIP, PLAIN, Target, check
from tests.bench.results import Figure
from tests.bench.rows.ratios import beside, whole

UNCHANGED = 0.7


def measure(house: House) -> Iterator[Figure]:
    """Each format of 1,000 sessions; the 304 is beside hello world."""
    hello = Target(house.hello.address + "/", PLAIN)
    for suffix in ("ics", "xml", "json"):
        address = f"/events/big/programme.{suffix}"
        yield from whole(house, address, name=f"programme .{suffix} of 1,000 sessions")
        full = Target(house.server.address + address, GZIP)
        tag = check(full).headers["etag"]
        again = Target(full.url, {**GZIP, "If-None-Match": tag}, status=304)
        yield beside(house, again, hello, what=f"programme .{suffix}, 304", reach=UNCHANGED)
