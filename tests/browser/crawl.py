"""Going through every page that links lead to, one for each route, as one kind of visitor."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterator
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

MOST = 150
_FILE = re.compile(r"\.(ics|xml|json|xlsx|csv|docx|zip|atom)$")
# A volume takes the worker seconds to build: the organiser's story has one built. The gate of a
# video room leads away from here: the delegate's story goes through it.
_ELSEWHERE = re.compile(r"\.pdf$|^/j/")


class Crawl:
    """Pages breadth first, from where a visitor begins."""

    def __init__(
        self,
        page: Page,
        app: Flask,
        start: str,
        *,
        within: tuple[str, ...],
        shut: Container[str],
        apart: bool,
    ) -> None:
        """Go no further than `within`; the rules in `shut` answer this visitor with 401.

        The public pages of each event are visited `apart`, or else one of each kind.
        """
        self._page, self._apart = page, apart
        self._map = app.url_map.bind("")
        self._within, self._shut = within, shut
        self._seen: set[str] = set()
        self._waiting = deque([start])

    def __iter__(self) -> Iterator[str]:
        """The address of each page while it is open, and of each file once it is fetched."""
        while self._waiting and len(self._seen) < MOST:
            address = self._waiting.popleft()
            pattern = self._pattern(address)
            if not pattern or pattern in self._seen:
                continue
            self._seen.add(pattern)
            if _FILE.search(urlsplit(address).path):
                self._fetch(address)
                continue
            answer = self._page.goto(address)
            assert answer is not None
            assert answer.status == (401 if pattern in self._shut else 200), address
            yield address
            self._follow()

    def _pattern(self, address: str) -> str:
        """The rule an address falls under; public pages count once for each event, if apart."""
        path = urlsplit(address).path
        if not path.startswith(self._within) or _ELSEWHERE.search(path):
            return ""
        try:
            rule, arguments = self._map.match(path, return_rule=True)
        except HTTPException:
            raise AssertionError(f"{self._page.url} links to {address}") from None
        pattern = str(rule.rule)
        first = pattern == "/events/<slug>/"
        if first or (self._apart and pattern.startswith("/events/<slug>")):
            return pattern.replace("<slug>", arguments["slug"])
        return pattern

    def _follow(self) -> None:
        here = urlsplit(self._page.url)
        for link in self._page.locator("a[href]").evaluate_all(
            "(links) => links.map((link) => link.getAttribute('href'))"
        ):
            parts = urlsplit(urljoin(self._page.url, link))
            if parts.scheme == here.scheme and parts.netloc == here.netloc:
                self._waiting.append(parts._replace(scheme="", netloc="", fragment="").geturl())

    def _fetch(self, address: str) -> None:
        answer = self._page.request.get(address)
        assert answer.status == 200, address
        assert answer.body(), address
