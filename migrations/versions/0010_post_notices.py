"""Post notices, attach files and read bounces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("people", "delegations"):
        op.add_column(
            table, sa.Column("bounced_email", sa.Text(), server_default="", nullable=False)
        )
    op.add_column("circulars", sa.Column("papers", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "circular_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"],
            ["circulars.id"],
            name=op.f("fk_circular_files_circular_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_circular_files_circular_id"), "circular_files", ["circular_id"], unique=False
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("shows_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shows_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_notices_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["parts.id"], name=op.f("fk_notices_part_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notices_event_id"), "notices", ["event_id"], unique=False)
    op.create_index(op.f("ix_notices_part_id"), "notices", ["part_id"], unique=False)


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("circular_files")
    op.drop_column("circulars", "papers")
    for table in ("delegations", "people"):
        op.drop_column(table, "bounced_email")
