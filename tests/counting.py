"""How many statements something sends to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements sent inside the block."""
    sent: list[str] = []
    with hearing(sent.append):
        yield sent


@contextmanager
def hearing(call: Callable[[str], object]) -> Iterator[None]:
    """Call with each statement before it is sent, inside the block."""

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        call(statement)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def queries_of(client: FlaskClient, path: str) -> int:
    """How many statements a page takes; it must be there."""
    with statements() as sent:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return len(sent)
