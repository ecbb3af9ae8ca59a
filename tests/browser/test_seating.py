"""The seating plan in a browser: a table is dragged, then another is moved by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.reading import DESK, hindrances, sideways

PLAN = "/manage/forum-next/papers/seating"


def test_tables_are_moved_by_dragging_and_by_keyboard(enter: Enter) -> None:
    page = enter("owner")
    page.goto(PLAN)
    before = _first_row(page)
    page.drag_and_drop(f'[data-name="{before[4]}"]', '[data-row="1"][data-place="2"]')
    expect(page.get_by_role("dialog")).to_contain_text(f"{before[4]}: Row 1, table 2")
    page.get_by_label("Reason").fill("Shares the chair")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Shares the chair")).to_be_visible()
    assert _first_row(page)[:3] == [before[0], before[4], before[1]]

    page.locator(f'[data-name="{before[0]}"]').focus()
    for key in ("Enter", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator('[data-row="2"][data-place="2"]')).to_contain_text(before[0])
    expect(page.locator(f'[data-name="{before[0]}"]')).to_be_focused()
    assert hindrances(page) + sideways(page, DESK) == []

    page.get_by_role("button", name="All back to the order of countries").click()
    expect(page.get_by_text("Shares the chair")).to_have_count(0)
    assert _first_row(page) == before


def _first_row(page: Page) -> list[str]:
    expect(page.locator('[data-row="1"] [data-name]')).to_have_count(6)
    names: list[str] = page.locator('[data-row="1"] [data-name]').evaluate_all(
        "(all) => all.map((one) => one.dataset.name)"
    )
    return names
