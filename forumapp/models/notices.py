"""The public notice board of an event."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, UtcDateTime, Versioned
from forumapp.domain.text import Translated


class Notice(Versioned, Base):
    """A notice on the event's public page, from one instant until another; `body` is Markdown.

    `key` names it for good in feeds; `part_id` is None where it concerns the whole event.
    """

    __tablename__ = "notices"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    body: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    pinned: Mapped[bool] = mapped_column(default=False)
    part_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("parts.id", ondelete="SET NULL"), index=True
    )
    shows_from: Mapped[datetime] = mapped_column(UtcDateTime)
    shows_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(default="")
