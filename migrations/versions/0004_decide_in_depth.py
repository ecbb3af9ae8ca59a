"""Decide in depth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("promotes", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "events", sa.Column("offer_hours", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "categories", sa.Column("priority", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column(
        "registrations",
        sa.Column("origin", sa.String(length=32), server_default="form", nullable=False),
    )
    op.add_column("seats", sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "seats", sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_saved_filters_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_saved_filters_event_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "personal_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_personal_codes_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_personal_codes_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name=op.f("fk_personal_codes_delegation_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_personal_codes_registration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_codes")),
        sqlite_autoincrement=True,
    )
    for column in ("event_id", "category_id", "delegation_id", "registration_id"):
        op.create_index(op.f(f"ix_personal_codes_{column}"), "personal_codes", [column])
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("code_id", sa.Integer(), nullable=True))
        mails.create_foreign_key(
            op.f("fk_mails_code_id"), "personal_codes", ["code_id"], ["id"], ondelete="CASCADE"
        )
        mails.create_index(op.f("ix_mails_code_id"), ["code_id"])
    op.create_table(
        "merged_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("dropped_id", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("feed_version", sa.Integer(), nullable=False),
        sa.Column("join_version", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["people.id"], name=op.f("fk_merged_people_kept_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_people")),
        sa.UniqueConstraint("dropped_id", name=op.f("uq_merged_people_dropped_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merged_people_kept_id"), "merged_people", ["kept_id"])


def downgrade() -> None:
    op.drop_table("merged_people")
    with op.batch_alter_table("mails") as mails:
        mails.drop_index(op.f("ix_mails_code_id"))
        mails.drop_constraint(op.f("fk_mails_code_id"), type_="foreignkey")
        mails.drop_column("code_id")
    op.drop_table("personal_codes")
    op.drop_table("saved_filters")
    op.drop_column("seats", "by_hand")
    op.drop_column("seats", "offered_until")
    op.drop_column("registrations", "origin")
    op.drop_column("categories", "priority")
    op.drop_column("events", "offer_hours")
    op.drop_column("events", "promotes")
