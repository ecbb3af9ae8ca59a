"""Migrations: up, down and up again on a database that is in use, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from forumapp.cli.database import (
    bring_up_to_date,
    connect_alembic,
    latest_revision,
    revision,
    revisions,
)
from forumapp.db import Base, db
from forumapp.domain.programme import ReleaseStatus
from tests import factories as make


def in_use() -> None:
    """An event with something in most of its tables."""
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    session = make.a_session(event, part, room_id=make.a_room(event).id)
    person = make.a_person(event)
    make.a_registration(event, person, category=category, parts=(part,))
    make.a_speaker(session, person)
    make.a_video_room(event, session)
    make.publish(event, status=ReleaseStatus.ADOPTED)


def schema() -> dict[str, Any]:
    """Tables, columns, indexes and constraints as the database has them."""
    inspector = sa.inspect(db.engine)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            sorted(str(i["name"]) for i in inspector.get_indexes(table)),
            sorted(str(u["name"]) for u in inspector.get_unique_constraints(table)),
            sorted(str(k["name"]) for k in inspector.get_foreign_keys(table)),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def check_up_down_up() -> None:
    connect_alembic()
    before, head = schema(), revision()
    in_use()
    db.session.remove()

    downgrade(revision="base")
    assert schema() == {}
    assert revision() is None
    upgrade()

    assert schema() == before
    assert revision() == head
    in_use()
    assert bring_up_to_date() == (head, head)


def content() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table there is, as the database has it."""
    with db.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            table.name: sorted(
                (dict(row) for row in connection.execute(sa.select(table)).mappings()), key=str
            )
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def in_one_language(event: dict[str, Any]) -> dict[str, str]:
    """The texts of an event that were written in its first language alone before 0002."""
    return {name: event[name].get("en", "") for name in ("contact_name", "foreword_by")}


def check_steps_keep_what_is_there() -> None:
    """One step down and up again loses only what the step itself had brought."""
    connect_alembic()
    in_use()
    db.session.remove()
    before = content()

    for number in sorted(revisions(), reverse=True)[:-1]:
        downgrade(revision=f"{int(number) - 1:04}")
        left = content()
        assert left.keys() <= before.keys()
        for table, rows in left.items():
            kept = [{name: row[name] for name in left[table][0]} for row in before[table]]
            if table == "events" and number == "0002":
                kept = [{**row, **in_one_language(row)} for row in kept]
            assert sorted(kept, key=str) == rows, table
        upgrade(revision=number)
        assert {t: len(rows) for t, rows in content().items() if t in left} == {
            t: len(rows) for t, rows in left.items()
        }


def test_steps_keep_what_is_there_on_sqlite(app: Flask) -> None:
    check_steps_keep_what_is_there()


@pytest.mark.postgres
def test_steps_keep_what_is_there_on_postgresql(postgres_app: Flask) -> None:
    check_steps_keep_what_is_there()


def test_the_numbers_of_the_files_are_alembics_own_order(app: Flask) -> None:
    connect_alembic()
    script = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())

    numbers = [step.revision for step in script.walk_revisions()]

    assert script.get_heads() == [latest_revision()]
    assert numbers == sorted(numbers, reverse=True)


def test_up_down_and_up_again_on_sqlite(app: Flask) -> None:
    check_up_down_up()


@pytest.mark.postgres
def test_up_down_and_up_again_on_postgresql(postgres_app: Flask) -> None:
    check_up_down_up()


def check_models() -> None:
    migrated = schema()
    declared = {table.name: table for table in Base.metadata.sorted_tables}

    assert migrated.keys() == declared.keys()
    for name, (columns, indexes, _unique, keys) in migrated.items():
        assert {c[0] for c in columns} == set(declared[name].columns.keys()), name
        assert {str(i.name) for i in declared[name].indexes} <= set(indexes), name
        assert len(declared[name].foreign_keys) == len(keys), name


def test_the_migrated_schema_is_that_of_the_models_on_sqlite(app: Flask) -> None:
    check_models()


@pytest.mark.postgres
def test_the_migrated_schema_is_that_of_the_models_on_postgresql(postgres_app: Flask) -> None:
    check_models()


def test_a_migration_that_is_cut_off_leaves_nothing_and_runs_again(app: Flask) -> None:
    """What fails halfway is rolled back whole, so that the next start can try again."""
    from alembic import op

    connect_alembic()
    head = schema()
    db.session.remove()
    downgrade(revision="base")
    original = op.create_table
    made: list[str] = []

    def cut_off(name: str, *columns: Any, **given: Any) -> Any:
        made.append(name)
        if len(made) == 5:
            raise RuntimeError("power cut")
        return original(name, *columns, **given)

    op.create_table = cut_off  # type: ignore[assignment]  # put in its place on purpose
    try:
        with pytest.raises(SystemExit):
            upgrade()
    finally:
        op.create_table = original

    assert schema() == {}
    upgrade()
    assert schema() == head
