"""Erasing again what an older backup brought back.

Of who was erased only a mark is kept: in a table, which is in each backup, and in a file of the
instance, for the day on which the database is lost.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from forumapp.config import settings
from forumapp.db import after_commit, db, insert_once
from forumapp.domain.access import SYSTEM
from forumapp.models import Erasure, MergedPerson, Person
from forumapp.services import audit
from forumapp.services.access import act_as
from forumapp.services.privacy.forgetting import forget_person

FILE = "erasures.log"  # an instant and a mark a line


def remember(person: Person, *, now: datetime) -> None:
    """Have it known for good that this person, whoever else they were, is erased."""
    others = db.session.scalars(sa.select(MergedPerson.dropped_key).filter_by(kept_id=person.id))
    marks = [_mark(settings().secret_key, key) for key in (person.key, *others) if key]
    for mark in marks:
        insert_once(Erasure, event_id=person.event_id, mark=mark, erased_at=now)
    after_commit(lambda: _append(marks, now=now))


def marks_kept() -> frozenset[str]:
    """The marks of the instance's file, and of the database where it has them."""
    kept = set(_read())
    if sa.inspect(db.session.connection()).has_table(Erasure.__tablename__):
        kept |= set(db.session.scalars(sa.select(Erasure.mark)))
    return frozenset(kept)


def replay(marks: Collection[str], *, secrets: Iterable[str], now: datetime) -> int:
    """Erase everyone whose mark under one of the secret keys is among these; say how many."""
    keys = tuple(secrets)
    people = db.session.execute(sa.select(Person.id, Person.key).where(Person.erased_at.is_(None)))
    dropped = sa.select(MergedPerson.kept_id, MergedPerson.dropped_key)
    known = [*people, *(row for row in db.session.execute(dropped) if row.dropped_key)]
    doomed = sorted({row[0] for row in known if any(_mark(k, row[1]) in marks for k in keys)})
    act_as(SYSTEM)
    for person_id in doomed:
        person = db.session.get_one(Person, person_id)
        event_id = person.event_id
        remember(person, now=now)
        forget_person(person_id, now=now)
        audit.note(SYSTEM, event_id, action="erase_again", noun="people", object_id=person_id)
        db.session.flush()
    return len(doomed)


def complete_file() -> None:
    """Write the marks that the database has and the instance's file lacks."""
    known = set(_read())
    rows = db.session.execute(sa.select(Erasure.mark, Erasure.erased_at).order_by(Erasure.id))
    for mark, erased_at in rows:
        if mark not in known:
            _append((mark,), now=erased_at)


def _mark(secret: str, key: str) -> str:
    return hmac.new(secret.encode(), f"forumapp erasure {key}".encode(), sha256).hexdigest()


def _append(marks: Iterable[str], *, now: datetime) -> None:
    """One line each, on disk before it returns; a line is written whole."""
    lines = "".join(f"{now.isoformat()} {mark}\n" for mark in marks)
    path = settings().instance / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _read() -> Iterable[str]:
    path = settings().instance / FILE
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        yield line.rpartition(" ")[2]
