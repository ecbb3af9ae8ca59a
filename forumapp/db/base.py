"""The declarative base and the one session of the process."""

from __future__ import annotations

from enum import Enum
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def codes(enum: type[Enum]) -> sa.Enum:
    """A column type for a StrEnum, stored as text by value: adding a code needs no migration."""
    return sa.Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Every table: named constraints, an integer key, codes stored by value."""

    metadata = sa.MetaData(naming_convention=NAMES)
    registry = registry(metadata=metadata, type_annotation_map={str: sa.Text()})

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


@sa.event.listens_for(sa.Table, "after_parent_attach")
def _number_once(table: sa.Table, _metadata: Any) -> None:
    """Links name rows by number: SQLite too gives no number out again when its row is gone."""
    table.dialect_options["sqlite"]["autoincrement"] = True


class Versioned:
    """An object that people edit: saving a stale one is refused."""

    version: Mapped[int] = mapped_column(default=1, sort_order=-9)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
