"""Editions of the list of participants, letters with their texts, and the seating plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.papers import EditionStatus, LetterKind, TextKind


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
    """A text in one language, as the organiser wrote it in place of the usual one."""

    __tablename__ = "letter_templates"
    __table_args__ = (sa.UniqueConstraint("event_id", "kind", "language"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    kind: Mapped[TextKind] = mapped_column(codes(TextKind))
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


class SeatingPlan(Versioned, Base):
    """Rows of so many tables before the podium, with so many seats at each."""

    __tablename__ = "seating_plans"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), unique=True
    )
    tables: Mapped[int]
    seats: Mapped[int]


class SeatingMove(Versioned, Base):
    """A delegation that was given a table by hand; row and place in it count from 1."""

    __tablename__ = "seating_moves"

    plan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("seating_plans.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("delegations.id", ondelete="CASCADE"), unique=True
    )
    row: Mapped[int]
    place: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    moved_by: Mapped[str]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
