"""Two organisers at one board, and a session beside it."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.boards import (
    block,
    carry,
    drag,
    hours,
    kept,
    open_board,
    release,
    said,
    sight,
    take,
)
from tests.browser.conftest import Enter
from tests.browser.reading import PHONE, hindrances, sideways

SECONDS = 2.0  # after which others see a move
DAY_ONE = "/manage/forum-2022/programme?day=2022-06-28"


def _hear_nothing(route: Route) -> None:
    route.fulfill(status=204)


def test_each_sees_the_others_moves_within_two_seconds(enter: Enter) -> None:
    first, second = enter("owner"), enter("editor")
    for page in (first, second):
        open_board(page, DAY_ONE)
    drag(second, "REG", minutes=-10)
    saved = time.monotonic()
    expect(block(first, "REG")).to_contain_text("07:50–08:45")
    assert time.monotonic() - saved < SECONDS
    expect(said(first)).to_contain_text(
        re.compile(r".+ moved REG to 28 Jun 2022, 07:50–08:45, Conference Hall\.")
    )
    with second.expect_response("**/news?*"):
        pass
    expect(said(second)).to_have_text("REG: 28 Jun 2022, 07:50–08:45, Conference Hall")


def test_a_stale_move_is_refused_with_what_changed(enter: Enter) -> None:
    first, second = enter("owner"), enter("editor")
    first.route("**/news?*", _hear_nothing)
    for page in (first, second):
        open_board(page)
    drag(second, "LUNCH2", minutes=15)

    point = take(first, block(first, "LUNCH2"))
    carry(first, point, minutes=-30)
    release(first, status=409)

    expect(said(first)).to_have_text(
        re.compile(
            r".+ changed LUNCH2 meanwhile: it is at 29 Jun 2022, 12:30–14:15, all rooms\. "
            r"Yours was not saved: 29 Jun 2022, 11:45–13:30, all rooms\."
        )
    )
    expect(block(first, "LUNCH2")).to_contain_text("12:30–14:15")
    assert hours(kept(first, "LUNCH2")) == "12:30-14:15"


def test_what_somebody_else_moved_is_not_undone_over(enter: Enter) -> None:
    first, second = enter("owner"), enter("editor")
    for page in (first, second):
        open_board(page, DAY_ONE)
    drag(first, "DINNER", minutes=15)
    expect(block(second, "DINNER")).to_contain_text("18:45–20:15")
    drag(second, "DINNER", minutes=15)
    expect(block(first, "DINNER")).to_contain_text("19:00–20:30")

    first.keyboard.press("Control+z")

    expect(said(first)).to_contain_text("changed DINNER meanwhile: it is at 28 Jun 2022, 19:00")
    expect(first.get_by_role("button", name="Undo")).to_be_disabled()
    expect(block(first, "DINNER")).to_contain_text("19:00–20:30")


def _opened(page: Page, code: str) -> Locator:
    open_board(page, DAY_ONE)
    block(page, code).click()
    panel = page.get_by_role("complementary", name="Session")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    return panel


def test_a_session_is_written_beside_the_board_as_one_goes(enter: Enter) -> None:
    page = enter("owner")
    panel = _opened(page, "SIDE1")
    assert sideways(page, PHONE, 1280) == []
    title = panel.get_by_label("English").first
    title.fill("A side event")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        title.press("Tab")
    assert answered.value.ok
    expect(block(page, "SIDE1")).to_contain_text("A side event")
    expect(panel.get_by_role("heading", level=2)).to_have_text("A side event")
    panel.get_by_role("textbox", name="Ends").fill("16:00")
    panel.get_by_role("textbox", name="Ends").press("Tab")
    expect(panel.get_by_text("The end must come after the start.").first).to_be_visible()
    expect(title).to_have_value("A side event")
    assert hindrances(page) == []


def test_two_who_write_beside_the_board_see_both_versions(enter: Enter) -> None:
    first, second = enter("owner"), enter("editor")
    for page in (first, second):
        page.route("**/news?*", _hear_nothing)
    mine, theirs = (_opened(page, "SIDE2") for page in (first, second))
    for panel, text in ((theirs, "From the second"), (mine, "From the first")):
        panel.get_by_label("English").first.fill(text)
        panel.get_by_label("English").first.press("Tab")
        expect(panel.page.locator("[data-voice]")).not_to_be_empty()

    alert = mine.get_by_role("alert").filter(has_text="Somebody saved this while you were")
    expect(alert.get_by_text("From the second")).to_be_visible()
    expect(mine.get_by_label("English").first).to_have_value("From the first")
    mine.get_by_role("button", name="Save the session").click()
    expect(mine.locator(".panel-head h2")).to_have_text("From the first")
    expect(mine.locator("h2")).to_have_count(1)


def test_speakers_are_dragged_into_order_and_their_minutes_add_up(enter: Enter) -> None:
    page = enter("owner")
    panel = _opened(page, "PLEN1")
    lines = panel.locator("[data-line]")
    first, second, third, *others = _order(lines)
    total = panel.locator("[data-sum]")
    expect(total).to_have_text(re.compile("67 of 100 min"))
    minutes = lines.nth(1).get_by_label("Minutes of")
    minutes.fill("60")
    expect(total).to_have_text(re.compile(r"107 of 100 min\s+7 min over"))
    with page.expect_response("**/speakers"):
        minutes.press("Tab")
    expect(lines.nth(2).locator("time")).to_have_text("11:25")
    expect(block(page, "PLEN1").locator(".block-mark")).to_have_text("7 min over")

    last, handle = sight(lines.nth(2)), lines.nth(0).locator(".handle").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    for step in range(100):  # a browser tells a page of a drag when it has time
        page.mouse.move(last["x"] + 10, min(handle["y"] + 16 * step, last["y"] + 100 + step % 2))
        page.wait_for_timeout(20)
        if _order(lines) == [second, third, first, *others]:
            break
    with page.expect_response("**/speakers/order") as answered:
        page.mouse.up()
    assert answered.value.ok
    assert _order(lines) == [second, third, first, *others]
    expect(said(page)).to_contain_text("is number 3 of 5.")
    expect(lines.nth(0).locator("time")).to_have_text("10:20")

    up = lines.nth(2).get_by_role("button", name=re.compile("up$"))
    up.focus()
    with page.expect_response("**/speakers/order"):
        page.keyboard.press("Enter")
    assert _order(lines) == [second, first, third, *others]
    expect(said(page)).to_contain_text("is number 2 of 5.")
    expect(lines.nth(1).get_by_role("button", name=re.compile("up$"))).to_be_focused()


def _order(lines: Locator) -> list[str | None]:
    return [line.get_attribute("data-line") for line in lines.all()]
