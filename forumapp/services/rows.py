"""From tables to frozen rows and back: reading by name, saving with a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forumapp.db import Base, db
from forumapp.domain.errors import Conflict, NotFound, Stale

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")
Model = TypeVar("Model", bound=Base)


def read(kind: type[Row], source: Base, /, **more: Any) -> Row:
    """A frozen row of this kind with the values that the source has under the same names."""
    names = kind.__dataclass_fields__.keys() - more.keys()
    return kind(**{name: getattr(source, name) for name in names}, **more)


def one(model: type[Model], key: int, /, **where: Any) -> Model:
    """The object of this key and these values; NotFound when there is none."""
    found = db.session.scalar(sa.select(model).filter_by(id=key, **where))
    if found is None:
        raise NotFound
    return found


def assign(target: Base, values: Mapping[str, Any], *, version: int | None) -> None:
    """Set the values; raise Stale with both texts when somebody saved since `version`."""
    current = getattr(target, "version", None)
    if version is not None and current != version:
        differing = {
            name: value for name, value in values.items() if getattr(target, name) != value
        }
        if differing:
            theirs = {name: getattr(target, name) for name in differing}
            raise Stale(yours=differing, theirs=theirs, version=current or 0)
    for name, value in values.items():
        if getattr(target, name) != value:
            setattr(target, name, value)


def remove(target: Base) -> None:
    """Delete an object; Conflict `in_use` when others still refer to it."""
    db.session.delete(target)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("in_use") from error
