"""The organiser's board with a mouse: dragged, resized, parked, drawn, split, undone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.boards import (
    block,
    card,
    carry,
    carry_by_finger,
    drag,
    drop_on,
    hours,
    kept,
    open_board,
    release,
    room,
    said,
    sight,
    spot,
    take,
)
from tests.browser.conftest import Enter
from tests.browser.reading import PHONE, hindrances


def test_a_session_is_dragged_to_another_room_and_time_and_back_by_undo(enter: Enter) -> None:
    page = enter("owner")
    open_board(page)
    home, hall = room(page, "Meeting Room 1"), room(page, "Conference Hall")

    drag(page, "X1", columns=-1, minutes=33)

    expect(said(page)).to_have_text(
        re.compile("^X1: 29 Jun 2022, 09:35–11:05, Conference Hall. Clash: X1 .+ takes all rooms")
    )
    there = kept(page, "X1")
    assert (hours(there), there["room"]) == ("09:35-11:05", hall)
    page.get_by_role("button", name="Undo").click()
    expect(said(page)).to_have_text("Undone. X1: 29 Jun 2022, 09:00–10:30, Meeting Room 1")
    assert (hours(kept(page, "X1")), kept(page, "X1")["room"]) == ("09:00-10:30", home)
    page.get_by_role("button", name="Redo").click()
    expect(block(page, "X1")).to_contain_text("09:35–11:05")
    assert kept(page, "X1")["room"] == hall
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()


def test_a_session_is_made_longer_by_its_edge_and_a_break_across_all_rooms_moved(
    enter: Enter,
) -> None:
    page = enter("owner")
    open_board(page)

    drag(page, "X2", minutes=17, end=True)

    expect(block(page, "X2")).to_contain_text("09:00–10:45")
    assert hours(kept(page, "X2")) == "09:00-10:45"

    drag(page, "TEA3", columns=1, minutes=-10)

    tea = kept(page, "TEA3")
    assert (hours(tea), tea["everywhere"], tea["room"]) == ("15:20-15:35", True, None)
    wide, grid = sight(block(page, "TEA3")), sight(page.locator(".layer"))
    assert wide["width"] > grid["width"] - 10


def test_a_session_is_parked_and_comes_back_where_it_is_dropped(enter: Enter) -> None:
    page = enter("owner")
    open_board(page)
    take(page, block(page, "X3"))
    drop_on(page, page.locator("[data-tray]"))
    expect(card(page, "X3")).to_contain_text("90 min")
    expect(block(page, "X3")).to_have_count(0)
    assert kept(page, "X3")["parked"]

    take(page, card(page, "X3"))
    box = block(page, "X4").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 1, steps=6)
    page.wait_for_timeout(50)
    expect(page.locator(".ghost")).to_contain_text("09:00–10:30")
    release(page)

    expect(card(page, "X3")).to_have_count(0)
    back = kept(page, "X3")
    assert (hours(back), back["room"], back["parked"]) == (
        *("09:00-10:30", room(page, "Meeting Room 4"), False),
    )


def test_a_session_is_dropped_on_another_day_and_undone_where_it_happened(enter: Enter) -> None:
    page = enter("owner")
    open_board(page)
    take(page, block(page, "X12"))
    drop_on(page, page.locator("[data-day='2022-06-30']"))

    assert kept(page, "X12")["starts"] == "2022-06-30T14:00"
    expect(block(page, "X12")).to_have_count(0)
    page.get_by_role("link", name="Thu 30 Jun").click()
    expect(block(page, "X12")).to_be_visible()
    assert "day=2022-06-30" in page.url
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile("day=2022-06-29"))
    expect(block(page, "X12")).to_be_focused()
    page.keyboard.press("Control+y")
    expect(page).to_have_url(re.compile("day=2022-06-30"))
    expect(block(page, "X12")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(block(page, "X12")).to_contain_text("14:00–15:30")


def test_a_clash_leads_to_its_session_on_the_board(enter: Enter) -> None:
    page = enter("viewer")
    page.goto("/manage/forum-2022/clashes")
    page.locator("li", has_text="PRESS").get_by_role("link", name="On the board").first.click()

    expect(page.get_by_role("complementary", name="Session")).to_contain_text("Meeting the press")
    expect(page).to_have_url(re.compile(r"\?day=2022-06-30$"))


def test_a_day_prints_on_one_sheet(enter: Enter) -> None:
    page = enter("viewer")
    open_board(page)
    expect(page.locator(".block")).not_to_have_count(0)

    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_a_new_session_is_drawn_and_taken_back(enter: Enter) -> None:
    page = enter("owner")
    open_board(page)
    point = spot(page, column=0, hour=20)
    page.mouse.move(*point)
    page.mouse.down()
    carry(page, point, minutes=40)
    page.mouse.up()

    form = page.get_by_role("dialog", name="New session")
    expect(form.get_by_label("Starts")).to_have_value("20:00")
    expect(form.get_by_label("Ends")).to_have_value("20:40")
    assert hindrances(page) == []
    form.get_by_role("button", name="Add the session").click()
    expect(form.get_by_role("alert")).to_have_text("Please fill this in.")
    form.get_by_label("Title").fill("Film of the villages")
    form.get_by_role("button", name="Add the session").click()

    expect(form).to_be_hidden()
    drawn = page.locator(".block", has_text="Film of the villages")
    expect(drawn).to_contain_text("20:00–20:40")
    expect(drawn).to_be_focused()
    code = drawn.locator(".block-code").inner_text()
    assert kept(page, code)["room"] == room(page, "Conference Hall")
    page.get_by_role("button", name="Undo").click()
    expect(drawn).to_have_count(0)
    assert kept(page, code) == {}
    page.get_by_role("button", name="Redo").click()
    expect(drawn).to_be_visible()


def test_clashes_are_told_while_a_session_is_dragged(enter: Enter) -> None:
    page = enter("owner")
    open_board(page)
    point = take(page, block(page, "X6"))
    with page.expect_response("**/obstacles"):
        carry(page, point, columns=-1, minutes=30)
    expect(page.locator(".ghost.clashing")).to_contain_text("Meeting Room 1 has both X6")
    expect(said(page)).to_contain_text("Meeting Room 1 has both X6")
    carry(page, point, columns=-2, minutes=60)
    expect(page.locator(".ghost")).not_to_contain_text("Meeting Room 1")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(said(page)).to_have_text("Let go: nothing was moved.")
    assert hours(kept(page, "X6")) == "10:45-12:15"
    expect(page.get_by_role("complementary", name="Session")).to_be_hidden()

    drag(page, "X7", columns=1)
    expect(block(page, "X7").locator(".block-mark")).to_be_visible()
    expect(block(page, "X8")).to_have_accessible_description(
        re.compile("Clash: Meeting Room 4 has both X7")
    )
    page.locator("[data-clashes]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clashes")


def test_another_zone_stands_beside_the_venues_hours(enter: Enter) -> None:
    page = enter("viewer")
    open_board(page)
    page.get_by_label("A clock beside Nanning’s").select_option("Asia/Yangon")
    page.wait_for_url("**zone=Asia%2FYangon")
    expect(page.locator(".corner")).to_have_text("NanningYangon")
    expect(said(page)).to_have_text("The clock of Yangon is beside the venue’s.")
    expect(page.locator(".hour").nth(9)).to_have_text("09:0007:30")
    expect(page.locator(".hour").nth(0)).to_have_text("00:0022:3028 Jun 2022")
    expect(page.locator(".hour").nth(2)).to_have_text("02:0000:3029 Jun 2022")


def test_who_may_only_look_moves_nothing(enter: Enter) -> None:
    page = enter("viewer")
    open_board(page)
    point = take(page, block(page, "X10"))
    carry(page, point, columns=1)
    expect(page.locator(".ghost")).to_have_count(0)
    page.mouse.up()
    block(page, "X10").focus()
    page.keyboard.press("p")
    block(page, "X10").click()
    expect(page.get_by_role("complementary", name="Session")).to_contain_text("X10")
    assert kept(page, "X10")["parked"] is False
    assert hindrances(page) == []


def test_on_a_phone_one_room_is_in_sight_and_form_and_finger_move_sessions(
    enter: Enter,
) -> None:
    page = enter("owner", width=PHONE, has_touch=True, is_mobile=True)
    open_board(page)
    rooms = page.get_by_label("Go to a room")
    rooms.select_option("Meeting Room 1")
    head = page.locator(".head", has_text="Meeting Room 1")
    expect(head).to_be_in_viewport(ratio=1)
    expect(rooms).to_have_value("Meeting Room 1")
    block(page, "X13").tap()
    panel = page.get_by_role("complementary", name="Session")
    panel.get_by_role("button", name="Move…").tap()
    form = page.get_by_role("dialog", name="Move the session")
    form.get_by_label("Starts").fill("15:50")
    form.get_by_label("Ends").fill("17:10")
    form.get_by_role("button", name="Move").tap()
    expect(form).to_be_hidden()
    assert hours(kept(page, "X13")) == "15:50-17:10"
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_be_hidden()
    minute = page.locator(".layer").evaluate("(layer) => layer.offsetHeight / 1440")
    carry_by_finger(page, block(page, "X13"), down=30 * minute)
    assert hours(kept(page, "X13")) == "16:20-17:40"
    expect(panel).to_be_hidden()
