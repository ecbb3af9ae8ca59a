"""Files of the store: which nothing refers to any more, and having them deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from forumapp.db import Base, db
from forumapp.models import AuditEntry, Job
from forumapp.services import jobs

JOB = "forget_files"
_KEY = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,10})?")
_SHORTEST = 64  # characters of a key
_TELLERS = {AuditEntry.__tablename__, Job.__tablename__}  # they tell of files, and need none


def keys_of(value: Any) -> Iterator[str]:
    """What looks like a key of the file store, anywhere in a value."""
    if isinstance(value, str):
        yield from [value] if _KEY.fullmatch(value) else ()
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from keys_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from keys_of(one)


def ask(
    keys: Iterable[str], *, reason: str, event_id: int, now: datetime, mails: Iterable[int] = ()
) -> None:
    """Have files deleted that nothing refers to, the chapters of PDFs that are kept, and the copies
    of these mails where mails go into a folder.
    """
    wanted = sorted(keys)
    name = sha256(f"{reason} {now.isoformat()} {wanted}".encode()).hexdigest()[:40]
    payload = {"files": wanted, "mails": sorted(mails)}
    jobs.enqueue(JOB, key=f"{JOB}:{name}", payload=payload, event_id=event_id, now=now)


def unreferenced(keys: Iterable[str]) -> frozenset[str]:
    """Those of the files that no row of any table has: two of the same bytes share one."""
    left = set(keys) - {""}
    for table in Base.metadata.sorted_tables:
        for column in table.columns if left and table.name not in _TELLERS else ():
            left -= _held(column, left)
    return frozenset(left)


def abandoned(keys: Iterable[str]) -> frozenset[str]:
    """Of many files those that no row has, such as of a form that was sent in vain.

    Every text of the database is looked through once, but for what only tells of files.
    """
    left = set(keys)
    for table in Base.metadata.sorted_tables:
        for column in table.columns if left and table.name != AuditEntry.__tablename__ else ():
            for text in _texts(column):
                left.difference_update(_KEY.findall(text))
    return frozenset(left)


def _texts(column: sa.Column[Any]) -> Iterator[str]:
    """The values of a column that are long enough to have a key in them."""
    if isinstance(column.type, sa.Text | sa.JSON) or _is_json(column):
        text = sa.cast(column, sa.Text)
        found = sa.select(text).where(sa.func.length(text) >= _SHORTEST)
        yield from db.session.scalars(found.execution_options(yield_per=100))


def _is_json(column: sa.Column[Any]) -> bool:
    return isinstance(getattr(column.type, "impl", None), sa.JSON)


def _held(column: sa.Column[Any], keys: set[str]) -> set[str]:
    if isinstance(column.type, sa.JSON) or _is_json(column):
        text = sa.cast(column, sa.Text)
        return {key for key in keys if _any(text.contains(key))}
    if isinstance(column.type, sa.Text):
        return set(db.session.scalars(sa.select(column).where(column.in_(keys))))
    return set()


def _any(condition: sa.ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(condition))))
