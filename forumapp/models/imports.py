"""Files that somebody has uploaded to take a schedule over, for as long as they look at them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime
from forumapp.db.base import codes
from forumapp.domain.schedules import FileKind


class Import(Base):
    """A file that was read, and what became of it.

    `reading` and `file` are keys of the store: what the file says, and the file itself where it may
    be read again with other `columns`. `asked` is the digest of what its reader was told of the
    event. `counts` is how many rows came to what, once it is taken over.
    """

    __tablename__ = "imports"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    kind: Mapped[FileKind] = mapped_column(codes(FileKind))
    asked: Mapped[str]
    columns: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    reading: Mapped[str]
    file: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
