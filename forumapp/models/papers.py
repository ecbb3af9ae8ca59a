"""Editions of the list of participants, and letters with the texts they are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.papers import EditionStatus, LetterKind


class PaperEdition(Base):
    """An immutable, numbered snapshot of the list of participants.

    `revision` is the number in Revised 2 or Corrigendum 1, `digest` the SHA-256 of the snapshot;
    everyone may read it, of those who agreed, from `public_at` on.
    """

    __tablename__ = "paper_editions"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[EditionStatus] = mapped_column(codes(EditionStatus))
    revision: Mapped[int] = mapped_column(default=0)
    symbol: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    people: Mapped[int]
    digest: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(default="")
    public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)


class LetterTemplate(Versioned, Base):
    """A letter's text in one language, as the organiser wrote it in place of the usual one."""

    __tablename__ = "letter_templates"
    __table_args__ = (sa.UniqueConstraint("event_id", "kind", "language"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    kind: Mapped[LetterKind] = mapped_column(codes(LetterKind))
    language: Mapped[str]
    heading: Mapped[str]
    text: Mapped[str]


class Letter(Base):
    """A letter as it was issued: its snapshot never changes; it can be revoked.

    `code` is what anyone may check it by.
    """

    __tablename__ = "letters"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[LetterKind] = mapped_column(codes(LetterKind))
    language: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)
