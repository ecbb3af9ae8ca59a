"""Video rooms, the sessions they serve, and who was let in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, Encrypted, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.video import Admitted, Audience, Decision, Provider


class VideoRoom(Versioned, Base):
    """A video room; what opens it is encrypted at rest. Minutes before the start, after the end."""

    __tablename__ = "video_rooms"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    provider: Mapped[Provider] = mapped_column(codes(Provider))
    address: Mapped[str] = mapped_column(Encrypted)
    app_id: Mapped[str] = mapped_column(default="")
    backup_address: Mapped[str | None] = mapped_column(Encrypted)
    passcode: Mapped[str | None] = mapped_column(Encrypted)
    dial_in: Mapped[str | None] = mapped_column(Encrypted)
    host_link: Mapped[str | None] = mapped_column(Encrypted)
    secret: Mapped[str | None] = mapped_column(Encrypted)
    meeting_id: Mapped[str | None] = mapped_column(Encrypted)
    capacity: Mapped[int | None]
    audience: Mapped[Audience] = mapped_column(codes(Audience), default=Audience.REGISTERED)
    admitted: Mapped[Admitted] = mapped_column(codes(Admitted), default=Admitted.ONLINE)
    opens_before: Mapped[int] = mapped_column(default=15)
    closes_after: Mapped[int] = mapped_column(default=15)


class VideoRoomSession(Base):
    """A session takes place in at most one video room."""

    __tablename__ = "video_room_sessions"

    video_room_id: Mapped[int] = mapped_column(
        sa.ForeignKey("video_rooms.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), unique=True
    )


class Join(Base):
    """One knock at the gate and its answer."""

    __tablename__ = "joins"
    __table_args__ = (sa.Index("ix_joins_session_id_at", "session_id", "at"),)

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    decision: Mapped[Decision] = mapped_column(codes(Decision))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
