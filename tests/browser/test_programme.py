"""The public programme in a browser: its shapes, its days, its clocks, and what it remembers."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reading import DESK, PHONE, hindrances, sideways
from tests.browser.server import Site
from tests.render.pdf.reading import spaced_text_of

PAST, COMING = "/events/forum-2022/programme", "/events/forum-next/programme"
PARALLEL = ("X1", "X2", "X3", "X4")  # at nine on the second day, in four rooms


def test_rooms_stand_beside_each_other_on_a_desk_and_below_each_other_on_a_phone(
    visit: Open,
) -> None:
    page = visit().new_page()
    page.goto(f"{PAST}#day-2022-06-29")
    lefts, tops = _corners(page)
    assert (lefts, len(set(tops))) == (sorted(set(lefts)), 1)
    expect(page.get_by_role("columnheader", name="Meeting Room 3").last).to_be_visible()

    page.set_viewport_size({"width": PHONE, "height": 900})
    lefts, tops = _corners(page)
    assert (len(set(lefts)), tops) == (1, sorted(set(tops)))
    expect(page.locator("#s-X1")).to_contain_text("Meeting Room 1")
    assert _cut(page) == []

    page.set_viewport_size({"width": DESK, "height": 900})
    page.get_by_role("link", name="As a list, with titles").click()
    page.wait_for_url("**view=list**")
    lefts, tops = _corners(page)
    assert (len(set(lefts)), tops) == (1, sorted(set(tops)))
    assert sideways(page, PHONE, DESK, 1600) == []


def _cut(page: Page) -> list[str]:
    """The days of which less is seen than there is, had they the most rooms."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".frame")].filter((frame) => {
          frame.classList.add("many");
          return frame.scrollHeight > frame.clientHeight;
        }).map((frame) => frame.ariaLabel)"""
    )
    return found


def _corners(page: Page) -> tuple[list[float], list[float]]:
    """How far from the left and from the top the parallel sessions are."""
    found = [page.locator(f"#s-{code}").bounding_box() for code in PARALLEL]
    boxes = [box for box in found if box is not None]
    assert len(boxes) == len(PARALLEL)
    return [box["x"] for box in boxes], [box["y"] for box in boxes]


def test_days_are_tabs_for_the_keyboard_and_stay_in_the_address(visit: Open) -> None:
    page = visit().new_page()
    page.goto(PAST)
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(4)
    first, second, third, every = tabs.all()
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator(".day:visible")).to_have_count(1)
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(page.locator(".day:visible")).to_contain_text("Wednesday, 29 June 2022")
    page.keyboard.press("End")
    expect(every).to_be_focused()
    expect(page.locator(".day:visible")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(third).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(third).not_to_be_focused()
    assert hindrances(page) == []

    page.reload()
    expect(page.locator(".day:visible")).to_contain_text("Thursday, 30 June 2022")
    page.goto(f"{PAST}#s-X7")
    expect(page.locator("#s-X7")).to_be_in_viewport()


def test_sessions_are_chosen_and_found_again_without_a_script(visit: Open) -> None:
    page = visit(width=PHONE, java_script_enabled=False).new_page()
    page.goto(PAST)
    expect(page.locator(".day")).to_have_count(3)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Room", exact=True).select_option(label="Meeting Room 2")
    page.get_by_label("Track").select_option(label="Services")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("4 sessions found of 32")
    page.get_by_label("Words in titles, texts and names").fill("roads")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("status")).to_contain_text("1 session found")
    expect(page.locator(".session")).to_contain_text("Rural roads and connectivity")
    assert sideways(page, PHONE) == []

    page.get_by_role("link", name="Take away: Room: Meeting Room 2").click()
    expect(page).to_have_url(re.compile(r"\?track=\d+&q=roads$"))
    page.get_by_role("link", name="Show the whole programme").click()
    expect(page.locator(".day")).to_have_count(3)


def test_what_is_on_and_what_comes_next_follow_the_clock(visit: Open) -> None:
    page = visit(timezone_id="Asia/Yangon").new_page()
    page.clock.install(time="2022-06-27T15:00:00Z")  # 23:00 at the venue, the day before
    page.goto(PAST)
    now = page.get_by_role("region", name="Now and next")
    expect(page.locator(".viewer").first).to_be_visible()
    expect(now).to_be_hidden()

    page.clock.set_fixed_time("2022-06-27T23:30:00Z")  # 07:30 at the venue
    page.clock.run_for(31_000)
    expect(now).to_contain_text("Registration")
    expect(now).to_contain_text("08:00 · 06:30 Yangon")
    expect(now).to_contain_text("in 30 minutes")
    on, following = now.locator("> div").all()
    expect(on).to_be_hidden()

    page.clock.set_fixed_time("2022-06-29T01:10:00Z")  # 09:10, in the four rooms
    page.clock.run_for(31_000)
    expect(on.locator(".when")).to_contain_text([f"Meeting Room {one} · " for one in (1, 2, 3, 4)])
    expect(on.locator(".when").first).to_contain_text("until 10:30 · 09:00 Yangon")
    expect(following).to_contain_text("Tea break")
    expect(page.locator(".session.now")).to_have_count(4)
    assert hindrances(page) == []

    page.reload()  # opens on the day that it is
    expect(page.locator(".day:visible")).to_contain_text("Wednesday, 29 June 2022")
    page.clock.set_fixed_time("2022-06-29T15:00:00Z")  # 23:00, between the days
    page.clock.run_for(31_000)
    expect(following).to_contain_text("Thu 30 Jun · 09:00")
    page.clock.set_fixed_time("2022-06-30T10:00:00Z")  # when all is over
    page.clock.run_for(31_000)
    expect(now).to_be_hidden()


def test_the_clock_of_the_reader_stands_beside_with_its_day(visit: Open) -> None:
    page = visit(timezone_id="America/New_York").new_page()
    page.goto(f"{PAST}#days")
    opening = page.locator(".slot", has=page.locator("#s-OPEN")).locator(".slot-time")
    expect(opening).to_contain_text("09:00–10:00")
    expect(opening.locator(".viewer")).to_have_text("Mon 21:00–22:00 New York")
    closing = page.locator(".slot", has=page.locator("#s-CLOSE")).locator(".slot-time .viewer")
    expect(closing).to_have_text("Wed 23:30–Thu 00:00 New York")
    page.get_by_role("link", name="Yangon").click()
    expect(opening.locator(".viewer")).to_have_text("07:30–08:30 Yangon")


def test_stars_wait_in_the_browser_and_are_handed_over_on_registering(
    site: Site, visit: Open
) -> None:
    page = visit(width=PHONE).new_page()
    page.goto(f"{COMING}#days")
    star = page.get_by_role("button", name="Keep in my schedule: Closing ceremony")
    star.click()
    page.reload()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="My sessions only").click()
    expect(page.locator(".session:visible")).to_have_count(1)

    page.goto("/events/forum-next/register")
    page.get_by_label("Name required", exact=True).fill("Thet Naing")
    page.get_by_label("Country represented").select_option("MM")
    page.get_by_label("E-mail").fill("thet.naing@delegate.example")
    page.get_by_label("Attends as").select_option(label="Expert")
    page.get_by_role("group", name="Forum", exact=True).get_by_label("Online").check()
    page.get_by_role("button", name="Send my registration").click()
    expect(page.get_by_text("The sessions that you starred are in your schedule")).to_be_visible()
    page.get_by_role("link", name="Open my participation").click()
    mine = page.locator("section", has=page.get_by_role("heading", name="My schedule"))
    expect(mine.get_by_role("link", name="Closing ceremony", exact=True)).to_be_visible()

    # As in another browser, whose stars wait when the personal link is opened there.
    page.goto(f"{COMING}#days")
    key = page.locator("#s-OPEN").get_attribute("data-session")
    page.evaluate("() => localStorage.clear()")
    page.evaluate("(key) => (localStorage['stars:forum-next'] = JSON.stringify([key]))", key)
    page.goto("/me/")
    expect(mine.get_by_role("link", name="Opening ceremony", exact=True)).to_be_visible()
    expect(mine.get_by_role("link", name="Closing ceremony", exact=True)).to_be_visible()


def test_who_comes_again_learns_what_has_changed_since(visit: Open) -> None:
    context = visit()
    page = context.new_page()
    page.goto(COMING)
    line = page.locator("[data-since]")
    expect(page.locator("[aria-selected]").first).to_be_visible()
    expect(line).to_be_hidden()
    page.wait_for_function("() => localStorage.getItem('seen:forum-next') === '2'")
    page.evaluate("() => localStorage.setItem('seen:forum-next', '1')")
    page.reload()
    expect(line).to_contain_text(re.compile(r"\d+ changes since your last visit"))
    said = int(line.inner_text().split()[0])
    page.reload()  # it is the same visit
    expect(line).to_be_visible()
    line.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/programme/changes\?since=1#release-2$"))
    expect(page.locator("ul.changes > li")).to_have_count(said)

    later = context.new_page()
    later.goto(COMING)
    expect(later.get_by_role("tab").first).to_be_visible()
    expect(later.locator("[data-since]")).to_be_hidden()


def test_it_prints_as_a_handout(visit: Open) -> None:
    page = visit(width=DESK, color_scheme="dark").new_page()
    page.goto(f"{PAST}#day-2022-06-30")
    expect(page.locator(".day:visible")).to_have_count(1)
    sheets = _printed(page)

    days = [
        n
        for n, sheet in enumerate(sheets)
        for day in ("28", "29", "30")
        if f"{day} June 2022 Day" in sheet
    ]
    assert days == sorted(set(days))  # every day begins on a page of its own
    whole = " ".join(sheets)
    assert "Meeting Room 3" in whole
    assert "Ministry of Villages" in whole  # titles whole
    assert re.search(r"http://127\.0\.0\.1:\d+/events/forum-2022/programme", sheets[-1])
    for button in ("Find", "Filters", "All days", "Sign in", "Print"):
        assert not re.search(rf"\b{button}\b", whole), button
    page.emulate_media(media="print")
    expect(page.locator(".handout svg.qr")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.session-title')).color")
        == "rgb(0, 0, 0)"
    )


def _printed(page: Page) -> list[str]:
    """The words of each page on paper."""
    text = spaced_text_of(page.pdf(prefer_css_page_size=True))
    return [" ".join(sheet.split()) for sheet in text.split("\f") if sheet.strip()]
