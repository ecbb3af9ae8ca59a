"""The outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, TranslatedText, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.circulars import CircularState
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.text import Translated


class Mail(Base):
    """One message to one recipient; `key` makes it exist once. Its text is made when it is sent."""

    __tablename__ = "mails"

    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("delegations.id", ondelete="CASCADE"), index=True
    )
    code_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("personal_codes.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[MailKind] = mapped_column(codes(MailKind))
    locale: Mapped[str]
    recipient: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[MailState] = mapped_column(codes(MailState), default=MailState.QUEUED)
    error: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Circular(Versioned, Base):
    """What is written to many at once. `filters` is whom the list of registrations is narrowed to;
    it leaves at `leaves_at`, which follows from `days_before` where that is set. `papers` are what
    each reader is sent of their own.
    """

    __tablename__ = "circulars"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    body: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    filters: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    papers: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    state: Mapped[CircularState] = mapped_column(codes(CircularState), default=CircularState.DRAFT)
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days_before: Mapped[int | None]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CircularFile(Base):
    """A file that goes with every mail of a circular; `file` is its key in the store."""

    __tablename__ = "circular_files"

    circular_id: Mapped[int] = mapped_column(
        sa.ForeignKey("circulars.id", ondelete="CASCADE"), index=True
    )
    file: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
