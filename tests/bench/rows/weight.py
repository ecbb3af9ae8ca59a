"""What the first load of the public programme page brings over the wire."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.bench.house import House
from tests.bench.load import GZIP, Answer, fetch
from tests.bench.results import Figure
from tests.bench.rows.pages import SMALL

REACH = 100.0  # KB
TAG = re.compile(r"<(?:link|script|img|source|iframe|use)\b[^>]*>")
ADDRESS = re.compile(r"""\b(?:href|src|srcset)=["']([^"' #]+)""")
NOT_LOADED = re.compile(r"""\brel=["']?(?:alternate|canonical|next|prev)""")
IN_STYLES = re.compile(r"""(?:url\(|@import\s+)["']?([^"')]+)""")
IN_SCRIPTS = re.compile(r"""\b(?:from|import)\s*["']([^"']+)""")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def measure(house: House) -> Iterator[Figure]:
    """The page of 40 sessions with its assets, in Chromium where there is one."""
    url = f"{house.server.address}/events/{SMALL}/programme"
    browser = shutil.which("chromium")
    found = in_browser(url, browser) if browser else as_linked(url)
    own = urlsplit(url).netloc
    foreign = {urlsplit(address).netloc for address in found} - {own, ""}
    total = sum(found.values()) / 1024
    heaviest = sorted(found.items(), key=lambda item: -item[1])[:3]
    parts = ", ".join(f"{urlsplit(a).path.rpartition('/')[2]} {n / 1024:.0f}" for a, n in heaviest)
    yield Figure(
        what="first load of the public programme page of 40 sessions",
        reach=f"<= {REACH:.0f} KB, no foreign host",
        measured=f"{total:.1f} KB in {len(found)} requests, {len(foreign)} foreign hosts",
        met=total <= REACH and not foreign,
        note=f"{'Chromium' if browser else 'no browser: as linked'}; KB: {parts}",
        values={"kilobytes": total, "requests": len(found), "foreign": len(foreign)},
    )


def in_browser(url: str, executable: str) -> dict[str, float]:
    """The bytes on the wire of every request that Chromium makes for a page, heads included."""
    from playwright.sync_api import sync_playwright

    asked: dict[str, str] = {}
    found: dict[str, float] = {}

    def ask(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]
        found.setdefault(event["request"]["url"], 0.0)

    def note(event: dict[str, Any]) -> None:
        found[asked[event["requestId"]]] += event["encodedDataLength"]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        try:
            page = browser.new_page()
            wire = page.context.new_cdp_session(page)
            wire.on("Network.requestWillBeSent", ask)
            wire.on("Network.loadingFinished", note)
            wire.send("Network.enable")
            page.goto(url, wait_until="networkidle")
        finally:
            browser.close()
    return found


def as_linked(url: str) -> dict[str, float]:
    """The bytes of a page and of everything it and its stylesheets link, compressed, with heads."""
    found: dict[str, float] = {}
    waiting = [url]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("data:"):
            continue
        found[address] = 0.0
        if urlsplit(address).netloc != urlsplit(url).netloc:
            continue
        answer = fetch(address, GZIP)
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        found[address] = float(len(answer.body) + head)
        waiting += [urljoin(address, link) for link in _links(fetch(address))]
    return found


def _links(answer: Answer) -> list[str]:
    """What a page, a stylesheet or a script makes a browser load (fonts only if it uses them)."""
    kind, text = answer.headers.get("content-type", ""), answer.body.decode(errors="replace")
    if "html" in kind:
        tags = (tag for tag in TAG.findall(text) if not NOT_LOADED.search(tag))
        return [link for tag in tags for link in ADDRESS.findall(tag)]
    if "css" in kind:
        return [link for link in IN_STYLES.findall(text) if not link.endswith((".ttf", ".woff2"))]
    return IN_SCRIPTS.findall(text) if "javascript" in kind else []
