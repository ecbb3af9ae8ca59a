"""Registrations by the thousand: deciding, looking through, pasting, badges, and the door."""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import processes
from tests.bench.house import House, environment
from tests.bench.load import PLAIN, Target, check
from tests.bench.results import Figure, skipped
from tests.bench.rows.weight import QUIET

if TYPE_CHECKING:
    from playwright.sync_api import Page

PEOPLE, WAITING, PASTED, BADGES, FEW = 5_000, 1_000, 500, 1_000, 40
LIST = "registrations?status=approved&country=VN&q=family"
PAGES = {
    LIST: (f"list of {PEOPLE:,} registrations, filtered and searched", 0.2),
    "attendance": (f"attendance of {PEOPLE:,} people", 0.5),
}
CODE = "K7QM-4XWP-2BCD"
MEGABYTE = 1_000_000
OFFLINE = f"a scan decided without a network, list of {PEOPLE:,}"
TOOK = "Number(document.querySelector('[data-door]').dataset.took)"


def measure(house: House) -> Iterator[Figure]:
    """On an instance of its own; each line says beside it what hello world takes meanwhile."""
    folder = house.folder / "crowd"
    processes.run(processes.command("forumapp", "migrate"), env=environment(folder), timeout=120)
    for slug, people in (("crowd", PEOPLE), ("crowd-waiting", WAITING), ("crowd-few", FEW)):
        house.inside(folder, "crowd-event", str(people), slug)
    yield from _deciding(house, folder)
    yield from _pages(house, folder)
    yield _pasting(house, folder)
    yield from _door(house, folder)
    yield _badges(house)


def _deciding(house: House, folder: Path) -> Iterator[Figure]:
    """Approving alone has a reach; two thirds are in the room before all are moved online."""
    acts = {"approve": "approving", "online": "moving online", "withdraw": "withdrawing"}
    for act, found in json.loads(house.inside(folder, "crowd-decide")).items():
        reach = 5 if act == "approve" else None
        yield Figure(
            what=f"{acts[act]} {found['number']:,} at once, SQLite",
            reach=f"<= {reach} s" if reach else "",
            measured=f"{found['seconds']:.1f} s",
            met=found["seconds"] <= reach if reach else None,
            note=f"{found['processor']:.1f} s of processor; {found['mails']:,} mails by then",
            values=found,
        )


def _pages(house: House, folder: Path) -> Iterator[Figure]:
    """In one process without a server, so that queries can be counted."""
    found, few = (
        json.loads(house.inside(folder, "crowd-pages", slug, *PAGES))
        for slug in ("crowd", "crowd-few")
    )
    for path, (what, reach) in PAGES.items():
        page, constant = found[path], found[path]["queries"] == few[path]["queries"]
        hello = _hello(house)
        yield Figure(
            what=what,
            reach=f"<= {reach * 1000:.0f} ms, constant queries",
            measured=f"{page['seconds'] * 1000:.0f} ms, {page['queries']:.0f} queries",
            met=page["seconds"] <= reach and constant,
            note=f"{page['processor'] * 1000:.0f} ms of processor; with {FEW} people "
            f"{few[path]['seconds'] * 1000:.0f} ms, {few[path]['queries']:.0f} queries; "
            f"hello world {hello * 1000:.1f} ms",
            values={**page, "few": few[path]["seconds"], "hello": hello},
        )


def _hello(house: House) -> float:
    """The median of twenty single requests, in seconds."""
    target = Target(house.hello.address + "/", PLAIN)
    return statistics.median(_seconds(target) for _ in range(20))


def _seconds(target: Target) -> float:
    began = time.perf_counter()
    check(target)
    return time.perf_counter() - began


def _pasting(house: House, folder: Path) -> Figure:
    found = json.loads(house.inside(folder, "crowd-paste", str(PASTED)))
    return Figure(
        what=f"pasting {PASTED} rows, checked and shown",
        reach="<= 2 s",
        measured=f"{found['seconds']:.2f} s",
        met=found["seconds"] <= 2,
        note=f"{found['processor']:.2f} s of processor",
        values=found,
    )


def _badges(house: House) -> Figure:
    """On an instance of its own with as many people; the worker's handler in its own process."""
    folder = house.folder / "badges"
    processes.run(processes.command("forumapp", "migrate"), env=environment(folder), timeout=120)
    house.inside(folder, "crowd-event", str(BADGES))
    built = json.loads(house.inside(folder, "build", house.inside(folder, "crowd-badges")))
    return Figure(
        what=f"{BADGES:,} badges, eight to a sheet",
        reach="<= 60 s",
        measured=f"{built['seconds']:.1f} s",
        met=built["seconds"] <= 60,
        note=f"{built['pages']:.0f} pages, {built['size'] / 1024:,.0f} KB, "
        f"{built['processor']:.1f} s of processor",
        values=built,
    )


def _door(house: House, folder: Path) -> Iterator[Figure]:
    """A phone opens a door, has the list, and is switched offline."""
    what, reach = f"door list of {PEOPLE:,}", "<= 1 MB"
    browser = shutil.which("chromium")
    if browser is None:
        yield skipped(what, reach=reach, reason="no browser")
        yield skipped(OFFLINE, reach="<= 100 ms", reason="no browser")
        return
    from playwright.sync_api import sync_playwright

    badges = json.loads(house.inside(folder, "crowd-door", CODE))
    server = house.serve(folder)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        try:
            page = chromium.new_page(base_url=server.address)
            data = _list(page)
            packed = len(gzip.compress(data, 6))
            yield Figure(
                what=what,
                reach=reach,
                measured=f"{len(data) / 1000:,.0f} KB",
                met=len(data) <= MEGABYTE,
                note=f"{packed / 1000:,.0f} KB over the wire",
                values={"size": len(data), "packed": packed},
            )
            yield _offline(page, badges)
        finally:
            chromium.close()
            processes.end(server.process)


def _list(page: Page) -> bytes:
    """Open the door; the list as the phone is given it."""
    page.goto("/door/crowd/")
    page.get_by_label("Code").fill(CODE)
    with page.expect_response("**/list.json") as given:
        page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_text("People on the list:").wait_for()
    body: bytes = given.value.body()
    return body


def _offline(page: Page, badges: list[Any]) -> Figure:
    """From the code to the answer on the screen, as the page itself takes the time."""
    page.context.set_offline(True)
    taken = []
    for badge in badges:
        page.locator("[data-search]").fill(badge)
        page.keyboard.press("Enter")
        page.locator("[data-answer]").wait_for()
        taken.append(float(page.evaluate(TOOK)))
        page.locator("[data-next]:visible, [data-refuse]:visible").first.click()
        page.locator("[data-answer]").wait_for(state="hidden")
    slowest = max(taken)
    return Figure(
        what=OFFLINE,
        reach="<= 100 ms",
        measured=f"{statistics.median(taken):.1f} ms",
        met=slowest <= 100,
        note=f"the slowest of {len(taken)}: {slowest:.1f} ms",
        values={"median": statistics.median(taken), "slowest": slowest},
    )
