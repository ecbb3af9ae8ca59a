"""The first build of each page after a release."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import current_app

from forumapp.db import db
from forumapp.services import publications
from tests.bench.inside import events

PAGES = {
    "programme": "/events/{slug}/programme",
    ".ics": "/events/{slug}/programme.ics",
    ".xml": "/events/{slug}/programme.xml",
    ".json": "/events/{slug}/programme.json",
    "a session": "/events/{slug}/sessions/{code}",
    "speakers": "/events/{slug}/speakers",
}
TIMES, READERS = 3, 8


def first_builds(*slugs: str) -> str:
    """Seconds, processor seconds and queries of the first request after a release.

    By page and event: the quickest of three, each after a release of its own, and how long eight
    readers wait who all ask first.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    for slug in slugs:
        code = publications.published(publications.current(slug)).programme.sessions[20].code
        for name, pattern in PAGES.items():
            path = pattern.format(slug=slug, code=code)
            tries = [_first(slug, path) for _ in range(TIMES)]
            quickest = min(tries, key=lambda one: one["seconds"])
            found.setdefault(name, {})[slug] = {**quickest, "rush": _rush(slug, path)}
    return json.dumps(found)


def _first(slug: str, path: str) -> dict[str, float]:
    events.release(slug)
    with _queries() as said:
        began, processor = time.perf_counter(), time.process_time()
        _get(path)
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
    return {"seconds": seconds, "processor": processor, "queries": len(said)}


def _rush(slug: str, path: str) -> float:
    """The longest that any of several readers waits for the first page of a release."""
    events.release(slug)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # its types don't tell

    def ask(_: int) -> float:
        with app.app_context():
            began = time.perf_counter()
            _get(path)
            db.session.remove()
            return time.perf_counter() - began

    with ThreadPoolExecutor(READERS) as readers:
        return max(readers.map(ask, range(READERS)))


def _get(path: str) -> None:
    answer = current_app.test_client().get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status}"


@contextmanager
def _queries() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(db.engine, "before_cursor_execute", note)
