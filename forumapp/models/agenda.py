"""Sessions, who interprets in them and is invited to them, and the stars people give them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, Codes, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.text import Translated


class Session(Versioned, Base):
    """A session; `starts` and `ends` are wall times in the event's zone.

    A parked one waits for a time: it keeps its length, and no release has it. One of all rooms,
    such as a break, leaves none of them to others.
    """

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
    parked: Mapped[bool] = mapped_column(default=False)
    all_rooms: Mapped[bool] = mapped_column(default=False)


class Interpreter(Versioned, Base):
    """A shift at a booth, in minutes: from so long after the session's start, for so long.

    Without `minutes` it lasts to the session's end.
    """

    __tablename__ = "interpreters"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    language: Mapped[str]
    after: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int | None]


class Invitee(Versioned, Base):
    """Someone invited to a session beyond those who speak in it."""

    __tablename__ = "invitees"
    __table_args__ = (sa.UniqueConstraint("session_id", "person_id"),)

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )


class AcceptedClash(Versioned, Base):
    """A clash that the organisers live with, and why; `key` names what clashes with what."""

    __tablename__ = "accepted_clashes"
    __table_args__ = (sa.UniqueConstraint("event_id", "key"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str]
    reason: Mapped[str]
    accepted_by: Mapped[str]
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Star(Base):
    """A session in a person's own schedule."""

    __tablename__ = "stars"
    __table_args__ = (sa.UniqueConstraint("person_id", "session_id"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LostStar(Base):
    """The star of a session that was deleted, kept until its owner is told of it.

    The session is named by its key, so that one that is brought back has its stars again.
    """

    __tablename__ = "lost_stars"
    __table_args__ = (sa.UniqueConstraint("person_id", "session_key"),)

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    session_key: Mapped[str]
