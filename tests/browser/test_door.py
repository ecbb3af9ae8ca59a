"""Two phones at two doors, one of them without a network, which dies in the middle of the day."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect

from tests.browser.conftest import ABROAD, SWITCHES, Enter, Open
from tests.browser.reading import PHONE, hindrances, sideways
from tests.browser.server import Site
from tests.browser.watching import Watch
from tests.conftest import SECRET

DOOR = "/door/forum-next/"
CASES = json.loads((Path(__file__).parents[1] / "domain" / "door_verdicts.json").read_text())
TWIN = """async (cases) => {
  const { finding } = await import("/static/js/door/verdict.js");
  return cases.map((one) => finding(one.badge, one));
}"""

REFUSED_AND_TYPED = """(badge) => {
  document.querySelector("[data-refuse]").click();
  const search = document.querySelector("[data-search]");
  search.value = badge;
  search.form.requestSubmit();
}"""


@pytest.fixture
def codes(enter: Enter) -> list[str]:
    """The codes of two doors to the whole event today, as the organiser is shown them."""
    page = enter("owner")
    found = []
    for name in ("Main entrance", "Side entrance"):
        page.goto("/manage/forum-next/doors/new")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Day").select_option(index=_today(page))
        page.get_by_role("button", name="Make it").click()
        found.append(page.locator(".the-code").inner_text())
    return found


def _today(page: Page) -> int:
    """Which of the days offered is today at the venue, in Nanning."""
    options = page.get_by_label("Day").locator("option")
    days = options.evaluate_all("(all) => all.map((option) => option.value)")
    today = page.evaluate("new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' })")
    at: int = days.index(today)
    return at


def badge_of(site: Site) -> str:
    """What is in the QR code of the person whose link the demonstration prints."""
    token = site.participant.rsplit("/", 1)[1].split(".")[0]
    person = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    signer = URLSafeSerializer(
        [SECRET], salt="forumapp badge", signer_kwargs={"digest_method": hashlib.sha256}
    )
    code: str = signer.dumps(person)
    return code


@dataclass(slots=True)
class Phone:
    """A browser whose profile is on disk: what is stored there outlives it."""

    launcher: BrowserType
    program: str
    profile: Path
    site: Site
    context: BrowserContext | None = None
    watch: Watch | None = None

    def take_out(self, *, offline: bool) -> Page:
        """Start it with what is stored on it, and open the page of the door."""
        self.context = self.launcher.launch_persistent_context(
            self.profile,
            executable_path=self.program,
            args=SWITCHES,
            base_url=self.site.address,
            viewport={"width": PHONE, "height": 900},
            offline=offline,
            **ABROAD,
        )
        self.watch = Watch(self.context, self.site.address)
        page = self.context.new_page()
        page.goto(DOOR)
        return page

    def put_away(self) -> None:
        """End it as a phone ends an application; nothing may have gone wrong until now."""
        if self.context and self.watch:
            with suppress(Error):  # it may be dead already
                self.context.close()
            assert self.watch.faults == []
        self.context = None

    def die(self) -> None:
        """End it as an empty battery does."""
        processes = list(self._processes())
        assert processes
        for process in processes:
            os.kill(process, signal.SIGKILL)
        self.put_away()

    def _processes(self) -> Iterator[int]:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.profile}".encode() in command.split(b"\0"):
                yield int(entry.name)


@pytest.fixture
def phone(launcher: BrowserType, program: str, site: Site, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(launcher, program, tmp_path / "profile", site)
    yield phone
    phone.put_away()


def open_door(page: Page, code: str) -> Page:
    """Give a phone this code, and wait until it has the list and the page."""
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("People on the list:")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def scan(page: Page, code: str) -> str:
    """What the door answers to a badge that a hand scanner types."""
    page.locator("[data-search]").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).to_be_visible()
    return page.locator("[data-finding]").inner_text()


def people_inside(page: Page) -> int:
    """How many the door knows to be inside; the demonstration has let some in."""
    found = re.search(r"Inside: (\d+)", page.get_by_role("status").inner_text())
    assert found
    return int(found[1])


def test_a_day_without_a_network_is_made_one_with_the_other_door(
    codes: list[str], site: Site, visit: Open, phone: Phone
) -> None:
    side = visit(width=PHONE, service_workers="allow").new_page()
    side.goto(DOOR)
    open_door(side, codes[1])
    badge, inside = badge_of(site), people_inside(side)
    main = open_door(phone.take_out(offline=False), codes[0])
    assert main.evaluate(TWIN, CASES) == [case["finding"] for case in CASES]
    phone.put_away()

    main = phone.take_out(offline=True)
    assert scan(main, "no such code") == "Unknown code"
    main.get_by_role("button", name="Next person").click()
    assert scan(main, badge) == "Welcome"
    assert main.locator("[data-sign]:visible").get_attribute("data-sign") == "green"
    assert hindrances(main) + sideways(main, PHONE) == []
    phone.die()

    main = phone.take_out(offline=True)
    expect(main.get_by_text("Waiting to be sent: 2")).to_be_visible()
    assert scan(main, badge) == "Already in"
    main.evaluate(REFUSED_AND_TYPED, badge)
    expect(main.get_by_text("Waiting to be sent: 3")).to_be_visible()
    expect(main.get_by_role("heading", name="Look closer")).to_be_visible()
    main.keyboard.type("another code")
    main.locator("[data-answer]").focus()
    main.keyboard.press("Enter")
    expect(main.locator("[data-finding]")).to_have_text("Unknown code")
    assert scan(side, badge) == "Welcome"
    expect(side.get_by_text("Everything is sent")).to_be_attached()
    main.context.set_offline(False)
    expect(main.get_by_text("Everything is sent")).to_be_visible()
    side.reload()
    expect(side.get_by_text(f"Inside: {inside + 1}")).to_be_visible()

    with closing(sqlite3.connect(site.instance / "forumapp.db")) as base:
        found = base.execute(
            "SELECT doors.name, finding, let_through FROM scans JOIN doors ON doors.id = door_id"
            " WHERE door_id IN (SELECT id FROM doors ORDER BY id DESC LIMIT 2)"
        ).fetchall()
    assert sorted(found) == [
        ("Main entrance", "already_in", 0),
        ("Main entrance", "already_in", 0),
        ("Main entrance", "unknown", 0),
        ("Main entrance", "unknown", 0),
        ("Main entrance", "welcome", 1),
        ("Side entrance", "welcome", 1),
    ]
