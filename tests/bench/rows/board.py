"""The organiser's board of 1,000 sessions in 30 rooms over two days, in Chromium."""

from __future__ import annotations

import math
import shutil
import statistics
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from forumapp.cli.demo.logins import PASSPHRASE
from tests.bench.house import House
from tests.bench.results import Figure, skipped
from tests.bench.rows.pages import LARGE
from tests.bench.rows.weight import QUIET

if TYPE_CHECKING:
    from playwright.sync_api import Page

DRAWN = "the board of 1,000 sessions in 30 rooms, from navigation to painted"
DRAGGED = "a drag on it"
SECONDS, RATE = 1.5, 60
ON_TIME = f"{RATE} frames a second, 95 of 100 on time"
FRAME = 1000 / RATE + 1  # milliseconds; the clock of a page is coarse
ROUNDS, STEPS = 5, 240
RECORD = """() => {
  window.frames_seen = [];
  const look = (at) => { window.frames_seen.push(at); requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""


def measure(house: House) -> Iterator[Figure]:
    """How soon the board is there, and how many frames a second one sees while dragging."""
    browser = shutil.which("chromium")
    if browser is None:
        for what, reach in ((DRAWN, f"<= {SECONDS} s"), (DRAGGED, ON_TIME)):
            yield skipped(what, reach=reach, reason="no browser")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        try:
            page = chromium.new_page(base_url=house.server.address)
            _sign_in(page)
            yield _drawn([_draw(page) for _ in range(ROUNDS)])
            yield _dragged(_drag(page))
        finally:
            chromium.close()


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.locator("[name=email]").fill("admin@secretariat.example")
    page.locator("[name=password]").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/")


def _draw(page: Page) -> float:
    """Seconds from navigation until the board has been painted."""
    page.goto(f"/manage/{LARGE}/programme")
    mark = "performance.getEntriesByName('board-drawn')[0]?.startTime"
    while (found := page.evaluate(mark)) is None:  # its policy forbids what waits by itself
        page.wait_for_timeout(20)
    return float(found) / 1000


def _drag(page: Page) -> list[float]:
    """The milliseconds of each frame while a block is carried about, and then let go of."""
    block = page.locator(".block").nth(200)
    block.evaluate("(it) => it.scrollIntoView({ block: 'center', inline: 'center' })")
    box = block.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD)
    for step in range(STEPS):
        page.mouse.move(x + 200 * math.sin(step / 20), y + 120 * math.sin(step / 13))
    seen: list[float] = page.evaluate("window.frames_seen")
    page.keyboard.press("Escape")
    page.mouse.up()
    return [after - before for before, after in pairwise(seen)]


def _drawn(seconds: list[float]) -> Figure:
    median = statistics.median(seconds)
    return Figure(
        what=DRAWN,
        reach=f"<= {SECONDS} s",
        measured=f"{median:.2f} s ({min(seconds):.2f}-{max(seconds):.2f})",
        met=median <= SECONDS,
        note=f"{ROUNDS} times; 500 of the sessions are on the day that is shown",
        values={"seconds": median},
    )


def _dragged(frames: list[float]) -> Figure:
    rate = 1000 / statistics.mean(frames)
    late = sorted(frames)[int(len(frames) * 0.95)]
    return Figure(
        what=DRAGGED,
        reach=ON_TIME,
        measured=f"{rate:.1f} frames a second, 95 of 100 within {late:.1f} ms",
        met=late <= FRAME,
        note=f"{len(frames)} frames, drawn by the processor alone",
        values={"rate": rate, "p95": late},
    )
