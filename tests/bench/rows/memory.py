"""What a web process takes, and whether that grows with what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle, islice
from urllib.parse import urlsplit

from tests.bench import processes, usage
from tests.bench.house import House, Server
from tests.bench.results import Figure, skipped

REACH, GROWTH = 120.0, 3.0  # MB
REQUESTS, READERS = 10_000, 4
EVENTS = ("forum-next", "forum-2022", "jwg-2021", "big")
PAGES = ("/", "/programme", "/speakers", "/programme.ics", "/programme.xml", "/programme.json")
LANGUAGES = ("en", "zh")


def measure(house: House) -> Iterator[Figure]:
    """A fresh web process is asked for every public page once, then for 10,000 of them again."""
    asked = _addresses(house)
    server = house.serve(house.instance)
    pids = usage.family(server.process.pid)[1:]
    if not pids:
        reason = "this machine has no /proc"
        yield skipped("memory of a web process", reach=f"<= {REACH:.0f} MB", reason=reason)
        return
    started = max(map(usage.resident, pids))
    _ask(server, asked)
    warm = max(map(usage.resident, pids))
    _ask(server, list(islice(cycle(asked), REQUESTS)))
    after = max(map(usage.resident, pids))
    share = max(usage.proportional([pid]) for pid in pids)
    processes.end(server.process)
    yield Figure(
        what=f"memory of a web process, after {len(asked) + REQUESTS:,} requests",
        reach=f"<= {REACH:.0f} MB",
        measured=f"{after:.0f} MB resident ({started:.0f} at the start)",
        met=after <= REACH,
        note=f"{share:.0f} MB when what it shares with the process it was forked from counts half",
        values={"start": started, "warm": warm, "after": after},
    )
    yield Figure(
        what=f"its growth over {REQUESTS:,} requests, once every page was asked for",
        reach="none",
        measured=f"{after - warm:+.1f} MB",
        met=after - warm <= GROWTH,
        note=f"up to {GROWTH:.0f} MB is how the allocator breathes",
        values={"growth": after - warm},
    )


def _addresses(house: House) -> list[tuple[str, str]]:
    """Every public page of every event, in both languages: (path, language)."""
    paths = ["/", "/healthz", "/login", "/nothing-is-here"]
    for slug in EVENTS:
        paths += [f"/events/{slug}{page}" for page in PAGES]
        paths += house.sessions(slug)
    return [(path, language) for path in paths for language in LANGUAGES]


def _ask(server: Server, asked: Sequence[tuple[str, str]]) -> None:
    """Ask for all of it over a few connections at once, to the last byte of each."""
    shares = [asked[n::READERS] for n in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda share: _read(server, share), shares))


def _read(server: Server, asked: Sequence[tuple[str, str]]) -> None:
    parts = urlsplit(server.address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    for number, (path, language) in enumerate(asked):
        headers = {"Accept-Language": language, "Accept-Encoding": ("gzip", "identity")[number % 2]}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
