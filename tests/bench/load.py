"""Asking one address again and again, and comparing addresses turn by turn."""

from __future__ import annotations

import json
import re
import shutil
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.bench import processes

GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """An address to ask, with the headers of each request."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class Client:
    """Makes load with wrk where it is installed, else with the package's own client."""

    def __init__(self, *, own: bool, seconds: int, rounds: int) -> None:
        self._wrk = None if own else shutil.which("wrk")
        self._seconds, self._rounds = seconds, rounds

    @property
    def name(self) -> str:
        return "wrk" if self._wrk else "tests.bench.client"

    def rates(self, *targets: Target, connections: int = 16) -> list[list[float]]:
        """Answers a second of each target, measured in turns so that a busy machine hits all."""
        for target in targets:
            check(target)
        found: list[list[float]] = [[] for _ in targets]
        for turn in range(self._rounds):
            order = list(enumerate(targets))
            for index, target in reversed(order) if turn % 2 else order:
                found[index].append(self.rate(target, connections=connections))
        return found

    def rate(self, target: Target, *, connections: int) -> float:
        """Answers a second; RuntimeError when any of them was a failure."""
        options = [str(connections), str(self._seconds)]
        made = self._with_wrk if self._wrk else self._with_own
        per_second, failures = made(target, *options)
        if failures:
            raise RuntimeError(f"{failures} of the answers of {target.url} failed")
        return per_second

    def _with_wrk(self, target: Target, connections: str, seconds: str) -> tuple[float, int]:
        assert self._wrk
        headers = [f"-H{name}: {value}" for name, value in target.headers.items()]
        counts = ["-t1", "-c", connections, "-d", f"{seconds}s", "--timeout", "30s"]
        said = processes.run([self._wrk, *counts, *headers, target.url], env={}, timeout=90)
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        broken = re.search(
            r"Socket errors: connect (\d+), read (\d+), write (\d+), t\w+ (\d+)", said
        )
        failures = int(errors[1]) if errors else 0
        failures += sum(map(int, broken.groups())) if broken else 0
        return float(rate[1]) if rate else 0.0, failures

    def _with_own(self, target: Target, connections: str, seconds: str) -> tuple[float, int]:
        options = ["--connections", connections, "--seconds", seconds]
        for name, value in target.headers.items():
            options += ["--header", f"{name}: {value}"]
        run = processes.command("tests.bench.client", target.url, *options)
        outcome = json.loads(processes.run(run, env={}, timeout=90))
        return outcome["requests"] / outcome["seconds"], outcome["failures"]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the turns' ratios."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True) if b)


def fetch(url: str, headers: Mapping[str, str] | None = None, *, timeout: float = 60) -> Answer:
    """One GET on a connection of its own; redirects are not followed."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", path, headers={**PLAIN, **(headers or {})})
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def check(target: Target) -> Answer:
    """The target's answer; RuntimeError when its status isn't the expected one."""
    answer = fetch(target.url, target.headers)
    if answer.status != target.status:
        raise RuntimeError(f"{target.url} answers {answer.status}, not {target.status}")
    return answer
