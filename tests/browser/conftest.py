"""A real server and a real Chromium, one of each for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from tests.browser.reading import DESK
from tests.browser.server import PASSPHRASE, Site, running
from tests.browser.watching import Watch
from tests.conftest import unavailable

HERE = Path(__file__).parent
SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
# Somebody who isn't at the venue; colours are measured, and take no time to change.
ABROAD: dict[str, Any] = {
    "locale": "en-GB",
    "timezone_id": "Asia/Yangon",
    "reduced_motion": "reduce",
}
expect.set_options(timeout=20_000)  # milliseconds, for a machine with much else to do
Open = Callable[..., BrowserContext]
Enter = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def program() -> str:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        unavailable("Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def launcher(program: str) -> Iterator[BrowserType]:
    """Starts it."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def chromium(launcher: BrowserType, program: str) -> Iterator[Browser]:
    """A Chromium that forgets."""
    browser = launcher.launch(executable_path=program, args=SWITCHES)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(
    chromium: Browser, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The running product; started only where there is a browser for it."""
    with running(tmp_path_factory.mktemp("site"), migrated) as site:
        yield site


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Open]:
    """Opens a browser of somebody's own; when the test ends, nothing may have gone wrong in it."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def visit(*, width: int = DESK, **given: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 900},
            **{**ABROAD, **given},
        )
        opened.append((context, Watch(context, site.address)))
        return context

    yield visit
    faults = [fault for _context, watch in opened for fault in watch.faults]
    for context, _watch in opened:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def _kept() -> dict[str, StorageState]:
    return {}


@pytest.fixture
def enter(visit: Open, _kept: dict[str, StorageState]) -> Enter:
    """Opens a browser in which a log-in of the demonstration is signed in: `enter("owner")`."""

    def enter(role: str, **given: Any) -> Page:
        if role not in _kept:
            context = visit()
            sign_in(context.new_page(), role)
            _kept[role] = _session_alone(context.storage_state())
        return visit(storage_state=_kept[role], **given).new_page()

    return enter


def _session_alone(state: StorageState) -> StorageState:
    """Without the language that was spoken at the time."""
    cookies = [cookie for cookie in state["cookies"] if cookie["name"] == "session"]
    return {"cookies": cookies, "origins": []}


def sign_in(page: Page, role: str) -> None:
    """Sign in through the form, in whichever language it speaks."""
    page.goto("/login")
    page.locator("[name=email]").fill(f"{role}@secretariat.example")
    page.locator("[name=password]").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/")
