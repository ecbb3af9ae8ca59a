"""Deepen the agenda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRANSLATED = ("contact_name", "foreword_by")  # of an event, in one language until now


def upgrade() -> None:
    op.create_table(
        "accepted_clashes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_accepted_clashes_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_clashes")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_accepted_clashes_event_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_key", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_invitations_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitations_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "person_id", "session_key", name=op.f("uq_invitations_person_id_session_key")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_invitations_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitations_session_key"), ["session_key"], unique=False
        )

    op.create_table(
        "unavailabilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_unavailabilities_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_unavailabilities_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unavailabilities")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("unavailabilities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unavailabilities_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unavailabilities_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "interpreters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interpreters_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_interpreters_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreters")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("interpreters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interpreters_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interpreters_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "invitees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitees_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_invitees_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitees")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_invitees_session_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitees_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lost_stars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_lost_stars_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lost_stars_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_stars")),
        sa.UniqueConstraint(
            "person_id", "session_key", name=op.f("uq_lost_stars_person_id_session_key")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lost_stars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lost_stars_event_id"), ["event_id"], unique=False)

    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_imports_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_imports_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_user_id"), ["user_id"], unique=False)

    # Columns are added in place: SQLite would empty what refers to a table that is made anew.
    op.add_column("events", whole_number("turnaround", 5))
    op.add_column("events", whole_number("longest_shift", 40))
    op.add_column("events", whole_number("night_from", 22 * 60))
    op.add_column("events", whole_number("night_until", 6 * 60))
    op.add_column(
        "events", sa.Column("quiet_hours", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("people", sa.Column("zone", sa.Text(), nullable=False, server_default=""))
    for name in ("parked", "all_rooms"):
        op.add_column(
            "sessions", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    for name in TRANSLATED:
        texts = sa.Column(name, sa.JSON(), nullable=False, server_default="{}")
        write_anew(texts, in_a_language)
    # What was published before anybody was written to of releases counts as told.
    op.add_column("releases", sa.Column("told", sa.Integer(), nullable=True))
    op.execute("UPDATE releases SET told = 0")
    op.execute("UPDATE sessions SET all_rooms = true WHERE kind = 'break' AND room_id IS NULL")


def downgrade() -> None:
    op.drop_column("releases", "told")
    for name in TRANSLATED:
        write_anew(sa.Column(name, sa.Text(), nullable=False, server_default=""), in_one_language)
    for name in ("all_rooms", "parked"):
        op.drop_column("sessions", name)
    op.drop_column("people", "zone")
    for name in ("quiet_hours", "night_until", "night_from", "longest_shift", "turnaround"):
        op.drop_column("events", name)
    for table in (
        "imports",
        "lost_stars",
        "invitees",
        "interpreters",
        "unavailabilities",
        "invitations",
        "accepted_clashes",
    ):
        op.drop_table(table)


def whole_number(name: str, default: int) -> sa.Column[int]:
    """A column of whole numbers that rows which are there already have too."""
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def write_anew(column: sa.Column[Any], change: Callable[[Any, str], Any]) -> None:
    """Give a column of events another type, in place; each value becomes what `change` makes of it.

    `change` is given the value and the first language of its event.
    """
    name, old = column.name, f"old_{column.name}"
    op.alter_column("events", name, new_column_name=old)
    op.add_column("events", column)
    connection = op.get_bind()
    events = sa.Table("events", sa.MetaData(), autoload_with=connection)
    for key, value, languages in connection.execute(
        sa.select(events.c.id, events.c[old], events.c.languages)
    ).all():
        now = change(value, (*languages, "en")[0])
        connection.execute(sa.update(events).filter_by(id=key).values({name: now}))
    op.drop_column("events", old)


def in_a_language(text: str, language: str) -> dict[str, str]:
    """What was written in one language, as a text of several."""
    return {language: text} if text else {}


def in_one_language(texts: dict[str, str], language: str) -> str:
    """The one text that is left of several."""
    return texts.get(language) or next(iter(texts.values()), "")
