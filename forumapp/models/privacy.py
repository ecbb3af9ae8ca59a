"""What was erased, so that it is erased again after an older backup is restored."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime


class Erasure(Base):
    """Somebody who was erased: `mark` is a keyed hash (HMAC with SHA-256) of who it was."""

    __tablename__ = "erasures"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    mark: Mapped[str] = mapped_column(unique=True)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)
