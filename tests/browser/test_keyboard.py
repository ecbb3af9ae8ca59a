"""Without a mouse: everything is reached with Tab, and done with Enter and Space."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.server import PASSPHRASE


def test_the_first_tab_leads_past_the_navigation(visit: Open) -> None:
    page = visit().new_page()
    page.goto("/events/forum-next/programme")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_delegate_registers_by_keyboard(visit: Open) -> None:
    page = visit().new_page()
    page.goto("/events/forum-next/")
    tabs = page.get_by_role("navigation", name="This event")
    _tab_to(page, tabs.get_by_role("link", name="Register"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/register")
    _tab_to(page, page.get_by_label("Name required", exact=True))
    page.keyboard.type("Aung Kyaw")
    _tab_to(page, page.get_by_label("Country represented"))
    page.keyboard.type("Myan")
    _tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type("aung.kyaw@delegate.example")
    _tab_to(page, page.get_by_label("Attends as"))
    page.keyboard.type("Expert")
    part = page.get_by_role("group", name="Forum", exact=True)
    _tab_to(page, part.get_by_label("Not this part"))
    page.keyboard.press("ArrowUp")
    expect(part.get_by_label("Online")).to_be_checked()
    consent = page.get_by_label("On the published list of participants")
    _tab_to(page, consent)
    page.keyboard.press("Space")
    expect(consent).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="We have your registration")).to_be_visible()


def test_the_secretariat_signs_in_and_out_by_keyboard(visit: Open) -> None:
    page = visit().new_page()
    page.goto("/login")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type("viewer@secretariat.example")
    _tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    menu = page.locator("summary", has_text="Somchai")
    _tab_to(page, menu)
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Sign out")
    expect(leave).to_be_visible()
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, leave)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def _tab_to(page: Page, wanted: Locator, *, most: int = 60) -> None:
    """Press Tab until this has the focus, which must be plain to see on every stop of the way."""
    for _step in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
              const here = document.activeElement;
              if (!here.matches(":focus-visible")) return false;
              return getComputedStyle(here).outlineStyle !== "none";
            }"""
        ), page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached with {most} presses of Tab")
