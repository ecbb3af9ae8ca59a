"""Taking hold of things on the organiser's board, and seeing what became of them."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

DAY = "2022-06-29"
BOARD = f"/manage/forum-2022/programme?day={DAY}"
MIDDLE, EDGE = 0.5, 3.0  # of a block's height, and pixels from its end


def open_board(page: Page, address: str = BOARD) -> None:
    """Open the board, and go on when it is drawn."""
    page.goto(address)
    expect(page.locator("[data-stage]")).to_be_visible()


def block(page: Page, code: str) -> Locator:
    return page.locator(f'.block:has(.block-code:text-is("{code}"))')


def card(page: Page, code: str) -> Locator:
    return page.locator(f'.card:has(.block-code:text-is("{code}"))')


def said(page: Page) -> Locator:
    """The line that says what happened."""
    return page.locator("[data-voice]")


def kept(page: Page, code: str) -> dict[str, Any]:
    """A session as the server has it now; empty when it has none of this code."""
    html = page.request.get(BOARD).text()
    found = re.search(r"data-board-data>(.*?)</script>", html, re.DOTALL)
    assert found
    blocks = json.loads(found[1])["blocks"]
    return next((one for one in blocks if one["code"] == code), {})


def hours(session: dict[str, Any]) -> str:
    return f"{session['starts'][11:]}-{session['ends'][11:]}"


def room(page: Page, name: str) -> int:
    """The number of a room by its name."""
    value = page.locator("#move-room option", has_text=name).get_attribute("value")
    assert value
    return int(value)


def sight(what: Locator) -> FloatRect:
    """Bring something into the middle of the frame; where it is then."""
    what.evaluate("(element) => element.scrollIntoView({ block: 'center', inline: 'center' })")
    box = what.bounding_box()
    assert box
    return box


def spot(page: Page, *, column: int, hour: int) -> tuple[float, float]:
    """The point of the window where an hour begins in a column."""
    across, down = (
        sight(page.locator(".column").nth(column)),
        sight(page.locator(".line").nth(hour)),
    )
    return across["x"] + across["width"] / 2, down["y"] + 2


def take(page: Page, what: Locator, *, end: bool = False) -> tuple[float, float]:
    """Press the mouse on something, at its end for a resize; the point in the window."""
    box = sight(what)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * MIDDLE
    if end:
        y = box["y"] + box["height"] - EDGE
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def carry(page: Page, point: tuple[float, float], *, columns: int = 0, minutes: int = 0) -> None:
    """Move what was taken so many columns and minutes away."""
    grid = page.locator(".layer").bounding_box()
    count = page.locator(".head").count()
    assert grid
    x = point[0] + columns * grid["width"] / count
    y = point[1] + minutes * grid["height"] / 1440
    page.mouse.move(x, y, steps=6)
    page.wait_for_timeout(50)  # milliseconds, for two frames


def drag(page: Page, code: str, *, columns: int = 0, minutes: int = 0, end: bool = False) -> None:
    """Drag a block by its middle, or by its end, and let it go when it is saved."""
    point = take(page, block(page, code), end=end)
    carry(page, point, columns=columns, minutes=minutes)
    release(page)


def carry_by_finger(page: Page, what: Locator, *, down: float) -> None:
    """Rest a finger on something until it is lifted, and take it so many pixels down."""
    box = sight(what)
    point = {"x": box["x"] + 40, "y": box["y"] + 20}
    wire = page.context.new_cdp_session(page)
    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator(".ghost")).to_be_visible()
    for part in (0.3, 0.7, 1):
        there = {**point, "y": point["y"] + part * down}
        wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
        page.wait_for_timeout(50)
    with page.expect_response("**/move"):
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def release(page: Page, *, status: int = 200) -> None:
    """Let go, and wait until the server has answered."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.mouse.up()
    assert answered.value.status == status
    expect(page.locator(".ghost")).to_have_count(0)


def drop_on(page: Page, target: Locator) -> None:
    """Carry what was taken to something beside the grid, and let it go there."""
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.wait_for_timeout(50)
    expect(page.locator(".aimed")).to_have_count(1)
    release(page)
