"""Releases of a programme, issues of the proceedings, and the volumes built from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime
from forumapp.db.base import codes
from forumapp.domain.programme import ReleaseStatus


class Release(Base):
    """An immutable, numbered snapshot of a programme.

    `told` is how many people were told of it; None for one that was to be told to nobody, of which
    the next release tells. `redactions` is how often somebody was taken out who asked for it.
    """

    __tablename__ = "releases"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[ReleaseStatus] = mapped_column(codes(ReleaseStatus))
    symbol: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    told: Mapped[int | None]
    redactions: Mapped[int] = mapped_column(default=0, server_default="0")
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)


class Issue(Base):
    """An immutable, numbered snapshot of the proceedings, public until it is withdrawn.

    `digest` is the SHA-256 of what it holds; the programme in it is that of the release.
    """

    __tablename__ = "issues"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    release_id: Mapped[int] = mapped_column(
        sa.ForeignKey("releases.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    digest: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)


class Publication(Base):
    """A built file: its `name` says what (programme, proceedings), `file` is a key of the store."""

    __tablename__ = "publications"
    __table_args__ = (sa.UniqueConstraint("event_id", "name", "edition"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    name: Mapped[str]
    edition: Mapped[str]
    locale: Mapped[str]
    file: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=0)
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)
