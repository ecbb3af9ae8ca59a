"""A delegate, with a phone and one mail: from the first look to the session that is on now."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reading import PHONE, hindrances, sideways
from tests.browser.server import Site

EVENT = "/events/forum-next"


def test_a_delegate_registers_by_phone_and_joins_what_is_on_now(site: Site, visit: Open) -> None:
    page = visit(width=PHONE, has_touch=True, is_mobile=True).new_page()
    _read_the_programme(page)
    _register(page, "Somphone VONGSA", "somphone@delegate.example")
    expect(page.get_by_role("heading", name="We have your registration")).to_be_visible()
    expect(page.get_by_text("There is nothing more to do")).to_be_visible()
    assert hindrances(page) == []

    letter = site.letter("somphone@delegate.example", subject="You are registered")
    assert {"text/calendar", "image/png"} <= {part.get_content_type() for part in letter.walk()}
    page.goto(_personal_link(letter))
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    page.get_by_role("link", name="Show my code large").last.click()
    expect(page.locator("svg.qr, .qr svg, img.qr").first).to_be_visible()
    page.get_by_role("link", name="Back to my participation").click()

    _star(page, "Opening ceremony")
    _star(page, "Closing ceremony")
    _enter_what_is_on(page)
    _wait_for_what_is_not(page)
    _take_the_calendar(page)
    _change_and_withdraw(page)


def test_a_star_on_the_public_programme_reaches_my_schedule(site: Site, visit: Open) -> None:
    page = visit(width=PHONE).new_page()
    page.goto(site.participant)
    page.wait_for_function("() => localStorage.getItem('participant')")
    page.goto(f"{EVENT}/programme#days")
    star = page.get_by_role("button", name="Keep in my schedule: Closing ceremony")
    expect(star).to_have_attribute("aria-pressed", "false")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        star.click()
    assert kept.value.ok
    expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="My sessions only").click()
    shown = page.locator(".session:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Closing ceremony")
    page.goto("/me/")
    mine = page.locator("section", has=page.get_by_role("heading", name="My schedule"))
    expect(mine.get_by_role("link", name="Closing ceremony", exact=True)).to_be_visible()


def test_registering_and_joining_need_no_script(site: Site, visit: Open) -> None:
    page = visit(width=PHONE, java_script_enabled=False).new_page()
    _register(page, "Kanya Phrom", "kanya@delegate.example")
    expect(page.get_by_role("heading", name="We have your registration")).to_be_visible()
    letter = site.letter("kanya@delegate.example", subject="You are registered")
    page.goto(_personal_link(letter))
    _star(page, "Closing ceremony")
    _enter_what_is_on(page)
    page.goto("/me/")
    page.get_by_role("link", name="Join online: Closing ceremony").click()
    expect(page.get_by_text("The room is not open yet")).to_be_visible()
    assert page.locator("noscript").inner_html().strip().startswith("<meta http-equiv=")


def test_a_form_that_comes_back_keeps_what_was_written(site: Site, visit: Open) -> None:
    page = visit(width=PHONE).new_page()
    page.goto(f"{EVENT}/register")
    page.get_by_label("Ministry or organisation").fill("ກະຊວງ <b>ກະສິກຳ</b> 🌾")
    page.get_by_role("button", name="Send my registration").click()
    expect(page.get_by_role("heading", name="Please mend what is marked below")).to_be_visible()
    expect(page.get_by_label("Ministry or organisation")).to_have_value("ກະຊວງ <b>ກະສິກຳ</b> 🌾")
    expect(page.get_by_label("Name required", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link", name="E-mail").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    assert hindrances(page) + sideways(page, PHONE) == []


def _read_the_programme(page: Page) -> None:
    page.goto(f"{EVENT}/")
    page.get_by_role("navigation", name="This event").get_by_role("link", name="Programme").click()
    expect(page.get_by_role("heading", name="Programme", level=1)).to_be_visible()
    expect(page.locator(".session.now").first).to_contain_text("Opening ceremony")
    expect(page.locator("[data-viewer]").first).to_contain_text("Yangon")  # the phone's own clock
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("link", name="开幕式").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def _register(page: Page, name: str, email: str) -> None:
    page.goto(f"{EVENT}/")
    page.get_by_role("navigation", name="This event").get_by_role("link", name="Register").click()
    page.get_by_label("Name required", exact=True).fill(name)
    page.get_by_label("Family name").fill(name.rsplit(maxsplit=1)[-1])
    page.get_by_label("Country represented").select_option("LA")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Attends as").select_option(label="Expert")
    page.get_by_role("group", name="Forum", exact=True).get_by_label("Online").check()
    page.get_by_role("button", name="Send my registration").click()


def _personal_link(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+/me/open/\S+", body.get_content())
    assert found is not None
    return found.group()


def _star(page: Page, title: str) -> None:
    page.goto("/me/schedule")
    star = page.get_by_role("button", name=f"Keep in my schedule: {title}")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")


def _enter_what_is_on(page: Page) -> None:
    page.goto("/me/")
    page.get_by_role("link", name="Join online: Opening ceremony").first.click()
    expect(page.get_by_role("link", name="Open the video room")).to_have_attribute(
        "href", re.compile(r"^https://video\.example/forum-next/\d+$")
    )
    passcode = page.locator("div", has=page.locator("dt", has_text="Passcode")).locator("dd")
    expect(passcode.first).to_have_text(re.compile(r"\d{8}"))


def _wait_for_what_is_not(page: Page) -> None:
    assert hindrances(page) + sideways(page, PHONE) == []
    page.goto("/me/")
    page.get_by_role("link", name="Join online: Closing ceremony").click()
    expect(page.get_by_text("The room is not open yet")).to_be_visible()
    countdown = page.locator("[data-countdown]")
    expect(countdown).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    before = countdown.inner_text()
    expect(countdown).not_to_have_text(before)
    expect(page.get_by_role("link", name="Open the video room")).to_have_count(0)
    assert hindrances(page) + sideways(page, PHONE) == []


def _take_the_calendar(page: Page) -> None:
    page.goto("/me/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it once as a file (.ics)").click()
    entries = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert {str(entry["SUMMARY"]) for entry in entries} == {"Opening ceremony", "Closing ceremony"}
    assert all("/j/" in str(entry["DESCRIPTION"]) for entry in entries)


def _change_and_withdraw(page: Page) -> None:
    page.get_by_role("link", name="Change what I wrote").click()
    page.get_by_label("Dietary needs").fill("Vegetarian")
    page.get_by_role("button", name="Save my changes").click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    join = page.get_by_role("link", name="Join online: Opening ceremony").first
    address = join.get_attribute("href")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Yes, I withdraw from").check()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", name="Your registration is withdrawn")).to_be_visible()
    answer = page.goto(address or pytest.fail("no way to join"))
    assert answer is not None
    assert answer.status in {403, 410}
    expect(page.get_by_role("link", name="Open the video room")).to_have_count(0)
    assert hindrances(page) == []
