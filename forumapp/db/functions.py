"""What the two databases say differently in SQL."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds(FunctionElement[int]):  # noqa: N801  a function of SQL
    """The whole seconds of an instant since 1970, in UTC."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(seconds)
def _seconds(element: seconds, compiler: Any, **given: Any) -> str:
    instant = compiler.process(element.clauses, **given)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {instant})) AS BIGINT)"


@compiles(seconds, "sqlite")
def _seconds_on_sqlite(element: seconds, compiler: Any, **given: Any) -> str:
    instant = compiler.process(element.clauses, **given)
    return f"CAST(strftime('%s', {instant}) AS INTEGER)"


class least(FunctionElement[int]):  # noqa: N801  a function of SQL
    """The least of its arguments; none of them may be null."""

    type = sa.BigInteger()
    inherit_cache = True


class greatest(FunctionElement[int]):  # noqa: N801  a function of SQL
    """The greatest of its arguments; none of them may be null."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(least)
@compiles(greatest)
def _extreme(element: least | greatest, compiler: Any, **given: Any) -> str:
    """SQLite gives these names to what stands in one row as to what stands in one column."""
    plain = {least: ("LEAST", "min"), greatest: ("GREATEST", "max")}[type(element)]
    name = plain[compiler.dialect.name == "sqlite"]
    return f"{name}({compiler.process(element.clauses, **given)})"
