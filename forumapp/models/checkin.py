"""Doors, the phones that keep them, what they scanned, and the secretary's own marks."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forumapp.db import Base, UtcDateTime, Versioned
from forumapp.db.base import codes
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding


class Door(Versioned, Base):
    """A door on one day of the event. Of the staff's code only its hash is kept.

    A door whose session was deleted leads nowhere: it keeps its scope, and loses the session.
    """

    __tablename__ = "doors"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scope: Mapped[DoorScope] = mapped_column(codes(DoorScope))
    part_id: Mapped[int | None] = mapped_column(sa.ForeignKey("parts.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    day: Mapped[date]
    code_hash: Mapped[str] = mapped_column(index=True)
    code_given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DoorOpening(Base):
    """A phone that was given a door's code; it is known by a token whose hash is kept."""

    __tablename__ = "door_openings"
    __table_args__ = (sa.UniqueConstraint("token_hash", "door_id"),)

    door_id: Mapped[int] = mapped_column(sa.ForeignKey("doors.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Scan(Base):
    """One scan, as a phone made it; it is never changed and never deleted.

    `key` is made by the phone. `device_at` is the phone's clock, `at` the same instant by ours,
    `received_at` when it arrived. `code_digest` is that of a code which nobody has.
    """

    __tablename__ = "scans"
    __table_args__ = (
        sa.UniqueConstraint("key"),
        sa.Index("ix_scans_event_id_at", "event_id", "at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str]
    door_id: Mapped[int] = mapped_column(sa.ForeignKey("doors.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    code_digest: Mapped[str] = mapped_column(default="")
    direction: Mapped[Direction] = mapped_column(codes(Direction))
    way: Mapped[Way] = mapped_column(codes(Way))
    finding: Mapped[Finding] = mapped_column(codes(Finding))
    let_through: Mapped[bool]
    device_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mark(Base):
    """What the secretary knows of one person and session; the last one counts, none is deleted."""

    __tablename__ = "marks"
    __table_args__ = (sa.Index("ix_marks_session_id_person_id", "session_id", "person_id"),)

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[MarkKind] = mapped_column(codes(MarkKind))
    minutes: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
