"""Who changed what, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime


class AuditEntry(Base):
    """One change of one object. No key to the event, so that the log outlives what it tells of."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index("ix_audit_event_id_at", "event_id", "at"),)

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str]
    event_id: Mapped[int | None]
    action: Mapped[str]
    noun: Mapped[str]
    object_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
