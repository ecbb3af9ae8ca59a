"""How long is kept what is known of people, what was deleted by it, and who was erased."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.retention import Holding


class Erasure(Base):
    """Somebody who was erased: `mark` is a keyed hash (HMAC with SHA-256) of who it was."""

    __tablename__ = "erasures"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    mark: Mapped[str] = mapped_column(unique=True)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Retention(Versioned, Base):
    """For how many days after an event it keeps a holding; None as long as its records."""

    __tablename__ = "retentions"
    __table_args__ = (sa.UniqueConstraint("event_id", "holding"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    holding: Mapped[Holding] = mapped_column(codes(Holding))
    days: Mapped[int | None]


class Disposal(Base):
    """What goes, or went, because its time is over: `what` names a field, question or holding.

    It stands announced until `due_on`, a day of the venue's calendar; `people` is whom it was of.
    """

    __tablename__ = "disposals"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str]
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people: Mapped[int] = mapped_column(default=0)
