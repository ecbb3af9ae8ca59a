"""The registrar: approves, promotes from a waiting list, takes the list away."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.server import Site

LIST = "/manage/forum-next/registrations"
LUNCH = "Working lunch on village pilots"


def test_a_pending_person_is_approved_and_told(site: Site, enter: Enter) -> None:
    page = enter("registrar")
    page.goto(LIST)
    page.get_by_role("link", name="await approval").click()
    _rows(page).locator("th a").first.click()
    email = page.locator("dd a[href^='mailto:']").inner_text()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main .badge", has_text="Approved").first).to_be_visible()
    letter = site.letter(email, subject="approved")
    assert letter["Message-ID"]


def test_a_seat_that_falls_free_goes_to_one_who_waited(enter: Enter) -> None:
    page = enter("registrar")
    page.goto(LIST)
    seats = page.get_by_role("row", name=LUNCH)
    waiting = seats.get_by_role("link", name="waiting").first
    address = waiting.get_attribute("href")
    seats.get_by_role("link", name="20 of 20").first.click()
    _rows(page).filter(has_text="Forum").locator("th a").first.click()
    _seat(page).get_by_role("button", name="Not this part").click()
    expect(page.get_by_text("The seat is changed, and the person is told.")).to_be_visible()
    page.goto(str(address))
    _rows(page).locator("th a").first.click()
    _seat(page).get_by_role("button", name="Give a seat").click()
    expect(page.get_by_text("The seat is theirs, and they are told.")).to_be_visible()
    expect(_seat(page).get_by_role("button", name="Give a seat")).to_have_count(0)


def test_the_exported_list_holds_what_is_shown(enter: Enter, tmp_path: Path) -> None:
    page = enter("registrar")
    page.goto(LIST)
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Category").select_option(label="Expert")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(r"[?&]category=\w"))
    shown = page.get_by_role("checkbox", name="Choose ").count()
    names = {row.inner_text() for row in page.locator("tbody th .name").all()}
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "registrations.xlsx")
    sheet = load_workbook(tmp_path / "registrations.xlsx").active
    assert sheet is not None
    headings, *rows = sheet.iter_rows(values_only=True)
    assert shown
    assert len(rows) == shown
    written = [dict(zip(headings, row, strict=True)) for row in rows]
    assert {row["Category"] for row in written} == {"Expert"}
    for row in written:
        assert any(str(row["Name"]).casefold() in name.casefold() for name in names), row["Name"]


def _rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Registrations").locator("tbody tr")


def _seat(page: Page) -> Locator:
    return page.get_by_role("row", name=LUNCH)
