"""Keep no longer than was said, and erase."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "merged_people", sa.Column("dropped_key", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "releases", sa.Column("redactions", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_erasures_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("mark", name=op.f("uq_erasures_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_erasures_event_id"), "erasures", ["event_id"], unique=False)
    op.create_table(
        "retentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("holding", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_retentions_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retentions")),
        sa.UniqueConstraint("event_id", "holding", name=op.f("uq_retentions_event_id_holding")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "disposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_disposals_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_disposals_event_id"), "disposals", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_table("disposals")
    op.drop_table("retentions")
    op.drop_table("erasures")
    op.drop_column("releases", "redactions")
    op.drop_column("merged_people", "dropped_key")
    op.drop_column("people", "erased_at")
