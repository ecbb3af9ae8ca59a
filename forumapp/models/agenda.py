"""Sessions, and the stars people give them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, Codes, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.text import Translated


class Session(Versioned, Base):
    """A session; `starts` and `ends` are wall times in the event's zone."""

    __tablename__ = "sessions"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "code"),
        sa.Index("ix_sessions_event_id_starts", "event_id", "starts"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    title: Mapped[Translated] = mapped_column(TranslatedText)
    kind: Mapped[SessionKind] = mapped_column(codes(SessionKind))
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("parts.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tracks.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    starts: Mapped[datetime] = mapped_column(sa.DateTime)
    ends: Mapped[datetime] = mapped_column(sa.DateTime)
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    interpretation: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    description: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    visibility: Mapped[Visibility] = mapped_column(codes(Visibility), default=Visibility.PUBLIC)


class Star(Base):
    """A session in a person's own schedule."""

    __tablename__ = "stars"
    __table_args__ = (sa.UniqueConstraint("person_id", "session_id"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
