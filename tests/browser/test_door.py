"""Two phones at two doors, one of them without a network; both see the same person come in."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Open
from tests.browser.reading import PHONE, hindrances, sideways
from tests.browser.server import Site
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


def open_door(visit: Open, code: str) -> Page:
    """A phone that was given this code and has the list."""
    page = visit(width=PHONE, service_workers="allow").new_page()
    page.goto(DOOR)
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
    codes: list[str], site: Site, visit: Open
) -> None:
    main, side = (open_door(visit, code) for code in codes)
    badge, inside = badge_of(site), people_inside(side)
    assert main.evaluate(TWIN, CASES) == [case["finding"] for case in CASES]

    main.context.set_offline(True)
    main.reload()
    assert scan(main, "no such code") == "Unknown code"
    main.get_by_role("button", name="Next person").click()
    assert scan(main, badge) == "Welcome"
    assert main.locator("[data-sign]:visible").get_attribute("data-sign") == "green"
    assert hindrances(main) + sideways(main, PHONE) == []
    main.reload()
    expect(main.get_by_text("Waiting to be sent: 2")).to_be_visible()
    assert scan(main, badge) == "Already in"
    main.evaluate(REFUSED_AND_TYPED, badge)
    expect(main.get_by_text("Waiting to be sent: 3")).to_be_visible()
    expect(main.get_by_role("heading", name="Look closer")).to_be_visible()
    main.keyboard.type("another code\n")
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
