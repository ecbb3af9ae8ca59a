"""Every page that links lead to: for everyone, for someone registered, for an organiser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Enter, Open
from tests.browser.crawl import Crawl
from tests.browser.reading import DESK, NARROWEST, PHONE, hindrances, sideways, torn, unreadable
from tests.browser.server import Site

# Where each kind of visitor goes; the pages of one event are for everyone, and the same for all.
WITHIN = {
    "everyone": ("/",),
    "participant": ("/me/", "/events/forum-next/register"),
    "owner": ("/manage/", "/account"),
    "admin": ("/manage/users",),
}
STAFF = {"owner": "/manage/forum-next/", "admin": "/manage/users"}
STRANGE = {"/me/", "/me/link"}  # they answer 401 to whom they don't know, and say what to do
# The pages that between them have every component; each event's first, for its accent colour.
MAIN = re.compile(r"/(me/.*|login|events/forum-next/.*|events/[^/]+/|manage/(forum-next/\w*)?)?")


@pytest.fixture(params=WITHIN)
def visitor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _crawl(
    visitor: str, site: Site, visit: Open, enter: Enter, app: Flask, *, apart: bool, **given: str
) -> Iterator[tuple[str, Page]]:
    """The address and the page of each place that this kind of visitor comes to."""
    if visitor in STAFF:
        page, start = enter(visitor, **given), STAFF[visitor]
    else:
        page = visit(**given).new_page()
        start = site.participant if visitor == "participant" else "/"
    shut = STRANGE if visitor == "everyone" else set()
    for address in Crawl(page, app, start, within=WITHIN[visitor], shut=shut, apart=apart):
        yield address, page


def test_pages_are_whole_and_hinder_nobody(
    visitor: str, site: Site, visit: Open, enter: Enter, app: Flask
) -> None:
    found = {}
    for address, page in _crawl(visitor, site, visit, enter, app, apart=True):
        assert page.locator("html").get_attribute("lang") == "en", address
        main = MAIN.fullmatch(urlsplit(address).path) is not None
        found[address] = hindrances(page, contrast=main) + torn(page)
        found[address] += sideways(page, PHONE, NARROWEST)
        page.set_viewport_size({"width": DESK, "height": 900})
        found[address] += sideways(page, DESK)
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_pages_in_chinese_and_in_the_dark_are_whole_too(
    visitor: str, site: Site, visit: Open, enter: Enter, app: Flask
) -> None:
    found = {}
    dark = {"locale": "zh-CN", "color_scheme": "dark"}
    for address, page in _crawl(visitor, site, visit, enter, app, apart=False, **dark):
        assert page.locator("html").get_attribute("lang") == "zh-Hans", address
        found[address] = sideways(page, PHONE)
        if MAIN.fullmatch(urlsplit(address).path):
            found[address] += unreadable(page)
    assert {address: faults for address, faults in found.items() if faults} == {}
