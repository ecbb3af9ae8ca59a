"""Numbers of rows: links name people by them, so that none is given out again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.db import Base, db
from tests import factories as make


def check_the_next_number() -> None:
    event = make.an_event()
    gone = make.a_person(event)
    number = gone.id
    db.session.delete(gone)
    db.session.commit()

    assert make.a_person(event).id > number


def test_the_number_of_a_deleted_person_is_nobody_elses_on_sqlite(app: Flask) -> None:
    check_the_next_number()


@pytest.mark.postgres
def test_the_number_of_a_deleted_person_is_nobody_elses_on_postgresql(postgres_app: Flask) -> None:
    check_the_next_number()


def test_every_table_counts_on(app: Flask) -> None:
    statements = db.session.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
    )
    counting = [sql for sql in statements if "AUTOINCREMENT" in sql]
    assert len(counting) == len(Base.metadata.tables)
