"""What must be done inside the application: `python -m tests.bench.inside COMMAND`.

Each command prints one line, which the benchmark reads.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from forumapp.app import create_app
from forumapp.db import db, unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.programme import ReleaseStatus
from forumapp.models import Event, Person, Registration
from forumapp.services import publications, tokens
from forumapp.services.tokens import Purpose

PAGES = {
    "programme": "/events/{slug}/programme",
    ".ics": "/events/{slug}/programme.ics",
    ".xml": "/events/{slug}/programme.xml",
    ".json": "/events/{slug}/programme.json",
    "a session": "/events/{slug}/sessions/{code}",
    "speakers": "/events/{slug}/speakers",
}


def link(slug: str) -> str:
    """The personal link of a registered person of an event."""
    person = db.session.scalars(
        sa.select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .join(Event, Event.id == Person.event_id)
        .where(Event.slug == slug)
        .order_by(Person.id.desc())
    ).first()
    assert person is not None
    return f"/me/open/{tokens.sign(person, Purpose.PARTICIPATION)}"


def first_builds(app: Flask, *slugs: str) -> str:
    """Seconds and queries of the first request for each page after a release, by page and event."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    queries = _count_queries()
    for slug in slugs:
        code = _a_code(slug)
        for name, path in PAGES.items():
            _release(slug)
            before, began = len(queries), time.perf_counter()
            answer = app.test_client().get(path.format(slug=slug, code=code))
            seconds = time.perf_counter() - began
            assert answer.status_code == 200, answer.status
            outcome = {"seconds": seconds, "queries": len(queries) - before}
            found.setdefault(name, {})[slug] = outcome
    return json.dumps(found)


def _release(slug: str) -> None:
    with unit_of_work():
        event_id = db.session.scalars(sa.select(Event.id).filter_by(slug=slug)).one()
        now = datetime.now(UTC)
        publications.publish(SYSTEM, event_id, status=ReleaseStatus.PROVISIONAL, now=now)
    db.session.remove()


def _a_code(slug: str) -> str:
    found = publications.published(publications.current(slug))
    return found.programme.sessions[20].code


def _count_queries() -> list[str]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    return said


def main() -> None:
    app = create_app()
    commands: Mapping[str, Callable[..., str]] = {
        "link": link,
        "first-builds": lambda *slugs: first_builds(app, *slugs),
    }
    name, *arguments = sys.argv[1:]
    with app.app_context():
        sys.stdout.write(commands[name](*arguments) + "\n")


if __name__ == "__main__":
    main()
