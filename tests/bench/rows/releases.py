"""Publishing a release of 1,000 sessions that touches 50 people; the difference of two such."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.bench.house import House
from tests.bench.results import Figure
from tests.bench.rows.pages import LARGE

PEOPLE = 50
SECONDS, MILLISECONDS = 2.0, 200


def measure(house: House) -> Iterator[Figure]:
    """Both in a process of their own, without a worker, on a copy of the event."""
    folder = house.copy_of_instance("releases")
    published = json.loads(house.inside(folder, "publish-release", LARGE, str(PEOPLE)))
    yield _publishing(published)
    yield _comparing(json.loads(house.inside(folder, "compare-releases", LARGE)))


def _publishing(found: dict[str, float]) -> Figure:
    told, queued, sent = (int(found[name]) for name in ("told", "queued", "sent"))
    return Figure(
        what=f"publishing a release of 1,000 sessions that touches {told} people",
        reach=f"<= {SECONDS:.0f} s, mails queued, not sent",
        measured=f"{found['seconds']:.2f} s, {queued} mails queued, {sent} sent",
        met=found["seconds"] <= SECONDS and queued == told == PEOPLE and not sent,
        note=f"{found['processor']:.2f} s of processor; {found['moved']:.0f} sessions moved",
        values=found,
    )


def _comparing(found: dict[str, float]) -> Figure:
    milliseconds = found["seconds"] * 1000
    return Figure(
        what=f"difference of two releases of {found['sessions']:,.0f} sessions",
        reach=f"<= {MILLISECONDS} ms",
        measured=f"{milliseconds:.0f} ms, {found['changes']:.0f} changes",
        met=milliseconds <= MILLISECONDS,
        values=found,
    )
