"""The unit of work: transactions belong to the edges, services flush."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forumapp.db.base import Base, db
from forumapp.db.engine import WRITE

_AFTER = "forumapp_after_commit"
PATIENCE = 30.0  # seconds, as long as SQLite itself waits for another process
_writers = RLock()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One write transaction: committed at the end, rolled back on any error.

    A read transaction that is open is ended first, because on SQLite it could not be turned into
    a writing one without the risk of failing.
    """
    session = db.session()
    session.rollback()
    session.info.pop(_AFTER, None)
    with _turn(session):
        session.connection(execution_options={WRITE: True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
    for call in session.info.pop(_AFTER, ()):
        call()


@contextmanager
def in_session(connection: sa.Connection) -> Iterator[Session]:
    """Have services read and write within a transaction that is open already.

    What they write is flushed at the end. Who opened the transaction commits it, and sees to what
    they would have had done once it is.
    """
    db.session.remove()
    with Session(bind=connection, expire_on_commit=False) as session:
        db.session.registry.set(session)  # type: ignore[arg-type]  # a plain one does
        try:
            yield session
            session.flush()
        finally:
            db.session.registry.clear()


@contextmanager
def _turn(session: Session) -> Iterator[None]:
    """On SQLite the process's threads take turns to write.

    SQLite lets only one write, and has the others sleep and look again, ever longer: in a rush the
    lock then lies free for most of the time. Whoever is not given a turn in time tries even so.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    mine = _writers.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if mine:
            _writers.release()


def after_commit(call: Callable[[], object]) -> None:
    """Have something done once the running unit of work is safe on disk."""
    db.session().info.setdefault(_AFTER, []).append(call)


def lock(model: type[Base], *ids: int) -> None:
    """Hold these rows until the transaction ends, in key order so that two can't wait crosswise.

    Rows that refer to them may be written meanwhile. On SQLite the unit of work holds the only
    write lock already.
    """
    if db.session().get_bind().dialect.name != "sqlite":
        rows = sa.select(model.id).where(model.id.in_(ids)).order_by(model.id)
        db.session().execute(rows.with_for_update(key_share=True)).all()
