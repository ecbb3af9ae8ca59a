"""Invite delegations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AUTOINCREMENT = {"sqlite_autoincrement": True}
TABLES = ("substitutions", "draws", "extensions", "credentials", "quotas")
HOSTS = (("host_first", "first"), ("host_last", "last"))
EVENTS = sa.table("events", sa.column("country_order"), sa.column("host_place"))


def upgrade() -> None:
    _add_columns()
    _make_quotas()
    _make_credentials()
    _make_extensions()
    _make_draws()
    _make_substitutions()
    # Nothing refers to mails, so that making the table anew empties no other.
    with op.batch_alter_table("mails", table_kwargs=AUTOINCREMENT) as mails:
        mails.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        mails.create_foreign_key(
            op.f("fk_mails_delegation_id"),
            "delegations",
            ["delegation_id"],
            ["id"],
            ondelete="CASCADE",
        )
        mails.create_index(op.f("ix_mails_delegation_id"), ["delegation_id"])
    for rule, place in HOSTS:
        op.execute(
            sa.update(EVENTS)
            .where(EVENTS.c.country_order == rule)
            .values(country_order="alphabetical", host_place=place)
        )


def downgrade() -> None:
    place_of, rule_of = EVENTS.c.host_place, EVENTS.c.country_order
    for rule, place in HOSTS:
        hosts = sa.and_(place_of == place, rule_of != "by_hand")
        op.execute(sa.update(EVENTS).where(hosts).values(country_order=rule))
    by_lot = rule_of == "by_lot"
    op.execute(sa.update(EVENTS).where(by_lot).values(country_order="alphabetical"))
    with op.batch_alter_table("mails", table_kwargs=AUTOINCREMENT) as mails:
        mails.drop_index(op.f("ix_mails_delegation_id"))
        mails.drop_constraint(op.f("fk_mails_delegation_id"), type_="foreignkey")
        mails.drop_column("delegation_id")
    for table in TABLES:
        op.drop_table(table)
    for name in ("lot", "focal_locale", "nominations_close_at", "invited_at", "link_version"):
        op.drop_column("delegations", name)
    for name in ("order_reason", "order_language", "host_place", "nominations_close_at"):
        op.drop_column("events", name)


def _add_columns() -> None:
    moment = sa.DateTime(timezone=True)
    for table, column in (
        ("events", sa.Column("nominations_close_at", moment, nullable=True)),
        (
            "events",
            sa.Column("host_place", sa.String(32), nullable=False, server_default="in_place"),
        ),
        ("events", sa.Column("order_language", sa.Text(), nullable=False, server_default="en")),
        ("events", sa.Column("order_reason", sa.Text(), nullable=False, server_default="")),
        (
            "delegations",
            sa.Column("link_version", sa.Integer(), nullable=False, server_default="0"),
        ),
        ("delegations", sa.Column("invited_at", moment, nullable=True)),
        ("delegations", sa.Column("nominations_close_at", moment, nullable=True)),
        ("delegations", sa.Column("focal_locale", sa.Text(), nullable=False, server_default="en")),
        ("delegations", sa.Column("lot", sa.Integer(), nullable=True)),
    ):
        op.add_column(table, column)


def _make_quotas() -> None:
    op.create_table(
        "quotas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        _to_delegation("quotas"),
        sa.ForeignKeyConstraint(
            ["part_id"], ["parts.id"], name=op.f("fk_quotas_part_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotas")),
        sa.UniqueConstraint(
            "delegation_id", "part_id", "mode", name=op.f("uq_quotas_delegation_id_part_id_mode")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quotas_part_id"), "quotas", ["part_id"])


def _make_credentials() -> None:
    op.create_table(
        "credentials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        _to_event("credentials"),
        _to_delegation("credentials"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_credentials_delegation_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_credentials_event_id"), "credentials", ["event_id"])


def _make_extensions() -> None:
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _to_event("extensions"),
        _to_delegation("extensions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_extensions_event_id"), "extensions", ["event_id"])
    op.create_index(op.f("ix_extensions_delegation_id"), "extensions", ["delegation_id"])


def _make_draws() -> None:
    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        _to_event("draws"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_draws_event_id"), "draws", ["event_id"])


def _make_substitutions() -> None:
    op.create_table(
        "substitutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("replaced_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["registrations.id"],
                name=op.f(f"fk_substitutions_{name}"),
                ondelete="CASCADE",
            )
            for name in ("registration_id", "replaced_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_substitutions_registration_id")),
        sa.UniqueConstraint("replaced_id", name=op.f("uq_substitutions_replaced_id")),
        sqlite_autoincrement=True,
    )


def _to_event(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_event_id")
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=name, ondelete="CASCADE")


def _to_delegation(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_delegation_id")
    return sa.ForeignKeyConstraint(
        ["delegation_id"], ["delegations.id"], name=name, ondelete="CASCADE"
    )
