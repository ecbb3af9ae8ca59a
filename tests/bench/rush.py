"""Many clients who register at once: a process of its own that prints what they were told.

python -m tests.bench.rush http://127.0.0.1:8000/events/rush/register --clients 200 --forms 800
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.bench import forms

PATIENCE = 60.0  # seconds for an answer


@dataclass(frozen=True, slots=True)
class Letter:
    """A form that is filled in, with the cookie of the browser that fetched it."""

    number: int
    cookie: str
    body: bytes


@dataclass(slots=True)
class Outcome:
    """What all clients together were told."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    acknowledged: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


class Browser:
    """One client on one keep-alive connection."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._reader: asyncio.StreamReader | None = None

    async def ask(self, method: str, *headers: str, body: bytes = b"") -> tuple[int, str, bytes]:
        """Status, cookie if one is set, and body of the answer."""
        if self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(
                self._parts.hostname, self._parts.port
            )
        head = [f"{method} {self._parts.path} HTTP/1.1", f"Host: {self._parts.netloc}", *headers]
        if body:
            head += ["Content-Type: application/x-www-form-urlencoded"]
            head += [f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*head, "", ""]).encode() + body)
        return await asyncio.wait_for(self._answer(self._reader), PATIENCE)

    def leave(self) -> None:
        if self._reader is not None:
            self._writer.close()
            self._reader = None

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in map(_split, lines)]
        length = next((int(value) for name, value in headers if name == "content-length"), 0)
        cookie = next((value for name, value in headers if name == "set-cookie"), "")
        body = await reader.readexactly(length) if length else b""
        return int(first.split()[1]), cookie.partition(";")[0], body


async def rush(url: str, *, clients: int, forms_: int) -> dict[str, object]:
    """Fetch every form first, as browsers do that were opened before; then send them at once."""
    letters = asyncio.Queue[Letter]()
    numbers = iter(range(forms_))
    await asyncio.gather(*(_fetch(url, numbers, letters) for _ in range(min(clients, 16))))
    outcome = Outcome()
    began = time.perf_counter()
    await asyncio.gather(*(_send(url, letters, outcome) for _ in range(clients)))
    seconds = time.perf_counter() - began
    waits = sorted(outcome.waits)
    return {
        "seconds": seconds,
        "statuses": outcome.statuses,
        "broken": outcome.broken,
        "acknowledged": outcome.acknowledged,
        "median": waits[len(waits) // 2] if waits else 0.0,
        "slowest": waits[-1] if waits else 0.0,
    }


async def _fetch(url: str, numbers: object, letters: asyncio.Queue[Letter]) -> None:
    """Open the form for one person after the other, each in a browser without a cookie."""
    browser = Browser(url)
    for number in numbers:  # type: ignore[attr-defined]  # its types don't tell
        status, cookie, page = await browser.ask("GET")
        if status != 200:
            sys.exit(f"the form answers {status}")
        letters.put_nowait(Letter(number, cookie, forms.registration(page.decode(), number=number)))
    browser.leave()


async def _send(url: str, letters: asyncio.Queue[Letter], outcome: Outcome) -> None:
    """Send forms, one after the other, until there are none left."""
    browser = Browser(url)
    while not letters.empty():
        letter = letters.get_nowait()
        began = time.perf_counter()
        try:
            status, _, _ = await browser.ask("POST", f"Cookie: {letter.cookie}", body=letter.body)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            outcome.broken += 1
            browser.leave()
            continue
        outcome.waits.append(time.perf_counter() - began)
        outcome.statuses[status] += 1
        if status == 303:
            outcome.acknowledged.append(forms.address(letter.number))
    browser.leave()


def _split(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--forms", type=int, default=800)
    given = parser.parse_args()
    outcome = asyncio.run(rush(given.url, clients=given.clients, forms_=given.forms))
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    main()
