"""The organiser's board without a mouse, and what is said of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boards import block, card, hours, kept, open_board, room, said
from tests.browser.conftest import Enter
from tests.browser.reading import hindrances


@pytest.fixture
def page(enter: Enter) -> Page:
    page = enter("owner")
    open_board(page)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_tab_goes_from_session_to_session_in_the_order_of_time_and_room(page: Page) -> None:
    page.locator("[data-frame]").focus()
    order = page.evaluate(
        """() => [...document.querySelectorAll(".block")].map((block) =>
          [block.querySelector(".block-hours").textContent.slice(0, 5),
            block.getBoundingClientRect().x])"""
    )
    assert order == sorted(order)
    press(page, "Tab")
    first = page.locator(".block").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    block(page, "X6").focus()
    for key, code in (
        ("Up", "TEA2"),
        ("Up", "X2"),
        ("Down", "TEA2"),
        ("Down", "X6"),
        ("Left", "X5"),
    ):
        press(page, f"Control+Arrow{key}")
        expect(block(page, code)).to_be_focused()


def test_arrows_move_a_session_and_are_one_act(page: Page) -> None:
    block(page, "X5").focus()
    press(page, "ArrowDown", "ArrowDown", "ArrowLeft", "Shift+ArrowUp")
    expect(said(page)).to_contain_text("10:55–12:20, Conference Hall")
    with page.expect_response("**/move") as answered:
        pass
    assert answered.value.ok
    expect(block(page, "X5")).to_be_focused()
    expect(block(page, "X5")).to_have_attribute(
        "aria-label", "X5 Social protection after the pandemic, 10:55–12:20, Conference Hall"
    )
    assert hours(kept(page, "X5")) == "10:55-12:20"
    assert kept(page, "X5")["room"] == room(page, "Conference Hall")

    with page.expect_response("**/move"):
        press(page, "Control+z")
    expect(said(page)).to_contain_text("Undone. X5: 29 Jun 2022, 10:45–12:15, Meeting Room 1")
    with page.expect_response("**/move"):
        press(page, "Control+Shift+Z")
    expect(said(page)).to_contain_text("Done again. X5")
    with page.expect_response("**/move"):
        press(page, "Control+z")
    press(page, "Control+z")
    expect(said(page)).to_have_text("There is nothing to undo.")


def test_arrows_tell_what_a_session_would_clash_with(page: Page) -> None:
    block(page, "X14").focus()
    press(page, "ArrowRight")
    expect(said(page)).to_contain_text("Clash: Meeting Room 3 has both X14")
    press(page, "ArrowLeft")
    expect(said(page)).not_to_contain_text("Clash")


def test_a_session_is_moved_by_the_small_form(page: Page) -> None:
    block(page, "X11").focus()
    press(page, "m")
    form = page.get_by_role("dialog", name="Move the session")
    expect(form.get_by_label("Day")).to_be_focused()
    form.get_by_label("Day").select_option(label="Thursday, 30 June 2022")
    form.get_by_label("Starts").fill("15:00")
    form.get_by_label("Ends").fill("14:59")
    form.get_by_label("Video room").select_option("")
    press(page, "Enter")
    expect(form).to_be_hidden()
    expect(block(page, "X11")).to_contain_text("15:00–14:59 (next day)")
    assert (kept(page, "X11")["ends"], kept(page, "X11")["video"]) == ("2022-07-01T14:59", None)

    block(page, "X11").focus()
    press(page, "m")
    form.get_by_label("Ends").fill("")
    press(page, "Enter")
    expect(form.get_by_role("alert")).to_contain_text("Please enter a date and time that exist")
    expect(form.get_by_label("Ends")).to_be_focused()
    press(page, "Escape")
    expect(form).to_be_hidden()


def test_a_session_is_parked_copied_and_split(page: Page) -> None:
    block(page, "X15").focus()
    press(page, "p")
    expect(card(page, "X15")).to_be_focused()
    expect(said(page)).to_have_text("X15: not scheduled")
    press(page, "p")
    expect(block(page, "X15")).to_be_focused()
    assert hours(kept(page, "X15")) == "15:45-17:15"

    press(page, "s")
    form = page.get_by_role("dialog", name="Split the session")
    expect(form.get_by_label("The second half starts at")).to_have_value("16:30")
    form.get_by_label("The second half starts at").fill("18:00")
    press(page, "Enter")
    expect(form.get_by_role("alert")).to_have_text("Choose a time within the session.")
    form.get_by_label("The second half starts at").fill("16:20")
    press(page, "Enter")
    expect(form).to_be_hidden()
    expect(block(page, "X15")).to_contain_text("15:45–16:20")
    second = page.locator(".block", has_text="16:20–17:15")
    expect(second).to_have_count(1)
    press(page, "Control+z")
    expect(second).to_have_count(0)
    expect(block(page, "X15")).to_contain_text("15:45–17:15")

    block(page, "X15").focus()
    with page.expect_response("**/copy") as answered:
        press(page, "d")
    code = answered.value.json()["blocks"][0]["code"]
    expect(block(page, code)).to_contain_text("17:15–18:45")
    press(page, "Control+z")
    expect(block(page, code)).to_have_count(0)


def test_the_keys_are_listed_and_the_panel_opens_and_closes(page: Page) -> None:
    block(page, "X16").focus()
    press(page, "?")
    keys = page.get_by_role("dialog", name="Keys of the board")
    expect(keys).to_contain_text("five minutes earlier or later")
    assert hindrances(page) == []
    press(page, "Escape")
    expect(keys).to_be_hidden()
    press(page, "Enter")
    panel = page.get_by_role("complementary", name="Session")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    press(page, "Escape")
    expect(panel).to_be_hidden()
    expect(block(page, "X16")).to_be_focused()
