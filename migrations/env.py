"""How Alembic runs inside the application: on its engine, with its models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from forumapp import models  # noqa: F401  fills the metadata
from forumapp.db import Base, Codes, Encrypted, TranslatedText, UtcDateTime, db
from forumapp.db.engine import WRITE

PLAIN = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    TranslatedText: "sa.JSON()",
    Codes: "sa.JSON()",
    Encrypted: "sa.LargeBinary()",
}


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write migrations in plain column types, so that they outlive the code they were made with."""
    if kind == "type" and type(item) in PLAIN:
        return PLAIN[type(item)]
    if kind == "type" and isinstance(item, sa.Enum):
        return "sa.String(length=32)"
    return False


def same_type(
    _context: Any, _inspected: Any, _column: Any, inspected: Any, wanted: Any
) -> bool | None:
    """Codes are text by value: an enum column equals a string of its length."""
    if isinstance(wanted, sa.Enum) and isinstance(inspected, sa.String):
        return False
    return None


@contextmanager
def connected() -> Iterator[sa.Connection]:
    """The connection that was handed over, inside whose transaction all is done, or a new one."""
    given: sa.Connection | None = context.config.attributes.get("connection")
    if given is not None:
        yield given
        return
    with db.engine.connect().execution_options(**{WRITE: True}) as own:
        yield own


with connected() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=same_type,
        transaction_per_migration=True,
        **{
            key: value
            for key, value in current_app.extensions["migrate"].configure_args.items()
            if key not in ("render_as_batch", "compare_type")
        },
    )
    with context.begin_transaction():
        context.run_migrations()
